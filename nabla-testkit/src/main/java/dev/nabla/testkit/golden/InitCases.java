package dev.nabla.testkit.golden;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.nn.Init;
import dev.nabla.testkit.Closeness;
import dev.nabla.testkit.Difference;
import dev.nabla.testkit.Mismatch;
import dev.nabla.type.DType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How parameters start after a seed: by the functions of {@code nn.init}, and in new modules. */
final class InitCases implements CaseKind {
  private final Binder functions = new Binder(Init.class);

  @Override
  public Map<Aspect, Check> checks(Entry entry) {
    return Map.of(Aspect.FORWARD, () -> {
      if (entry.has("module")) {
        module(entry);
      } else {
        function(entry);
      }
    });
  }

  private void function(Entry entry) {
    String name = Calls.camel(entry.text("fn").substring("nn.init.".length()));
    if (!functions.knows(name)) {
      throw new Unsupported("no Init." + name);
    }
    if (!entry.has("shape")) {
      Object gain = functions.call(name, entry.values("args"), entry.named("kwargs"));
      Closeness.EXACT.check(name, Values.real(gain), entry.number("output"));
      return;
    }
    int[] shape = Values.wholes(entry.value("shape"));
    Tensor t = Nabla.zeros(Values.dtype(entry.text("dtype")), shape);
    Nabla.manualSeed((long) entry.number("seed"));
    functions.call(name, List.of(t), entry.named("kwargs"));
    close(t).check(name, t, entry.tensor("output"));
  }

  private static Closeness close(Tensor t) {
    return t.dtype() == DType.FLOAT64 ? new Closeness(1e-13, 1e-14) : new Closeness(5e-6, 1e-7);
  }

  private static void module(Entry entry) {
    Nabla.manualSeed((long) entry.number("seed"));
    String name = entry.text("module").substring("nn.".length());
    Map<String, Tensor> actual = Modules.create(name, entry.values("args"), entry.settings("kwargs")).stateDict();
    Map<String, Tensor> expected = entry.tensors("state_dict");
    if (!List.copyOf(actual.keySet()).equals(List.copyOf(expected.keySet()))) {
      throw new Mismatch("state", new Difference("the list of names", actual.keySet(), expected.keySet()));
    }
    expected.forEach((key, e) -> close(e).check(key, Objects.requireNonNull(actual.get(key)), e));
    next(entry.value("next_rand"));
  }

  /** What is drawn next tells how much of the stream was used. */
  private static void next(@Nullable Object recorded) {
    Tensor expected = Values.tensor(recorded);
    Closeness.EXACT.check("next numbers", Nabla.rand(expected.dtype(), expected.shape().toArray()), expected);
  }
}
