package dev.nabla;

import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.RowProgram;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import dev.nabla.type.TensorType;
import org.jspecify.annotations.Nullable;

/** Variances, standard deviations and covariances. {@code correction} is what is taken from the number of elements before dividing by it. */
final class Moments {
  private Moments() {}

  private static final RowProgram SQUARES = RowProgram.of("x", "n d").sum("t", "x").row("m", "t / n")
      .sum("s", "(x - m) * (x - m)");
  private static final RowProgram VARIANCE = SQUARES.row("y", "s / d").gives("y");
  private static final RowProgram DEVIATION = SQUARES.row("y", "sqrt(s / d)").gives("y");
  /** The cotangent of x for that of the variance. */
  private static final RowProgram COTANGENT = RowProgram.of("x g", "n d").sum("t", "x").row("m", "t / n")
      .row("k", "g * (2 / d)").each("dx", "k * (x - m)").gives("dx");
  private static final ElementwiseOp SCALED_DIFFERENCE = ElementwiseOp.declare("mul", "MulBackward0", "a b", "v", 0,
      "v * (a - b)", "v", "-v");

  /** The variance, or its root; {@code whole} means that it was asked for all elements. */
  private static final class Variance extends SlopedReduction {
    private final double correction;
    private final boolean root;
    private final boolean whole;

    Variance(int[] axes, boolean keepDim, double correction, boolean root, boolean whole) {
      super(axes, keepDim);
      this.correction = correction;
      this.root = root;
      this.whole = whole;
    }

    @Override
    public String name() {
      return root ? "std" : "var";
    }

    private double divisor(Tensor x) {
      return Reductions.count(x.shape(), axes) - correction;
    }

    @Override
    Tensor value(Tensor x) {
      double n = Reductions.count(x.shape(), axes);
      if (n == 0) {
        return Nabla.full(x.dtype(), Reductions.kept(x.shape(), axes), Double.NaN);
      }
      return Rows.run(root ? DEVIATION : VARIANCE, new double[] {n, Math.max(0, divisor(x))}, new Tensor[] {x},
          axes)[0];
    }

    /** Whether PyTorch's slope is infinite: nothing is left to divide by. Along given axes it is NaN instead. */
    private boolean isInfinite(Tensor x) {
      return whole && !root && divisor(x) == 0;
    }

    @Override
    Tensor slope(Tensor x, Tensor y) {
      if (isInfinite(x)) {
        return Nabla.full(x.dtype(), x.shape(), Double.POSITIVE_INFINITY);
      }
      Tensor mean = Dispatch.apply(new Reductions.Mean(axes, true, false), x);
      Tensor ofVariance = Dispatch.apply(SCALED_DIFFERENCE.with(2 / divisor(x)), x, mean);
      return root ? ofVariance.mul(perVariance(Nabla.onesLike(y), y)) : ofVariance;
    }

    /** The cotangent of the variance for that of its root {@code y}: none where all elements are equal. */
    private static Tensor perVariance(Tensor g, Tensor y) {
      return g.div(y.mul(2.0)).maskedFill(y.eq(0.0), 0);
    }

    @Override
    Tensor spread(Tensor g, Tensor x, Tensor y) {
      if (root) {
        return new Variance(axes, keepDim, correction, false, false).spread(perVariance(g, y), x, x);
      }
      if (isInfinite(x) || !Rows.unwatched(g, x)) {
        return super.spread(g, x, y);
      }
      double[] counts = {Reductions.count(x.shape(), axes), divisor(x)};
      return Rows.run(COTANGENT, counts, new Tensor[] {x, g}, axes)[0];
    }

    @Override
    boolean readsOutput() {
      return root;
    }

    @Override
    SlopedReduction over(int[] otherAxes) {
      return new Variance(otherAxes, keepDim, correction, root, whole);
    }

    @Override
    Object settings() {
      return name() + correction + keepDim + whole;
    }
  }

  /** The sum of the diagonal of a matrix. */
  private record Trace() implements LinearOp {
    @Override
    public String name() {
      return "trace";
    }

    private static Strided diagonal(Strided x) {
      int[] strides = {x.stride(0) + x.stride(1)};
      return new Strided(x.storage(), x.offset(), Shape.of(Math.min(x.dim(0), x.dim(1))), strides);
    }

    @Override
    public Tensor apply(Tensor x) {
      return Reductions.reduce(Reducer.SUM, new ConcreteTensor(diagonal(Dispatch.data(x))), new int[] {0}, false,
          x.dtype());
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      Strided ones = Strided.allocate(x.dtype(), x.shape());
      new ConcreteTensor(diagonal(ones)).fill_(1);
      return g.mul(new ConcreteTensor(ones));
    }

