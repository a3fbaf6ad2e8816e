package dev.nabla.checks.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.optim.Adam;
import dev.nabla.optim.AdamW;
import dev.nabla.optim.Optimizer;
import dev.nabla.optim.SGD;
import dev.nabla.testkit.GoldenCases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Optimizers against trajectories recorded from PyTorch: every loss and every parameter after every step. */
class OptimizerTest {
  @TestFactory
  Stream<DynamicTest> trajectories() {
    Path file = Stream.of("..", "../..", "../../..").map(up -> Path.of(up, "shared", "golden", "optim.jsonl"))
        .filter(Files::exists).findFirst()
        .orElse(Path.of("absent"));
    assumeTrue(Files.exists(file), "the recorded cases are not at hand");
    return GoldenCases.read(file).stream().filter(c -> List.of("SGD", "Adam", "AdamW").contains(c.get("optimizer")))
        .map(c -> DynamicTest.dynamicTest(String.valueOf(c.get("id")), () -> check(c)));
  }

  private static void check(Map<String, Object> c) {
    List<Tensor> params = new ArrayList<>();
    for (Object t : (List<?>) c.get("init")) {
      params.add(((Tensor) decode(t)).requiresGrad_());
    }
    Optimizer optimizer = optimizer(c, params);
    List<?> losses = (List<?>) c.get("losses");
    List<?> expected = (List<?>) c.get("params");
    boolean single = "float32".equals(c.get("dtype"));
    for (int step = 0; step < losses.size(); step++) {
      Tensor loss = loss(c, params);
      assertThat(loss.item()).as("loss before step %s", step).isCloseTo(number(losses.get(step)),
          within(number(losses.get(step)), single));
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      if (step < expected.size()) {
        List<?> after = (List<?>) expected.get(step);
        for (int i = 0; i < params.size(); i++) {
          double[] want = ((Tensor) decode(after.get(i))).toDoubleArray();
          double[] got = params.get(i).detach().toDoubleArray();
          for (int k = 0; k < want.length; k++) {
            assertThat(got[k]).as("parameter %s element %s after step %s", i, k, step).isCloseTo(want[k],
                within(want[k], single));
          }
        }
      }
    }
  }

  /** The tolerances that the cases advise. */
  private static org.assertj.core.data.Offset<Double> within(double expected, boolean single) {
    return org.assertj.core.data.Offset
        .offset(single ? 1e-6 + 1e-5 * Math.abs(expected) : 1e-10 + 1e-8 * Math.abs(expected));
  }

  private static Object decode(Object json) {
    return java.util.Objects.requireNonNull(GoldenCases.decode(json));
  }

  private static double number(Object v) {
    return ((Number) v).doubleValue();
  }

  private static Optimizer optimizer(Map<String, Object> c, List<Tensor> params) {
    Map<String, Object> kwargs = new HashMap<>();
    ((Map<?, ?>) c.get("kwargs")).forEach((k, v) -> kwargs.put((String) k, v));
    List<?> groups = (List<?>) c.get("groups");
    List<Tensor> first = groups == null ? params : params.subList(0, 1);
    double lr = kwargs.containsKey("lr") ? number(kwargs.get("lr")) : 1e-3;
    Optimizer optimizer = switch ((String) c.get("optimizer")) {
      case "SGD" -> sgd(first, lr, kwargs);
      case "Adam" -> adam(new Adam(first, lr), kwargs);
      default -> adam(new AdamW(first, lr), kwargs);
    };
    if (groups != null) {
      for (int i = 1; i < groups.size(); i++) {
        optimizer.addParamGroup(params.subList(i, i + 1), settings(groups.get(i)));
      }
      settings(groups.get(0)).forEach(optimizer.paramGroups().get(0)::set);
    }
    return optimizer;
  }

  private static Map<String, Double> settings(Object group) {
    Map<String, Double> out = new HashMap<>();
    ((Map<?, ?>) group).forEach((k, v) -> out.put((String) k, number(v)));
    return out;
  }

  private static SGD sgd(List<Tensor> params, double lr, Map<String, Object> kwargs) {
    SGD sgd = new SGD(params, lr);
    kwargs.forEach((k, v) -> {
      switch (k) {
        case "momentum" -> sgd.momentum(number(v));
        case "dampening" -> sgd.dampening(number(v));
        case "weight_decay" -> sgd.weightDecay(number(v));
        case "maximize" -> sgd.maximize();
        case "lr", "nesterov" -> {
        }
        default -> throw new AssertionError(k);
      }
    });
    return kwargs.containsKey("nesterov") ? sgd.nesterov() : sgd;
  }

  private static Adam adam(Adam adam, Map<String, Object> kwargs) {
    kwargs.forEach((k, v) -> {
      switch (k) {
        case "betas" -> {
          List<?> b = (List<?>) ((Map<?, ?>) v).get("tuple");
          adam.betas(number(b.get(0)), number(b.get(1)));
        }
        case "eps" -> adam.eps(number(v));
        case "weight_decay" -> adam.weightDecay(number(v));
        case "amsgrad" -> adam.amsgrad();
        case "maximize" -> adam.maximize();
        case "lr" -> {
        }
        default -> throw new AssertionError(k);
      }
    });
    return adam;
  }

  private static Tensor loss(Map<String, Object> c, List<Tensor> p) {
    Tensor x = p.get(0);
    return switch ((String) c.get("problem")) {
      case "quadratic" ->
        x.get(0).sub(1).pow(2).mul(3).add(x.get(1).add(2).pow(2)).add(x.get(2).sub(0.5).pow(2).mul(0.5)).mul(0.5)
            .add(x.get(0).mul(x.get(1)).mul(0.3));
      case "rosenbrock" -> x.get(0).neg().add(1).pow(2).add(x.get(1).sub(x.get(0).pow(2)).pow(2).mul(100));
      default -> matrix(c.get("X"), x).matmul(x.t()).add(p.get(1)).sub(matrix(c.get("Y"), x)).pow(2).mean();
    };
  }

  private static Tensor matrix(Object rows, Tensor like) {
    return Nabla.tensor(rows, like.dtype());
  }
}
