package dev.nabla;

import dev.nabla.kernel.RowProgram;
import dev.nabla.type.DTypeException;
import dev.nabla.type.NablaException;
import dev.nabla.type.ShapeException;
import org.jspecify.annotations.Nullable;

/** Vector norms and what is measured with them. */
final class Norms {
  private Norms() {}

  private static final ElementwiseOp MAGNITUDE = Reductions.formula("x", "abs(x)");
  private static final ElementwiseOp NOT_ZERO = Reductions.formula("x", "x != 0 ? 1 : 0");
  private static final RowProgram EUCLIDEAN = RowProgram.of("x", "").sum("s", "x * x").row("y", "sqrt(s)").gives("y");
  private static final RowProgram LARGEST = RowProgram.of("x", "").max("y", "abs(x)").gives("y");
  private static final RowProgram SMALLEST = RowProgram.of("x", "").min("y", "abs(x)").gives("y");
  private static final ElementwiseOp MAGNITUDE_POWER = power("x", "pow(abs(x), p)");
  private static final ElementwiseOp POWER = power("x", "pow(x, p)");

  private static final ElementwiseOp SIGN = Reductions.formula("x", "sign(x)", "0");

  /** The slope of the Euclidean norm s: 0 where that is 0. Its own slopes are NaN there, as in PyTorch. */
  private static final ElementwiseOp DIRECTION = Reductions.formula("x s", "s == 0 ? 0 : x / s", "(s == 0 ? 0 : 1) / s",
      "-(s == 0 ? 0 : x) / s / s");

  private static ElementwiseOp power(String inputs, String value) {
    return ElementwiseOp.declare("mul", "MulBackward0", inputs, "p", 0, value);
  }

  /** {@code (Σ|x|^p)^(1/p)}; the limits of this for p = ±∞, and the number of elements other than 0 for p = 0. */
  private static final class Norm extends SlopedReduction {
    private final double p;

    Norm(double p, int[] axes, boolean keepDim) {
      super(axes, keepDim);
      this.p = p;
    }

    @Override
    public String name() {
      return "norm";
    }

    @Override
    public String gradName() {
      return "NormBackward1";
    }

    @Override
    Tensor value(Tensor x) {
      if (p == 2) {
        return Rows.first(EUCLIDEAN, axes, x);
      }
      if (p == 0) {
        return sum(NOT_ZERO, x);
      }
      if (Double.isInfinite(p)) {
        return Rows.first(p > 0 ? LARGEST : SMALLEST, axes, x);
      }
      return p == 1 ? sum(MAGNITUDE, x) : rooted(sum(MAGNITUDE_POWER.with(p), x), POWER.with(1 / p));
    }

    private Tensor sum(ElementwiseOp of, Tensor x) {
      return Rows.sum(of, axes, x);
    }

    private static Tensor rooted(Tensor x, ElementwiseOp root) {
      root.runInto(new Tensor[] {x}, Dispatch.data(x));
      return x;
    }

    @Override
    public @Nullable Tensor vjp(int i, Saved s, Tensor g) {
      return p == 0 ? null : super.vjp(i, s, g);
    }

    @Override
    public @Nullable Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t) {
      return p == 0 ? null : super.jvp(in, out, t);
    }

    @Override
    Tensor slope(Tensor x, Tensor y) {
      return spread(Nabla.onesLike(y), x, y);
    }

    @Override
    Tensor spread(Tensor g, Tensor x, Tensor y) {
      if (p == 2) {
        return Dispatch.apply(DIRECTION, x, y).mul(g);
      }
      Tensor sign = Dispatch.apply(SIGN, x.detach());
      if (p == 1) {
        return sign.mul(g);
      }
      if (Double.isInfinite(p)) {
        return sign.mul(Extremes.shares(Dispatch.apply(MAGNITUDE, x.detach()), y, axes, false)).mul(g);
      }
      if (p < 1) {
        return sign.mul(x.abs().pow(p - 1).maskedFill(x.eq(0.0), 0)).mul(g).mul(y.pow(1 - p));
      }
      Tensor scale = g.div(y.pow(p - 1)).maskedFill(y.eq(0.0), 0);
      return (p < 2 ? sign.mul(x.abs().pow(p - 1)) : x.mul(x.abs().pow(p - 2))).mul(scale);
    }