    @Override
    public Tensor batch(Tensor x) {
      return x.diagonal(0, 1, 2).sum(-1);
    }
  }

  static Tensor var(Tensor x, int[] axes, double correction, boolean keepDim) {
    return variance(x, axes, correction, keepDim, false);
  }

  static Tensor std(Tensor x, int[] axes, double correction, boolean keepDim) {
    return variance(x, axes, correction, keepDim, true);
  }

  private static Tensor variance(Tensor x, int[] axes, double correction, boolean keepDim, boolean root) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException("std and var only support floating point and complex dtypes");
    }
    return Dispatch.apply(
        new Variance(Reductions.normalize(axes, x.dim()), keepDim, correction, root, axes.length == 0 || x.dim() == 0),
        x);
  }

  /**
   * The covariance matrix of the rows of {@code x}; a vector counts as one row, and its variance is 0-d.
   *
   * @param fweights how often each column counts (whole numbers); null for once
   * @param aweights how much each column weighs; null for equal weights
   */
  static Tensor cov(Tensor x, double correction, @Nullable Tensor fweights, @Nullable Tensor aweights) {
    if (x.dim() > 2) {
      throw new ShapeException(
          "cov(): expected input to have two or fewer dimensions but got an input with " + x.dim() + " dimensions");
    }
    Tensor rows = Reductions.floating(x.dim() < 2 ? x.reshape(1, x.numel()) : x);
    Tensor w = weights(rows, fweights, aweights);
    double total = w == null ? rows.size(1) : 0;
    Tensor mean = w == null ? rows.mean(1, true) : rows.mul(w).sum(1, true).div(w.sum());
    Tensor centred = rows.sub(mean);
    Tensor product = (w == null ? centred : centred.mul(w)).matmul(centred.t());
    Tensor y = w == null ? product.div(Math.max(0, total - correction)) : product.div(norm(w, correction, aweights));
    return y.numel() == 1 ? y.reshape(Shape.SCALAR) : y;
  }

  /** The number of observations that weights stand for, less the correction. */
  private static Tensor norm(Tensor w, double correction, @Nullable Tensor aweights) {
    Tensor sum = w.sum();
    Tensor kept = aweights == null || correction == 0
        ? sum.sub(correction)
        : sum.sub(w.mul(aweights).sum().div(sum).mul(correction));
    return kept.relu();
  }

  private static @Nullable Tensor weights(Tensor rows, @Nullable Tensor fweights, @Nullable Tensor aweights) {
    checkWeights("fweights", rows, fweights);
    checkWeights("aweights", rows, aweights);
    if (fweights != null && !fweights.dtype().isIntegral()) {
      throw new DTypeException("cov(): expected fweights to have integral dtype but got fweights with "
          + fweights.dtype().scalarName() + " dtype");
    }
    return fweights == null ? aweights : aweights == null ? fweights : fweights.mul(aweights);
  }

  private static void checkWeights(String name, Tensor rows, @Nullable Tensor w) {
    if (w != null && w.dim() > 1) {
      throw new ShapeException("cov(): expected " + name + " to have one or fewer dimensions but got " + name + " with "
          + w.dim() + " dimensions");
    }
    if (w != null && w.numel() != rows.size(1)) {
      throw new ShapeException("cov(): expected " + name
          + " to have the same numel as there are observations in the input but got " + w.numel()
          + " != " + rows.size(1));
    }
  }

  /** The correlation matrix of the rows of {@code x}. */
  static Tensor corrcoef(Tensor x) {
    if (x.dim() > 2) {
      throw new ShapeException("corrcoef(): expected input to have two or fewer dimensions but got an input with "
          + x.dim() + " dimensions");
    }
    Tensor c = cov(x, 1, null, null);
    if (c.dim() == 0) {
      return c.div(c);
    }
    Tensor spread = c.diagonal().sqrt();
    return c.div(spread.unsqueeze(1)).div(spread.unsqueeze(0)).clamp(-1, 1);
  }

  /** The sum of the diagonal of a matrix. */
  static Tensor trace(Tensor x) {
    if (x.dim() != 2) {
      throw new ShapeException("trace: expected a matrix, but got tensor with dim " + x.dim());
    }
    return Dispatch.apply(new Trace(), x.dtype().isFloating() ? x : x.to(DType.INT64));
  }
}
