package dev.nabla.testkit.golden;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.testkit.Closeness;
import dev.nabla.type.DType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Random numbers after a seed: the same as PyTorch draws. */
final class RandomCases implements CaseKind {
  /** Draws that involve no logarithm, so that they must be the same bit for bit. */
  private static final Set<String> EXACT = Set.of("rand", "rand_like", "Tensor.uniform_", "randint", "randint_like",
      "Tensor.random_", "randperm", "bernoulli", "Tensor.bernoulli_");

  private final Calls calls = new Calls();

  @Override
  public Map<Aspect, Check> checks(Entry entry) {
    return Map.of(Aspect.FORWARD, () -> run(entry));
  }

  private void run(Entry entry) {
    Nabla.manualSeed((long) entry.number("seed"));
    List<@Nullable Object> expected = entry.values("outputs");
    List<@Nullable Object> recorded = Values.list(entry.field("calls"));
    for (int i = 0; i < recorded.size(); i++) {
      Entry call = new Entry(Values.map(recorded.get(i)));
      String fn = call.text("fn");
      if (fn.equals("manual_seed")) {
        Nabla.manualSeed((long) Values.real(call.values("args").get(0)));
        continue;
      }
      Tensor actual = Values.tensor(calls.call(fn, call.values("args"), call.named("kwargs")));
      close(fn, actual.dtype()).check("call " + i + ", " + fn, actual, Values.tensor(expected.get(i)));
    }
  }

  /** How close draws must be. */
  static Closeness close(String fn, DType dtype) {
    return EXACT.contains(fn)
        ? Closeness.EXACT
        : dtype == DType.FLOAT64 ? new Closeness(1e-14, 1e-15) : new Closeness(5e-6, 1e-7);
  }
}
