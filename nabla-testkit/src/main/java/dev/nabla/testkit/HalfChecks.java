package dev.nabla.testkit;

import dev.nabla.Autograd;
import dev.nabla.Tensor;
import dev.nabla.type.DType;
import dev.nabla.type.FloatInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The check of {@link OpSpec} on float16 and bfloat16: results and gradients have the type of the inputs, and are those of float32 for the same
 * numbers but for the rounding of the steps.
 */
final class HalfChecks {
  private HalfChecks() {}

  static void check(OpSpec spec) {
    for (DType half : new DType[] {DType.FLOAT16, DType.BFLOAT16}) {
      Tensor[] narrow = converted(ValueChecks.make(spec.inputs, DType.FLOAT32), DType.FLOAT32, half);
      Tensor[] wide = converted(narrow, half, DType.FLOAT32);
      Tensor y = spec.function.apply(narrow);
      Tensor expected = spec.function.apply(wide);
      check(spec, "value", y, expected, half);
      if (spec.order > 0 && expected.dtype() == DType.FLOAT32) {
        gradients(spec, half, narrow, wide);
      }
    }
  }

  private static Tensor[] converted(Tensor[] in, DType from, DType to) {
    Tensor[] out = new Tensor[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = in[i].dtype() == from ? Elements.copy(in[i], to) : in[i];
    }
    return out;
  }

  private static void gradients(OpSpec spec, DType half, Tensor[] narrow, Tensor[] wide) {
    Tensor w = GradCheck.weights(spec.function.apply(narrow), 3);
    List<@Nullable Tensor> g = gradients(spec, narrow, w);
    List<@Nullable Tensor> e = gradients(spec, wide, Elements.copy(w, DType.FLOAT32));
    for (int i = 0; i < g.size(); i++) {
      Tensor gi = g.get(i);
      Tensor ei = e.get(i);
      if ((gi == null) != (ei == null)) {
        throw new AssertionError("gradient " + i + " is " + gi + " in " + half + " and " + ei + " in float32");
      }
      if (gi != null && ei != null) {
        check(spec, "gradient " + i, gi, ei, half);
      }
    }
  }

  private static List<@Nullable Tensor> gradients(OpSpec spec, Tensor[] in, Tensor w) {
    Tensor[] x = DerivativeChecks.reals(spec, in);
    List<Tensor> leaves = new ArrayList<>();
    for (Tensor t : x) {
      leaves.add(t.detach().requiresGrad_());
    }
    Tensor y = DerivativeChecks.ofReal(spec, in).apply(leaves.toArray(new Tensor[0]));
    return Autograd.grad(List.of(y), leaves, List.of(w), false, false, true);
  }

  private static void check(OpSpec spec, String what, Tensor actual, Tensor expected, DType half) {
    boolean real = expected.dtype() == DType.FLOAT32;
    Tensor rounded = real ? Elements.copy(expected.detach(), half) : expected;
    double largest = 0;
    for (double v : real ? Elements.doubles(rounded) : new double[0]) {
      largest = Double.isFinite(v) ? Math.max(largest, Math.abs(v)) : largest;
    }
    double rounding = spec.halfRoundings * FloatInfo.of(half).eps() / 2;
    new Closeness(rounding, rounding * largest).check(what + " in " + half, actual.detach(), rounded);
  }
}
