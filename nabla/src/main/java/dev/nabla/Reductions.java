package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import dev.nabla.type.TensorType;
import java.util.Arrays;

/** Ops that combine the elements of some axes into one. */
final class Reductions {
  private Reductions() {}

  /** The sum over {@code axes} (sorted, not negative). */
  record Sum(int[] axes, boolean keepDim, boolean all) implements LinearOp {
    @Override
    public String name() {
      return "sum";
    }

    @Override
    public String gradName() {
      return all ? "SumBackward0" : "SumBackward1";
    }

    @Override
    public Tensor apply(Tensor x) {
      return reduce(Reducer.SUM, x, axes, keepDim, x.dtype());
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return unreduced(g, axes, keepDim).expand(x.shape());
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(new Sum(shifted(axes), keepDim, false), x);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Sum s && Arrays.equals(axes, s.axes) && keepDim == s.keepDim;
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(axes) * 2 + (keepDim ? 1 : 0);
    }
  }

  /** The sum over the given axes (any sign; none means all) of a floating or int64 tensor. */
  static Tensor sum(Tensor x, int[] axes, boolean keepDim) {
    Tensor wide = x.dtype().isFloating() ? x : x.to(DType.INT64);
    return Dispatch.apply(new Sum(normalize(axes, x.dim()), keepDim, axes.length == 0), wide);
  }

  /** {@code x} summed down to {@code shape}, which broadcasts to the shape of {@code x}: the transpose of broadcasting. */
  static Tensor sumTo(Tensor x, Shape shape) {
    Shape from = x.shape();
    if (from.equals(shape)) {
      return x;
    }
    int lead = from.rank() - shape.rank();
    int[] axes = new int[from.rank()];
    int n = 0;
    for (int i = 0; i < from.rank(); i++) {
      if (i < lead || shape.dim(i - lead) == 1 && from.dim(i) != 1) {
        axes[n++] = i;
      }
    }
    Tensor sum = Dispatch.apply(new Sum(Arrays.copyOf(axes, n), true, false), x);
    return sum.shape().equals(shape) ? sum : sum.reshape(shape);
  }

  /** Runs a reduction on a concrete tensor. */
  static ConcreteTensor reduce(Reducer reducer, Tensor x, int[] axes, boolean keepDim, DType result) {
    int[] dims = x.shape().toArray();
    for (int a : axes) {
      dims[a] = 1;
    }
    Strided kept = Strided.allocate(result, Shape.of(dims));
    Backends.active().reduce(reducer, Dispatch.data(x), axes, kept);
    return new ConcreteTensor(keepDim ? kept : Strided.contiguous(kept.storage(), without(x.shape(), axes)));
  }

  /** {@code shape} without {@code axes} (sorted, not negative). */
  static Shape without(Shape shape, int[] axes) {
    int[] dims = new int[shape.rank() - axes.length];
    int n = 0;
    for (int i = 0; i < shape.rank(); i++) {
      if (Arrays.binarySearch(axes, i) < 0) {
        dims[n++] = shape.dim(i);
      }
    }
    return Shape.of(dims);
  }

  /** {@code y} with the reduced axes back at size 1. */
  static Tensor unreduced(Tensor y, int[] axes, boolean keepDim) {
    Tensor wide = y;
    if (!keepDim) {
      for (int a : axes) {
        wide = wide.unsqueeze(a);
      }
    }
    return wide;
  }

  static int[] shifted(int[] axes) {
    return Arrays.stream(axes).map(a -> a + 1).toArray();
  }

  /** The axes sorted and counted from the front; all of them if none is given. */
  static int[] normalize(int[] axes, int rank) {
    if (axes.length == 0) {
      int[] all = new int[rank];
      for (int i = 0; i < rank; i++) {
        all[i] = i;
      }
      return all;
    }
    int[] out = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      out[i] = Shape.normalizeAxis(axes[i], rank);
    }
    Arrays.sort(out);
    for (int i = 1; i < out.length; i++) {
      if (out[i] == out[i - 1]) {
        throw new dev.nabla.type.ShapeException("dim " + out[i] + " appears multiple times in the list of dims");
      }
    }
    return rank == 0 ? new int[0] : out;
  }
}
