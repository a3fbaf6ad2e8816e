package dev.nabla;

import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Exponentials, norms, ranks and condition numbers of matrices. */
final class MatrixFunctions {
  private MatrixFunctions() {}

  // --- the exponential ---

  /** The exponential {@code Σ Aⁱ / i!}. Its derivative in direction H is the upper right block of the exponential of [[A, H], [0, A]]. */
  record Exp() implements PrimitiveOp {
    /** Coefficients of the diagonal Padé approximant of degree 13, and the norm up to which it is exact in double precision (Higham 2005). */
    private static final double[] PADE = {64764752532480000.0, 32382376266240000.0, 7771770303897600.0,
      1187353796428800.0, 129060195264000.0, 10559470521600.0, 670442572800.0, 33522128640.0, 1323241920.0,
      40840800.0, 960960.0, 16380.0, 182.0, 1.0};

    private static final double EXACT = 5.371920351148152;

    @Override
    public String name() {
      return "linalg_matrix_exp";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      Tensor a = in[0].detach();
      int n = a.size(-1);
      if (a.numel() == 0) {
        return new Tensor[] {a.cloneTensor()};
      }
      Tensor all = a.toDouble().reshape(a.numel() / (n * n), n, n);
      List<Tensor> each = new ArrayList<>();
      for (int b = 0; b < all.size(0); b++) {
        each.add(of(all.select(0, b), n));
      }
      return new Tensor[] {Nabla.stack(each, 0).reshape(a.shape()).to(a.dtype())};
    }

    private static Tensor of(Tensor a, int n) {
      double norm = a.abs().sum(0).amax().item();
      if (!Double.isFinite(norm)) {
        return Nabla.full(a.dtype(), a.shape(), Double.NaN);
      }
      int halvings = Math.max(0, (int) Math.ceil(Math.log(norm / EXACT) / Math.log(2)));
      Tensor x = a.mul(Math.scalb(1.0, -halvings));
      Tensor one = Nabla.eye(n, a.dtype());
      Tensor x2 = x.matmul(x);
      Tensor x4 = x2.matmul(x2);
      Tensor x6 = x4.matmul(x2);
      Tensor odd = x.matmul(polynomial(one, x2, x4, x6, 1));
      Tensor even = polynomial(one, x2, x4, x6, 0);
      Tensor y = Systems.unchecked(even.sub(odd), even.add(odd));
      for (int i = 0; i < halvings; i++) {
        y = y.matmul(y);
      }
      return y;
    }

    /** The terms of the approximant with even powers from {@code x⁰} to {@code x¹²}, by the coefficients from {@code at} on in steps of 2. */
    private static Tensor polynomial(Tensor one, Tensor x2, Tensor x4, Tensor x6, int at) {
      Tensor high = x6.mul(PADE[at + 12]).add(x4.mul(PADE[at + 10])).add(x2.mul(PADE[at + 8]));
      Tensor low = x6.mul(PADE[at + 6]).add(x4.mul(PADE[at + 4])).add(x2.mul(PADE[at + 2])).add(one.mul(PADE[at]));
      return x6.matmul(high).add(low);
    }

    @Override
    public int saves(int needs) {
      return 1;
    }

    @Override
    public Tensor vjp(int i, Saved s, Tensor g) {
      return derivative(s.in(0).mT(), g);
    }

    @Override
    public Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t) {
      return derivative(in[0], Objects.requireNonNull(t[0]));
    }

