package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.IndexException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import org.jspecify.annotations.Nullable;

/** The largest and the smallest elements, where they are, and whether all or any elements are true. NaN wins. */
final class Extremes {
  private Extremes() {}

  private static final ElementwiseOp EQUAL = Reductions.formula("a b", "a == b ? 1 : 0", "0", "0");
  private static final ElementwiseOp EQUAL_OR_BOTH_NAN = Reductions.formula("a b",
      "a == b || isnan(a) && isnan(b) ? 1 : 0", "0", "0");

  /** The extreme over some axes; equal extremes share the gradient evenly. */
  private static final class Extreme extends SlopedReduction {
    private final Reducer reducer;
    private final boolean all;

    Extreme(Reducer reducer, int[] axes, boolean keepDim, boolean all) {
      super(axes, keepDim);
      this.reducer = reducer;
      this.all = all;
    }

    @Override
    public String name() {
      return reducer == Reducer.MAX ? all ? "max" : "amax" : all ? "min" : "amin";
    }

    @Override
    public String gradName() {
      return reducer == Reducer.MAX ? all ? "MaxBackward1" : "AmaxBackward0" : all ? "MinBackward1" : "AminBackward0";
    }

    @Override
    Tensor value(Tensor x) {
      return Reductions.reduce(reducer, x, axes, true, x.dtype());
    }

    @Override
    Tensor slope(Tensor x, Tensor y) {
      // As in PyTorch: max() sends the gradient to NaNs if they win, amax() makes it NaN everywhere.
      return shares(x, y, axes, all);
    }

    @Override
    Tensor forwardSlope(Tensor x, Tensor y) {
      return shares(x, y, axes, false);
    }

    @Override
    SlopedReduction over(int[] otherAxes) {
      return new Extreme(reducer, otherAxes, keepDim, all);
    }

    @Override
    Object settings() {
      return name() + keepDim;
    }
  }

  /** The extreme along one axis with its position; of equal elements the first. */
  private record Along(Reducer reducer, int axis, boolean keepDim) implements Picking {
    @Override
    public String name() {
      return reducer == Reducer.ARGMAX ? "max" : "min";
    }

    @Override
    public boolean removesAxis() {
      return !keepDim;
    }

    @Override
    public Picking along(int otherAxis) {
      return new Along(reducer, otherAxis, keepDim);
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      Strided x = Dispatch.data(in[0]);
      int[] axes = x.rank() == 0 ? new int[0] : new int[] {axis};
      Strided positions = Reductions.reduce(reducer, in[0], axes, true, DType.INT64).window();
      Strided values = Strided.allocate(x.dtype(), positions.shape());
      if (x.rank() == 0) {
        Backends.active().convert(x, values);
      } else {
        Backends.active().gather(x, axis, positions, values);
      }
      Shape shape = keepDim ? positions.shape() : Reductions.without(x.shape(), axes);
      return new Tensor[] {
        new ConcreteTensor(Strided.contiguous(values.storage(), shape)),
        new ConcreteTensor(Strided.contiguous(positions.storage(), shape))
      };
    }
  }

  /** A reduction to positions or truth values. */
  private record Test(Reducer reducer, int[] axes, boolean keepDim) implements Discrete {
    @Override
    public String name() {
      return reducer.name().toLowerCase(java.util.Locale.ROOT);
    }

    private DType result() {
      return reducer == Reducer.ALL || reducer == Reducer.ANY ? DType.BOOL : DType.INT64;
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      return new Tensor[] {Reductions.reduce(reducer, in[0], axes, keepDim, result())};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return new Tensor[] {Dispatch.apply(new Test(reducer, Reductions.shifted(axes), keepDim), in[0])};
    }
  }

  /** For each element that equals the {@code y} of its line 1 / (how many do), else 0. */
  static Tensor shares(Tensor x, Tensor y, int[] axes, boolean nanEqualsNan) {
    Tensor mask = Dispatch.apply(nanEqualsNan ? EQUAL_OR_BOTH_NAN : EQUAL, x.detach(), y.detach());
    return mask.div(Dispatch.apply(new Reductions.Sum(axes, true, false), mask));
  }

  /** {@code amax} and {@code amin}. */
  static Tensor over(Reducer reducer, Tensor x, int[] axes, boolean keepDim) {
    int[] sorted = Reductions.normalize(axes, x.dim());
    checkNotEmpty(reducer == Reducer.MAX ? "amax" : "amin", x, axes.length == 0, sorted);
    return Dispatch.apply(new Extreme(reducer, sorted, keepDim, false), x);
  }

  /** {@code max()} and {@code min()} of all elements. */
  static Tensor ofAll(Reducer reducer, Tensor x) {
    int[] axes = Reductions.normalize(new int[0], x.dim());
    checkNotEmpty(reducer == Reducer.MAX ? "max" : "min", x, true, axes);
    return Dispatch.apply(new Extreme(reducer, axes, false, true), x);
  }

  /** {@code max(axis)} and {@code min(axis)}. */
  static ValuesIndices along(Reducer reducer, Tensor x, int axis, boolean keepDim) {
    int a = x.shape().axis(axis);
    checkNotEmpty(reducer == Reducer.ARGMAX ? "max" : "min", x, false, x.dim() == 0 ? new int[0] : new int[] {a});
    Tensor[] out = Dispatch.applyAll(new Along(reducer, a, keepDim), new Tensor[] {x});
    return new ValuesIndices(out[0], out[1]);
  }

  /** {@code argmax} and {@code argmin}; a null axis means the position among all elements. */
  static Tensor position(Reducer reducer, Tensor x, @Nullable Integer axis, boolean keepDim) {
    String name = reducer == Reducer.ARGMAX ? "argmax" : "argmin";
    int[] axes = axis == null || x.dim() == 0
        ? Reductions.normalize(new int[0], x.dim())
        : new int[] {x.shape().axis(axis)};
    if (axis != null) {
      x.shape().axis(axis);
    }
    if (axis == null && x.numel() == 0) {
      throw new IndexException(name + "(): Expected reduction dim to be specified for input.numel() == 0.");
    }
    checkNotEmpty(name, x, false, axes);
    return Dispatch.apply(new Test(reducer, axes, keepDim), x);
  }

  /** {@code all} and {@code any}: bool, or uint8 for uint8. */
  static Tensor test(Reducer reducer, Tensor x, int[] axes, boolean keepDim) {
    Tensor y = Dispatch.apply(new Test(reducer, Reductions.normalize(axes, x.dim()), keepDim), x);
    return x.dtype() == DType.UINT8 ? y.to(DType.UINT8) : y;
  }

  /** Both extremes along an axis, or of all elements if it is null. */
  static MinMax aminmax(Tensor x, @Nullable Integer axis, boolean keepDim) {
    if (axis == null && x.numel() == 0) {
      throw new NablaException(
          "aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity.");
    }
    int[] axes = axis == null ? new int[0] : new int[] {axis};
    if (axis != null) {
      checkNotEmpty("aminmax", x, false, Reductions.normalize(axes, x.dim()));
    }
    return new MinMax(over(Reducer.MIN, x, axes, keepDim), over(Reducer.MAX, x, axes, keepDim));
  }

  private static void checkNotEmpty(String name, Tensor x, boolean all, int[] axes) {
    if (x.numel() > 0) {
      return;
    }
    if (all) {
      throw new NablaException(
          name + "(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the"
              + " 'dim' argument.");
    }
    for (int a : axes) {
      if (x.size(a) == 0) {
        throw new IndexException(name + "(): Expected reduction dim " + a + " to have non-zero size.");
      }
    }
  }
}
