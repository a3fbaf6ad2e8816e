package dev.nabla.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** State dicts: what was saved goes on exactly as if nothing had happened, in PyTorch's layout. */
class OptimizerStateTest {
  private static final Map<String, Function<List<Tensor>, Optimizer>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("SGD", p -> new SGD(p, 0.05).momentum(0.9).nesterov().weightDecay(0.01));
    ALL.put("Adam", p -> new Adam(p, 0.05).amsgrad().betas(0.8, 0.99).maximize());
    ALL.put("AdamW", p -> new AdamW(p, 0.05));
    ALL.put("Adamax", p -> new Adamax(p, 0.05));
    ALL.put("NAdam", p -> new NAdam(p, 0.05).decoupledWeightDecay().weightDecay(0.1));
    ALL.put("RAdam", p -> new RAdam(p, 0.05).betas(0.7, 0.9));
    ALL.put("Adagrad", p -> new Adagrad(p, 0.05).lrDecay(0.1).initialAccumulatorValue(0.5));
    ALL.put("Adadelta", p -> new Adadelta(p).weightDecay(0.1));
    ALL.put("RMSprop", p -> new RMSprop(p).centered().momentum(0.5));
    ALL.put("Rprop", p -> new Rprop(p).etas(0.4, 1.3).stepSizes(1e-4, 1));
    ALL.put("ASGD", p -> new ASGD(p).t0(2).lambd(0.1));
    ALL.put("Lion", p -> new Lion(p, 0.01).weightDecay(0.1));
    ALL.put("Adafactor", p -> new Adafactor(p, 0.1).weightDecay(0.1));
    ALL.put("Muon", p -> new Muon(p.subList(0, 1), 0.1));
    ALL.put("LBFGS", p -> new LBFGS(p, 0.5, 2).historySize(3));
    ALL.put("LBFGS with line search", p -> new LBFGS(p, 1, 2).strongWolfe());
  }

  @TestFactory
  Stream<DynamicTest> trainingResumedFromAStateDictGivesTheSameWeights() {
    return ALL.entrySet().stream().map(e -> DynamicTest.dynamicTest(e.getKey(), () -> resumes(e.getValue())));
  }

  private static void resumes(Function<List<Tensor>, Optimizer> make) {
    List<Tensor> unbroken = params();
    Regression.train(make.apply(unbroken), unbroken, 9);

    List<Tensor> first = params();
    Optimizer before = make.apply(first);
    Regression.train(before, first, 4);
    List<Tensor> second = first.stream().map(p -> p.detach().cloneTensor().requiresGrad_()).toList();
    Optimizer after = make.apply(second);
    after.set("lr", 123.0);
    after.loadStateDict(before.stateDict());
    Regression.train(before, first, 1);
    Regression.train(after, second, 5);
    for (int i = 0; i < unbroken.size(); i++) {
      assertThat(second.get(i).toDoubleArray()).isEqualTo(unbroken.get(i).toDoubleArray());
    }
  }

  private static List<Tensor> params() {
    return Regression.params(Nabla.FLOAT32);
  }

  @Test
  void theLayoutIsPyTorchs() {
    List<Tensor> p = params();
    Adam adam = new Adam(p.subList(0, 1), 0.1);
    adam.addParamGroup(p.subList(1, 2), Map.of("lr", 0.2, "betas", List.of(0.5, 0.6)));
    Regression.train(adam, p, 1);
    Map<String, Object> dict = adam.stateDict();
    Map<?, ?> state = (Map<?, ?>) dict.get("state");
    assertThat(state.keySet()).isEqualTo(java.util.Set.of(0, 1));
    assertThat(((Map<?, ?>) java.util.Objects.requireNonNull(state.get(0))).keySet().toString())
        .isEqualTo("[step, exp_avg, exp_avg_sq]");
    assertThat(dict.get("param_groups")).hasToString(
        "[{lr=0.1, betas=[0.9, 0.999], eps=1.0E-8, weight_decay=0.0, maximize=false, amsgrad=false, "
            + "decoupled_weight_decay=false, params=[0]}, {lr=0.2, betas=[0.5, 0.6], eps=1.0E-8, weight_decay=0.0, "
            + "maximize=false, amsgrad=false, decoupled_weight_decay=false, params=[1]}]");
  }

  @Test
  void settingsThatPyTorchLeavesOpenAreNull() {
    assertThat(new Adafactor(params()).stateDict().get("param_groups")).asString().contains("eps=[null, 0.001]");
  }

  @Test
  void whatPyTorchSavesLoads() {
    List<Tensor> p = params();
    RMSprop r = new RMSprop(p);
    Map<String, Object> group = new LinkedHashMap<>(Map.of("lr", 0.3, "foreach", false, "params", List.of(0L, 1L)));
    group.put("fused", null);
    Tensor squares = Nabla.ones(2).to(Nabla.FLOAT64);
    r.loadStateDict(Map.of("state", Map.of(1L, Map.of("step", 7, "square_avg", squares)), "param_groups",
        List.of(group)));
    assertThat(r.paramGroups().getFirst().lr()).isEqualTo(0.3);
    assertThat(((Tensor) java.util.Objects.requireNonNull(r.state(p.get(1)).get("square_avg"))).dtype())
        .isEqualTo(Nabla.FLOAT32);
    Regression.train(r, p, 1);
    assertThat(((Tensor) java.util.Objects.requireNonNull(r.state(p.get(1)).get("step"))).item()).isEqualTo(8);
  }

  @Test
  void wrongStateDictsAreRefusedBeforeAnythingChanges() {
    List<Tensor> p = params();
    Adam adam = new Adam(p, 0.1);
    Map<String, Object> group = Map.of("lr", 0.7, "params", List.of(0, 1));
    assertThatThrownBy(() -> adam.loadStateDict(Map.of("state", Map.of(), "param_groups", List.of(group, group))))
        .isInstanceOf(NablaException.class).hasMessageContaining("different number of parameter groups: 2");
    assertThatThrownBy(() -> adam.loadStateDict(
        Map.of("state", Map.of(0, Map.of("exp_avg", Nabla.zeros(5))), "param_groups", List.of(group))))
        .isInstanceOf(NablaException.class).hasMessageContaining("exp_avg of shape [5]");
    assertThatThrownBy(() -> adam.loadStateDict(
        Map.of("state", Map.of(5, Map.of()), "param_groups", List.of(group))))
        .isInstanceOf(NablaException.class).hasMessageContaining("parameter 5");
    assertThatThrownBy(() -> adam.loadStateDict(Map.of("model", Map.of())))
        .isInstanceOf(NablaException.class).hasMessageContaining("[model]");
    assertThat(adam.paramGroups().getFirst().lr()).isEqualTo(0.1);
  }

  @Test
  void wrongSettingsAreRefused() {
    List<Tensor> p = params();
    assertThatThrownBy(() -> new SGD(p, -1)).hasMessage("SGD: lr must be a number of at least 0.0; got -1.0");
    assertThatThrownBy(() -> new Adam(p).betas(0.9, 1))
        .hasMessageContaining("betas must be 2 numbers from 0.0 to below");
    assertThatThrownBy(() -> new Adam(p).set("rho", 1.0)).hasMessageContaining("has no setting \"rho\"");
    assertThatThrownBy(() -> new Adam(List.of())).hasMessageContaining("empty parameter list");
    assertThatThrownBy(() -> new Adam(List.of(p.get(0), p.get(0)))).hasMessageContaining("more than once");
    assertThatThrownBy(() -> new Adam(List.of(p.get(0).mul(2)))).hasMessageContaining("non-leaf");
    assertThatThrownBy(() -> new SGD(p, 0.1).nesterov()).hasMessageContaining("requires a momentum");
  }

  @Test
  void hooksRunAroundStepsUntilTheyAreRemoved() {
    List<Tensor> p = params();
    SGD sgd = new SGD(p, 0.1);
    StringBuilder calls = new StringBuilder();
    var before = sgd.registerStepPreHook(o -> calls.append('<'));
    sgd.registerStepPostHook(o -> calls.append('>'));
    Regression.train(sgd, p, 1);
    before.remove();
    Regression.train(sgd, p, 1);
    assertThat(calls).hasToString("<>>");
  }
}
