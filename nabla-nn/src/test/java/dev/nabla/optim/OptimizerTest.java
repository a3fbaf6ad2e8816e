package dev.nabla.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import dev.nabla.type.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Optimizers and options beyond the recorded trajectories, against PyTorch 2.13 or a formula. */
class OptimizerTest {
  private static double[] trained(Function<List<Tensor>, Optimizer> make) {
    List<Tensor> p = Regression.params(Nabla.FLOAT64);
    Regression.train(make.apply(p), p, 5);
    return values(p);
  }

  private static double[] values(List<Tensor> p) {
    return Nabla.cat(p.stream().map(t -> t.detach().flatten()).toList(), 0).toDoubleArray();
  }

  private static void check(Function<List<Tensor>, Optimizer> make, double... expected) {
    assertThat(trained(make)).containsExactly(expected, within(1e-8));
  }

  @Test
  void adafactorIsPyTorchs() {
    check(p -> new Adafactor(p, 0.1), -0.26634960130661434, -0.19958474980784136, 0.39331153337975083,
        0.37398263639733487, 0.336772861039972, -0.43879844473995383, 0.0386367646484411, -0.029860061834832266);
    check(p -> new Adafactor(p, 0.5).weightDecay(0.1).clippingThreshold(2).eps(1e-3, 0.2).beta2Decay(-0.5).maximize(),
        4.811463959280799, 0.9804588954101168, -1.3470774774737737, 0.01101594181430629, 3.3399819862809004,
        -3.3122244028576007, 0.9497494717766689, -0.9272686979402274);
  }

  /** The expected values were computed by a singular value decomposition, whose singular values go through the polynomial. */
  @Test
  void muonMakesTheStepOrthogonal() {
    check(p -> new Muon(p.subList(0, 1), 0.1), -0.32045350949606516, -0.11009315614017251, 0.3679635492955801,
        0.445715500053439, 0.3033353496711598, -0.24813266155675448, 0.05, -0.05);
    check(p -> new Muon(p.subList(0, 1), 0.1).matchRmsAdamw(), -0.0847906378329542, -0.15462428053914606,
        0.3115731795723279, 0.4126208298346175, 0.4127297771859437, -0.457571380335619, 0.05, -0.05);
    List<Tensor> p = new ArrayList<>(Regression.params(Nabla.FLOAT64));
    p.set(0, p.get(0).detach().t().contiguous().requiresGrad_());
    Regression.train(new Muon(p.subList(0, 1), 0.1).weightDecay(0.3).momentum(0.8).withoutNesterov(), p, 5);
    assertThat(values(p)).containsExactly(new double[] {-0.39707664438512696, 0.42902210194254664, -0.08200099620187147,
      0.22773821760769355, 0.36327414287538473, -0.13882926026688253, 0.05, -0.05}, within(1e-8));
    assertThatThrownBy(() -> new Muon(Regression.params(Nabla.FLOAT64))).isInstanceOf(ShapeException.class)
        .hasMessageContaining("only supports 2D parameters; got one of shape [2]");
  }

  /** PyTorch computes the iteration in bfloat16. */
  @Test
  void muonIsNearPyTorchs() {
    double[] pyTorch = {-0.3187934656271875, -0.11118561484816405, 0.3684746233293749, 0.4452012822471094,
      0.30312230036015625, -0.24713666911578122, 0.05, -0.05};
    assertThat(trained(p -> new Muon(p.subList(0, 1), 0.1))).containsExactly(pyTorch, within(3e-3));
  }

  @Test
  void optionsThatThePresentPyTorchAddedAreItsOwn() {
    check(p -> new RAdam(p, 0.1).betas(0.7, 0.9).weightDecay(0.1).decoupledWeightDecay(), -0.10755392860254163,
        -0.19061753395373873, 0.4106764966311493, 0.3453044358820393, 0.2731272433410651, -0.13245500804864907,
        -0.004185758335063627, 0.07157048726831743);
    check(p -> new RMSprop(p, 0.05).momentum(0.5).centered().maximize().weightDecay(0.1), 3.6893109771497046,
        3.5511757093876692, -3.3743565315643815, 4.138019769864016, 4.033052759114544, -4.149210605492139,
        3.7563431598539077, -3.5774468257925154);
    check(p -> new Adam(p, 0.05).weightDecay(0.2).decoupledWeightDecay().amsgrad(), -0.14200158744242097,
        -0.10381142313018332, 0.52109892152897, 0.15116368127982718, 0.2356137021043751, -0.33117235109564663,
        -0.13208413826476098, 0.19181235157525936);
    check(p -> new Rprop(p, 0.05).maximize(), 0.47208, 0.17208, -0.07208, 0.77208, 0.87208, -0.97208, 0.42208,
        -0.42208);
    check(p -> new Adadelta(p, 2).maximize().weightDecay(0.3), 0.13349476245360595, -0.164352770149208,
        0.26617310947161216, 0.3628736153069061, 0.5335065203810994, -0.6334621480351912, 0.08451689712855494,
        -0.0842102966906114);
  }

  @Test
  void asgdIsPyTorchsWithNumbersOfDoublePrecision() {
    Nabla.setDefaultDType(Nabla.FLOAT64);
    try {
      check(p -> new ASGD(p, 0.05).t0(2).lambd(0.1).maximize().weightDecay(0.2), 0.21874408034113058,
          -0.1730840669710578,
          0.19148825548023482, 0.37802442818079585, 0.6222852442248487, -0.892432668411675, 0.08638256221301671,
          -0.15011569534687821);
    } finally {
      Nabla.setDefaultDType(Nabla.FLOAT32);
    }
  }

  @Test
  void lionStepsByTheSignOfItsFormula() {
    Tensor p = Nabla.tensor(new double[] {1, -2, 3}, Nabla.FLOAT64).requiresGrad_();
    Lion lion = new Lion(List.of(p), 0.1).betas(0.9, 0.5).weightDecay(0.2);
    double[] want = {1, -2, 3};
    double[] m = new double[3];
    double[][] gradients = {{1, -1, 0}, {-20, 3, 1}, {0.1, 4, -0.2}};
    for (double[] g : gradients) {
      p.grad(Nabla.tensor(g, Nabla.FLOAT64));
      lion.step();
      for (int i = 0; i < 3; i++) {
        want[i] = want[i] * (1 - 0.1 * 0.2) - 0.1 * Math.signum(0.9 * m[i] + (1 - 0.9) * g[i]);
        m[i] = 0.5 * m[i] + 0.5 * g[i];
      }
    }
    assertThat(p.toDoubleArray()).containsExactly(want, within(1e-12));
  }

  @Test
  void lbfgsNeedsAClosureAndOneGroup() {
    List<Tensor> p = Regression.params(Nabla.FLOAT64);
    LBFGS lbfgs = new LBFGS(p.subList(0, 1));
    assertThatThrownBy(lbfgs::step).isInstanceOf(NablaException.class).hasMessageContaining("step(closure)");
    assertThatThrownBy(() -> lbfgs.addParamGroup(p.subList(1, 2), java.util.Map.of()))
        .isInstanceOf(NablaException.class);
    assertThatThrownBy(() -> lbfgs.set("line_search_fn", "armijo")).hasMessageContaining("one of [strong_wolfe, null]");
  }
}
