package dev.nabla;

import dev.nabla.kernel.RowProgram;
import dev.nabla.type.DTypeException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Softmax and its logarithm along an axis. Both keep only their output for the backward pass; the largest element is taken off first, so that
 * nothing overflows.
 */
final class Softmax {
  private Softmax() {}

  private static final RowProgram SOFTMAX = RowProgram.of("x", "").max("m", "x").each("e", "exp(x - m)").sum("s", "e")
      .each("y", "e / s").gives("y");
  private static final RowProgram LOG_SOFTMAX = RowProgram.of("x", "").max("m", "x").sum("s", "exp(x - m)")
      .row("l", "log(s)").each("y", "x - m - l").gives("y");
  private static final RowProgram SOFTMAX_COTANGENT = RowProgram.of("g p", "").sum("s", "g * p")
      .each("dx", "p * (g - s)").gives("dx");
  private static final RowProgram LOG_SOFTMAX_COTANGENT = RowProgram.of("g p", "").sum("s", "g")
      .each("dx", "g - exp(p) * s").gives("dx");

  /** {@code y (g - Σ g y)}: the cotangent of softmax. */
  private static final ElementwiseOp SOFTMAX_SLOPE = Reductions.formula("g p s", "p * (g - s)");

  /** {@code g - exp(y) Σ g}: the cotangent of log-softmax. */
  private static final ElementwiseOp LOG_SOFTMAX_SLOPE = Reductions.formula("g p s", "g - exp(p) * s");

  /** {@code t - Σ exp(y) t}: the tangent of log-softmax. */
  private static final ElementwiseOp TIMES_EXP = Reductions.formula("p t", "exp(p) * t");

  /** {@code exp(x) / Σ exp(x)}, or its logarithm, along {@code axis} (not negative). */
  private record Normalized(int axis, boolean log) implements PrimitiveOp {
    @Override
    public String name() {
      return log ? "log_softmax" : "softmax";
    }

    private int[] axes(Tensor x) {
      return x.dim() == 0 ? new int[0] : new int[] {axis};
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      return new Tensor[] {Rows.first(log ? LOG_SOFTMAX : SOFTMAX, axes(in[0]), in)};
    }

    @Override
    public int saves(int needs) {
      return 1 << OUTPUT;
    }

    @Override
    public Tensor vjp(int i, Saved s, Tensor g) {
      Tensor y = s.out();
      if (Rows.unwatched(g, y)) {
        return Rows.first(log ? LOG_SOFTMAX_COTANGENT : SOFTMAX_COTANGENT, axes(y), g, y);
      }
      return log
          ? Dispatch.apply(LOG_SOFTMAX_SLOPE, new Tensor[] {g, y, sum(g)})
          : Dispatch.apply(SOFTMAX_SLOPE, new Tensor[] {g, y, sum(g.mul(y))});
    }

    @Override
    public @Nullable Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t) {
      Tensor dx = Objects.requireNonNull(t[0]);
      return log
          ? dx.sub(sum(Dispatch.apply(TIMES_EXP, out, dx)))
          : Dispatch.apply(SOFTMAX_SLOPE, new Tensor[] {dx, out, sum(dx.mul(out))});
    }

    private Tensor sum(Tensor x) {
      return Dispatch.apply(new Reductions.Sum(axes(x), true, false), x);
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      if (in[0].dim() == 1) {
        return new Tensor[] {Dispatch.apply(new Normalized(1, log), in[0].unsqueeze(1)).squeeze(1)};
      }
      return new Tensor[] {Dispatch.apply(new Normalized(axis + 1, log), in[0])};
    }
  }

  static Tensor softmax(Tensor x, int axis) {
    return apply(x, axis, false);
  }

  static Tensor logSoftmax(Tensor x, int axis) {
    return apply(x, axis, true);
  }

  private static Tensor apply(Tensor x, int axis, boolean log) {
    int a = x.shape().axis(axis);
    if (!x.dtype().isFloating()) {
      throw new DTypeException("\"" + (log ? "log_softmax" : "softmax") + "_lastdim_kernel_impl\" not implemented for '"
          + x.dtype().scalarName()
          + "'; convert the tensor with to(FLOAT32)");
    }
    return Dispatch.apply(new Normalized(a, log), x);
  }
}
