package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.RowProgram;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
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

  /** The mean over {@code axes} (sorted, not negative) of a floating tensor. */
  record Mean(int[] axes, boolean keepDim, boolean all) implements LinearOp {
    @Override
    public String name() {
      return "mean";
    }

    @Override
    public String gradName() {
      return all ? "MeanBackward0" : "MeanBackward1";
    }

    @Override
    public Tensor apply(Tensor x) {
      ConcreteTensor y = reduce(Reducer.SUM, x, axes, keepDim, x.dtype());
      Pointwise.DIV_NUMBER.with(count(x.shape(), axes)).runInto(new Tensor[] {y}, y.window());
      return y;
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      int n = count(x.shape(), axes);
      Tensor wide = unreduced(g, axes, keepDim);
      return n == 0 ? wide.expand(x.shape()) : wide.div(n).expand(x.shape());
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(new Mean(shifted(axes), keepDim, false), x);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Mean m && Arrays.equals(axes, m.axes) && keepDim == m.keepDim;
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(axes) * 2 + (keepDim ? 1 : 0);
    }
  }

  /** The sum of those elements that are not NaN. */
  private static final class NanSum extends SlopedReduction {
    NanSum(int[] axes, boolean keepDim) {
      super(axes, keepDim);
    }

    @Override
    public String name() {
      return "nansum";
    }

    @Override
    Tensor value(Tensor x) {
      return Rows.first(NUMBERS, axes, x);
    }

    @Override
    Tensor slope(Tensor x, Tensor y) {
      return Dispatch.apply(NOT_NAN, x.detach());
    }

    @Override
    boolean readsOutput() {
      return false;
    }

    @Override
    SlopedReduction over(int[] otherAxes) {
      return new NanSum(otherAxes, keepDim);
    }
  }

  /** The product. The slope of an element is the product of the others, so zeros need no care. */
  private static final class Prod extends SlopedReduction {
    private final boolean all;

    Prod(int[] axes, boolean keepDim, boolean all) {
      super(axes, keepDim);
      this.all = all;
    }

    @Override
    public String name() {
      return "prod";
    }

    @Override
    public String gradName() {
      return all ? "ProdBackward0" : "ProdBackward1";
    }

    @Override
    Tensor value(Tensor x) {
      return reduce(Reducer.PROD, x, axes, true, x.dtype());
    }

    @Override
    Tensor slope(Tensor x, Tensor y) {
      return Scans.productOfOthers(x, axes);
    }

    @Override
    boolean readsOutput() {
      return false;
    }

    @Override
    SlopedReduction over(int[] otherAxes) {
      return new Prod(otherAxes, keepDim, false);
    }
  }

  /** {@code log Σ exp(x)} without overflow. */
  private static final class LogSumExp extends SlopedReduction {
    LogSumExp(int[] axes, boolean keepDim) {
      super(axes, keepDim);
    }

    @Override
    public String name() {
      return "logsumexp";
    }

    @Override
    Tensor value(Tensor x) {
      if (x.numel() == 0) {
        return reduce(Reducer.SUM, x, axes, true, x.dtype()).log();
      }
      return Rows.first(LOG_SUM_EXP, axes, x);
    }

    @Override
    Tensor slope(Tensor x, Tensor y) {
      return Dispatch.apply(EXP_DIFFERENCE, x, y);
    }

    @Override
    Tensor spread(Tensor g, Tensor x, Tensor y) {
      return Dispatch.apply(EXP_DIFFERENCE_TIMES, new Tensor[] {x, y, g});
    }

    @Override
    SlopedReduction over(int[] otherAxes) {
      return new LogSumExp(otherAxes, keepDim);
    }
  }

  private static final ElementwiseOp NOT_NAN = formula("x", "isnan(x) ? 0 : 1");
  private static final RowProgram LOG_SUM_EXP = RowProgram.of("x", "").max("h", "x").row("m", "isinf(h) ? 0 : h")
      .sum("s", "exp(x - m)").row("y", "log(s) + m").gives("y");
  private static final RowProgram NUMBERS = RowProgram.of("x", "").sum("y", "isnan(x) ? 0 : x").gives("y");

  /** {@code exp(a - b)}. */
  static final ElementwiseOp EXP_DIFFERENCE = formula("a b", "exp(a - b)", "y", "-y");

  private static final ElementwiseOp EXP_DIFFERENCE_TIMES = formula("a b g", "exp(a - b) * g");

  /** An elementwise step inside of an op. */
  static ElementwiseOp formula(String inputs, String value, String... slopes) {
    return ElementwiseOp.declare("mul", "MulBackward0", inputs, "", 0, value, slopes);
  }

  /** The sum over the given axes (any sign; none means all) of a floating or int64 tensor. */
  static Tensor sum(Tensor x, int[] axes, boolean keepDim) {
    Tensor wide = x.dtype().isFloating() ? x : x.to(DType.INT64);
    return Dispatch.apply(new Sum(normalize(axes, x.dim()), keepDim, axes.length == 0), wide);
  }

  /** The mean over the given axes (any sign; none means all). */
  static Tensor mean(Tensor x, int[] axes, boolean keepDim) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException(
          "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: "
              + x.dtype().scalarName());
    }
    return Dispatch.apply(new Mean(normalize(axes, x.dim()), keepDim, axes.length == 0), x);
  }

  /** The mean, computed in {@code dtype}. */
  static Tensor mean(Tensor x, int[] axes, boolean keepDim, DType dtype) {
    if (!dtype.isFloating()) {
      throw new DTypeException(
          "mean(): could not infer output dtype. Optional dtype must be either a floating point or complex dtype. Got: "
              + dtype.scalarName());
    }
    return mean(x.to(dtype), axes, keepDim);
  }

  static Tensor nansum(Tensor x, int[] axes, boolean keepDim) {
    return x.dtype().isFloating()
        ? Dispatch.apply(new NanSum(normalize(axes, x.dim()), keepDim), x)
        : sum(x, axes, keepDim);
  }

  static Tensor nanmean(Tensor x, int[] axes, boolean keepDim) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException(
          "nanmean(): expected input to have floating point or complex dtype but got " + x.dtype().scalarName());
    }
    Tensor counted = Dispatch.apply(new Sum(normalize(axes, x.dim()), keepDim, false),
        Dispatch.apply(NOT_NAN, x.detach()));
    return nansum(x, axes, keepDim).div(counted);
  }

  static Tensor prod(Tensor x, int[] axes, boolean keepDim) {
    Tensor wide = x.dtype().isFloating() ? x : x.to(DType.INT64);
    return Dispatch.apply(new Prod(normalize(axes, x.dim()), keepDim, axes.length == 0), wide);
  }

  static Tensor logsumexp(Tensor x, int[] axes, boolean keepDim) {
    return Dispatch.apply(new LogSumExp(normalize(axes, x.dim()), keepDim), floating(x));
  }

  static Tensor countNonzero(Tensor x, int[] axes) {
    return sum(x.to(DType.BOOL), axes, false);
  }

  /** {@code x} as real numbers: whole ones become the default type. */
  static Tensor floating(Tensor x) {
    return x.dtype().isFloating() ? x : x.to(Nabla.defaultDType());
  }

  /** The product of the sizes of {@code axes}. */
  static int count(Shape shape, int[] axes) {
    int n = 1;
    for (int a : axes) {
      n *= shape.dim(a);
    }
    return n;
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
    Strided kept = Strided.obtain(result, kept(x.shape(), axes));
    if (kept.numel() > 0) {
      Backends.active().reduce(reducer, Dispatch.data(x), axes, kept);
    }
    return new ConcreteTensor(keepDim ? kept : Strided.contiguous(kept.storage(), without(x.shape(), axes)));
  }

  /** The smallest or the largest element of a concrete tensor that is not empty: {@code MIN} or {@code MAX}. */
  static double extreme(Reducer reducer, Tensor x) {
    DType type = x.dtype().arithmetic();
    return reduce(reducer, x.detach().to(type), normalize(new int[0], x.dim()), false, type).item();
  }

  /** {@code shape} with size 1 on {@code axes}. */
  static Shape kept(Shape shape, int[] axes) {
    int[] dims = shape.toArray();
    for (int a : axes) {
      dims[a] = 1;
    }
    return Shape.of(dims);
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