    @Override
    SlopedReduction over(int[] otherAxes) {
      return new Norm(p, otherAxes, keepDim);
    }

    @Override
    Object settings() {
      return p;
    }
  }

  static Tensor norm(Tensor x, double p, int[] axes, boolean keepDim) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException(
          "linalg.vector_norm: Expected a floating point or complex tensor as input. Got " + x.dtype().scalarName()
              + "; convert it with to(FLOAT32)");
    }
    int[] sorted = Reductions.normalize(axes, x.dim());
    if ((Double.isInfinite(p) || p < 0) && Reductions.count(x.shape(), sorted) == 0) {
      throw new NablaException("linalg.vector_norm cannot compute the " + p
          + " norm on an empty tensor because the operation does not have an"
          + " identity; got " + x.type());
    }
    return Dispatch.apply(new Norm(p, sorted, keepDim), x);
  }

  private static final ElementwiseOp RENORM_FACTOR = ElementwiseOp.declare("renorm", "RenormBackward0", "x s", "m", 0,
      "s > m ? x * (m / (s + 1e-7)) : x");

  /** {@code x} with every slice along {@code axis} whose p-norm exceeds {@code maxNorm} scaled down to it. */
  static Tensor renorm(Tensor x, double p, int axis, double maxNorm) {
    if (x.dim() < 2) {
      throw new ShapeException("renorm: input needs at least 2 dimensions, got " + x.dim() + " dimensions");
    }
    if (!(p > 0) || !(maxNorm >= 0)) {
      throw new NablaException("renorm: expected p > 0 and maxNorm >= 0, got " + p + " and " + maxNorm);
    }
    int a = x.shape().axis(axis);
    int[] others = new int[x.dim() - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = i < a ? i : i + 1;
    }
    return Dispatch.apply(RENORM_FACTOR.with(maxNorm), x, norm(x, p, others, true));
  }

  private static final ElementwiseOp AT_LEAST = ElementwiseOp.declare("clamp_min", "ClampMinBackward0", "x", "low", 0,
      "x < low ? low : x");

  /** As {@link #AT_LEAST}, with the slope 1 everywhere. */
  private static final ElementwiseOp LIFTED = ElementwiseOp.declare("clamp_min", "ClampMinBackward0", "x", "low", 0,
      "x < low ? low : x", "1");

  /** {@code x} divided by its p-norm along {@code axis}, or by {@code eps} if that is larger. */
  static Tensor normalize(Tensor x, double p, int axis, double eps) {
    return x.div(Dispatch.apply(AT_LEAST.with(eps), norm(x, p, new int[] {axis}, true)));
  }

  /** The cosine of the angle between {@code a} and {@code b} along {@code axis}; norms below {@code eps} count as {@code eps}. */
  static Tensor cosineSimilarity(Tensor a, Tensor b, int axis, double eps) {
    var type = Promotion.resultType(a, b);
    if (!type.isFloating()) {
      throw new DTypeException("expected common dtype to be floating point, yet common dtype is " + type.scalarName());
    }
    int rank = Math.max(a.dim(), b.dim());
    int[] axes = {dev.nabla.type.Shape.normalizeAxis(axis, rank) - rank};
    dev.nabla.type.Shape shape = dev.nabla.type.Shape.broadcast(a.shape(), b.shape());
    Tensor x = a.to(type).expand(shape);
    Tensor y = b.to(type).expand(shape);
    Tensor unitX = x.div(Dispatch.apply(LIFTED.with(eps), norm(x, 2, axes, true)));
    Tensor unitY = y.div(Dispatch.apply(LIFTED.with(eps), norm(y, 2, axes, true)));
    return unitX.mul(unitY).sum(axes, false);
  }

  /** The p-norm of {@code a - b + eps} along the last axis. */
  static Tensor pairwiseDistance(Tensor a, Tensor b, double p, double eps, boolean keepDim) {
    return norm(a.sub(b).add(eps), p, new int[] {-1}, keepDim);
  }
}