    private Tensor derivative(Tensor a, Tensor h) {
      int n = a.size(-1);
      Tensor upper = Nabla.cat(List.of(a, h), -1);
      Tensor lower = Nabla.cat(List.of(Nabla.zerosLike(a), a), -1);
      Tensor y = Dispatch.apply(this, Nabla.cat(List.of(upper, lower), -2));
      return y.narrow(-2, 0, n).narrow(-1, n, n);
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, in);
    }
  }

  static Tensor exp(Tensor a) {
    return Dispatch.apply(new Exp(), Matrices.square("linalg.matrix_exp", a));
  }

  // --- norms ---

  /** {@code a} with the two axes of its matrices at the end. */
  private static Tensor matricesLast(String op, Tensor a, int[] axes) {
    if (axes.length != 2) {
      throw new ShapeException(op + ": dim must be a 2-tuple. Got " + Arrays.toString(axes));
    }
    int i = a.shape().axis(axes[0]);
    int j = a.shape().axis(axes[1]);
    if (i == j) {
      throw new ShapeException(op + ": dims must be different. Got (" + axes[0] + ", " + axes[1] + ")");
    }
    return a.movedim(new int[] {i, j}, new int[] {-2, -1});
  }

  /** The norm {@code ord} of the matrices on two axes: fro, nuc, or 1, -1, 2, -2, ∞, -∞. */
  static Tensor matrixNorm(Tensor a, Object ord, int[] axes, boolean keepDim) {
    String op = "linalg.matrix_norm";
    Matrices.check(op, a);
    Tensor x = matricesLast(op, a, axes);
    Tensor y = switch (ord) {
      case String s when s.equals("fro") -> Norms.norm(x, 2, new int[] {-2, -1}, false);
      case String s when s.equals("nuc") -> Spectra.svdvals(x).sum(-1);
      case String s -> throw new NablaException(op + ": Order " + s + " not supported.");
      case Number p -> matrixNorm(x, p.doubleValue());
      default -> throw new NablaException(op + ": Order " + ord + " not supported.");
    };
    if (!keepDim) {
      return y;
    }
    int first = Math.min(a.shape().axis(axes[0]), a.shape().axis(axes[1]));
    int second = Math.max(a.shape().axis(axes[0]), a.shape().axis(axes[1]));
    return y.unsqueeze(first).unsqueeze(second);
  }

  private static Tensor matrixNorm(Tensor x, double p) {
    double size = Math.abs(p);
    if (size != 1 && size != 2 && !Double.isInfinite(size)) {
      throw new NablaException("linalg.matrix_norm: Order " + p + " not supported.");
    }
    Tensor sums = size == 2 ? Spectra.svdvals(x) : x.abs().sum(size == 1 ? -2 : -1);
    if (sums.size(-1) == 0 && p > 0) {
      return sums.sum(-1);
    }
    return p > 0 ? sums.amax(-1) : sums.amin(-1);
  }

  /** The norm of a vector or a matrix, by which of both the axes or the order ask for. */
  static Tensor norm(Tensor a, @Nullable Object ord, int @Nullable [] axes, boolean keepDim) {
    if (axes == null && ord != null && !(a.dim() == 1 || a.dim() == 2)) {
      throw new ShapeException(
          "linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got " + a.dim() + "D.");
    }
    if (axes != null && axes.length != 1 && axes.length != 2) {
      throw new ShapeException("linalg.norm: If dim is specified, it must be of length 1 or 2. Got "
          + Arrays.toString(axes));
    }
    boolean matrix = ord instanceof String
        || ord != null && (axes != null ? axes.length == 2 : a.dim() == 2);
    if (matrix) {
      return matrixNorm(a, Objects.requireNonNull(ord), axes == null ? new int[] {-2, -1} : axes, keepDim);
    }
    double p = ord == null ? 2 : ((Number) ord).doubleValue();
    return Norms.norm(a, p, axes == null ? new int[0] : axes, keepDim);
  }

  /** How much a solution may grow with an error: the norm times the norm of the inverse; ∞ for a singular matrix. */
  static Tensor cond(Tensor a, @Nullable Object ord) {
    Matrices.check("linalg.cond", a);
    if (ord == null || ord instanceof Number p && Math.abs(p.doubleValue()) == 2) {
      Tensor s = Spectra.svdvals(a);
      if (s.size(-1) == 0) {
        return s.sum(-1);
      }
      Tensor largest = s.narrow(-1, 0, 1).squeeze(-1);
      Tensor smallest = s.narrow(-1, s.size(-1) - 1, 1).squeeze(-1);
      return ord instanceof Number p && p.doubleValue() < 0 ? smallest.div(largest) : largest.div(smallest);
    }
    Matrices.square("linalg.cond", a);
    Linalg.InvEx inverse = Systems.inv(a, false);
    int[] axes = {-2, -1};
    Tensor product = matrixNorm(a, ord, axes, false).mul(matrixNorm(regular(inverse), ord, axes, false));
    return Nabla.where(inverse.info().gt(0), Double.POSITIVE_INFINITY, product);
  }

  /** The inverse, with zeros where there is none: norms by singular values take no infinities. */
  private static Tensor regular(Linalg.InvEx inverse) {
    return inverse.inverse().maskedFill(Matrices.perMatrix(inverse.info()).gt(0), 0);
  }

  /** How many singular values are above max(atol, rtol · the largest) (int64). */
  static Tensor rank(Tensor a, @Nullable Double atol, @Nullable Double rtol, boolean hermitian) {
    double absolute = atol == null ? 0 : atol;
    double relative = rtol == null ? Systems.defaultRtol(a, absolute) : rtol;
    Tensor s = sizes(a, hermitian);
    if (s.size(-1) == 0) {
      return count(s, s);
    }
    return count(s, s.amax(-1, true).mul(relative).clampMin(absolute));
  }

  /** As {@link #rank(Tensor, Double, Double, boolean)}, with tolerances for each matrix; where one is absent it is the default. */
  static Tensor rank(Tensor a, @Nullable Tensor atol, @Nullable Tensor rtol, boolean hermitian) {
    Tensor s = sizes(a, hermitian);
    if (s.size(-1) == 0) {
      return count(s, s);
    }
    Tensor absolute = atol == null ? Nabla.zeros(s.dtype()) : atol.to(s.dtype());
    Tensor usual = Nabla.full(s.dtype(), Shape.SCALAR, Systems.defaultRtol(a, 0));
    Tensor relative = rtol != null
        ? rtol.to(s.dtype())
        : atol == null ? usual : Nabla.where(absolute.gt(0.0), 0.0, usual.expandAs(absolute));
    Tensor largest = s.amax(-1, true);
    return count(s, largest.mul(relative.unsqueeze(-1)).maximum(absolute.unsqueeze(-1)));
  }

  private static Tensor sizes(Tensor a, boolean hermitian) {
    Tensor x = a.detach();
    if (hermitian) {
      return Spectra.eigvalsh(x, "L").abs();
    }
    return Spectra.svdvals(Matrices.check("linalg.matrix_rank", x));
  }

  private static Tensor count(Tensor sizes, Tensor threshold) {
    return sizes.gt(threshold).to(DType.INT64).sum(-1);
  }

  // --- Vandermonde ---

  /** The powers 0 to n - 1 of every element, along a new last axis. */
  static Tensor vander(Tensor x, @Nullable Integer n) {
    Tensor column = (x.dim() == 0 ? x.reshape(1) : x).unsqueeze(-1);
    int count = n == null ? column.size(-2) : n;
    if (count <= 1) {
      throw new NablaException("N must be greater than 1.");
    }
    Tensor type = x.dtype() == DType.BOOL ? column.to(DType.INT64) : column;
    Tensor powers = type.expand(type.shape().with(type.dim() - 1, count - 1)).cumprod(-1);
    return Nabla.cat(List.of(Nabla.onesLike(type), powers), -1);
  }
}
