package dev.nabla.testkit.golden;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.optim.Optimizer;
import dev.nabla.testkit.Closeness;
import dev.nabla.testkit.Difference;
import dev.nabla.testkit.Mismatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Trajectories of optimizers: every loss, every parameter after every step, and what is remembered at the end. */
final class OptimizerCases implements CaseKind {
  @Override
  public Map<Aspect, Check> checks(Entry entry) {
    return Map.of(Aspect.FORWARD,
        () -> Modules.underDefault(Values.dtype(entry.text("default_dtype")), () -> run(entry)));
  }

  private static boolean run(Entry entry) {
    List<Tensor> params = new ArrayList<>();
    for (Object t : entry.values("init")) {
      params.add(Values.tensor(t).requiresGrad_());
    }
    Optimizer optimizer = optimizer(entry, params);
    Closeness close = close(entry);
    List<@Nullable Object> losses = entry.values("losses");
    List<@Nullable Object> expected = entry.values("params");
    int[] calls = new int[1];
    for (int step = 0; step < losses.size(); step++) {
      Tensor loss = optimizer.step(() -> {
        calls[0]++;
        optimizer.zeroGrad();
        Tensor value = loss(entry, params);
        value.backward();
        return value;
      });
      close.check("loss before step " + step, loss.item(), Values.real(losses.get(step)));
      if (step < expected.size()) {
        List<@Nullable Object> after = Values.list(expected.get(step));
        for (int i = 0; i < params.size(); i++) {
          close.check("parameter " + i + " after step " + step, params.get(i).detach(), Values.tensor(after.get(i)));
        }
      }
    }
    if (entry.has("closure_calls")) {
      Closeness.EXACT.check("evaluations", calls[0], Values.real(entry.field("closure_calls")));
    }
    if (entry.has("final_state")) {
      Values.map(entry.field("final_state"))
          .forEach((i, state) -> state(close, optimizer.state(params.get(Integer.parseInt(i))), Values.map(state)));
    }
    return true;
  }

  /** Compares what is remembered of a parameter; numbers that PyTorch 1 keeps as such may be tensors. */
  private static void state(Closeness close, Map<String, @Nullable Object> actual,
      Map<String, @Nullable Object> expected) {
    if (!actual.keySet().equals(expected.keySet())) {
      throw new Mismatch("state", new Difference("names", actual.keySet(), expected.keySet()));
    }
    expected.forEach((name, v) -> {
      Tensor t = (Tensor) Objects.requireNonNull(actual.get(name));
      if (Values.decode(v) instanceof Tensor e) {
        close.check(name, t, e);
      } else {
        close.check(name, t.item(), Values.real(v));
      }
    });
  }

  private static Closeness close(Entry entry) {
    boolean amplifies = entry.text("problem").equals("rosenbrock") || entry.text("optimizer").equals("LBFGS");
    Closeness in64 = amplifies ? new Closeness(1e-6, 1e-8) : Tolerance.DERIVED;
    return Tolerance.of(Values.dtype(entry.text("dtype")), in64);
  }

  private static Optimizer optimizer(Entry entry, List<Tensor> params) {
    Settings settings = entry.settings("kwargs");
    List<@Nullable Object> groups = entry.has("groups") ? Values.list(entry.field("groups")) : List.of();
    List<Tensor> first = groups.isEmpty() ? params : params.subList(0, 1);
    Optimizer optimizer = Optimizers.create(entry.text("optimizer"), first, settings);
    for (int i = 0; i < groups.size(); i++) {
      Map<String, @Nullable Object> group = Settings.of(Values.map(groups.get(i))).all();
      if (i == 0) {
        group.forEach(optimizer.paramGroups().getFirst()::set);
      } else {
        optimizer.addParamGroup(params.subList(i, i + 1), group);
      }
    }
    return optimizer;
  }

  private static Tensor loss(Entry entry, List<Tensor> p) {
    Tensor x = p.get(0);
    return switch (entry.text("problem")) {
      case "quadratic" ->
        x.get(0).sub(1).pow(2).mul(3).add(x.get(1).add(2).pow(2)).add(x.get(2).sub(0.5).pow(2).mul(0.5)).mul(0.5)
            .add(x.get(0).mul(x.get(1)).mul(0.3));
      case "rosenbrock" -> x.get(0).neg().add(1).pow(2).add(x.get(1).sub(x.get(0).pow(2)).pow(2).mul(100));
      case "regression" ->
        matrix(entry, "X", x).matmul(x.t()).add(p.get(1)).sub(matrix(entry, "Y", x)).pow(2).mean();
      default -> throw new Unsupported("no problem " + entry.text("problem"));
    };
  }

  private static Tensor matrix(Entry entry, String name, Tensor like) {
    return Nabla.tensor(entry.field(name), like.dtype());
  }
}
