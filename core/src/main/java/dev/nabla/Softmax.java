package dev.nabla;

import dev.nabla.kernel.Reducer;
import dev.nabla.type.DTypeException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Softmax and its logarithm along an axis. Both keep only their output for the backward pass; the largest element is taken off first, so that
 * nothing overflows.
 */
final class Softmax {
  private Softmax() {}

  private static final ElementwiseOp QUOTIENT = Reductions.formula("a b", "a / b");
  private static final ElementwiseOp LESS_MAX_AND_LOG = Reductions.formula("x m s", "x - m - s");
  private static final ElementwiseOp PRODUCT = Reductions.formula("a b", "a * b");
  private static final ElementwiseOp LOG = Reductions.formula("x", "log(x)");

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
      Tensor x = in[0].detach();
      if (x.numel() == 0) {
        return new Tensor[] {ConcreteTensor.allocate(x.dtype(), x.shape())};
      }
      ConcreteTensor y = Blocks.like(x);
      Blocks blocks = Blocks.of(x.shape(), axes(x));
      blocks.forEach((_, from, to) -> fill(blocks.slice(x, from, to), blocks.slice(y, from, to)));
      return new Tensor[] {y};
    }

    private void fill(Tensor x, Tensor y) {
      int[] axes = axes(x);
      ConcreteTensor max = Reductions.reduce(Reducer.MAX, x, axes, true, x.dtype());
      Reductions.EXP_DIFFERENCE.runInto(new Tensor[] {x, max}, Dispatch.data(y));
      ConcreteTensor sum = Reductions.reduce(Reducer.SUM, y, axes, true, x.dtype());
      if (log) {
        LOG.runInto(new Tensor[] {sum}, sum.window());
        LESS_MAX_AND_LOG.runInto(new Tensor[] {x, max, sum}, Dispatch.data(y));
      } else {
        QUOTIENT.runInto(new Tensor[] {y, sum}, Dispatch.data(y));
      }
    }

    @Override
    public int saves(int needs) {
      return 1 << OUTPUT;
    }

    @Override
    public Tensor vjp(int i, Saved s, Tensor g) {
      Tensor y = s.out();
      if (Blocks.unwatched(g, y) && y.numel() > 0) {
        ConcreteTensor dx = Blocks.like(y);
        Blocks blocks = Blocks.of(y.shape(), axes(y));
        blocks.forEach((_, from, to) -> fillCotangent(blocks.slice(g, from, to), blocks.slice(y, from, to),
            blocks.slice(dx, from, to)));
        return dx;
      }
      return log
          ? Dispatch.apply(LOG_SOFTMAX_SLOPE, new Tensor[] {g, y, sum(g)})
          : Dispatch.apply(SOFTMAX_SLOPE, new Tensor[] {g, y, sum(g.mul(y))});
    }

    private void fillCotangent(Tensor g, Tensor y, Tensor dx) {
      if (!log) {
        PRODUCT.runInto(new Tensor[] {g, y}, Dispatch.data(dx));
      }
      ConcreteTensor sum = Reductions.reduce(Reducer.SUM, log ? g : dx, axes(y), true, y.dtype());
      (log ? LOG_SOFTMAX_SLOPE : SOFTMAX_SLOPE).runInto(new Tensor[] {g, y, sum}, Dispatch.data(dx));
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
