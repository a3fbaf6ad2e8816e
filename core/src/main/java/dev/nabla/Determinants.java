package dev.nabla;

import dev.nabla.kernel.Decompositions;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Determinants, their logarithms, and the cofactors that are their derivatives. */
final class Determinants {
  private Determinants() {}

  /** The determinant of every matrix. */
  record Det() implements PrimitiveOp {
    @Override
    public String name() {
      return "linalg_det";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      MatrixStack a = MatrixStack.of(in[0].detach());
      MatrixStack y = ones(a);
      a.forEach((library, b) -> {
        double[] lu = a.get(b);
        int[] pivots = new int[a.n];
        Factorizations.Lu.factor(library, lu, a.n, a.n, pivots, 0);
        double product = sign(pivots);
        for (int i = 0; i < a.n; i++) {
          product *= lu[i * a.n + i];
        }
        y.set(b, new double[] {product});
      });
      return new Tensor[] {y.numbers(in[0].dtype())};
    }

    @Override
    public int saves(int needs) {
      return 1;
    }

    /** Nothing for matrices without elements, as in PyTorch. */
    @Override
    public @Nullable Tensor vjp(int i, Saved s, Tensor g) {
      return s.inType(0).shape().numel() == 0 ? null : Matrices.perMatrix(g).mul(cofactors(s.in(0)));
    }

    @Override
    public Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t) {
      return Matrices.dot(cofactors(in[0]), Objects.requireNonNull(t[0]));
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, in);
    }
  }

  /** One number for each matrix of {@code a}, all 1: what an empty product is. */
  private static MatrixStack ones(MatrixStack a) {
    MatrixStack y = MatrixStack.like(a, 1, 1);
    for (int b = 0; b < y.count; b++) {
      y.set(b, new double[] {1});
    }
    return y;
  }

  /** The sign of the permutation that the exchanges make. */
  private static double sign(int[] pivots) {
    double sign = 1;
    for (int i = 0; i < pivots.length; i++) {
      sign = pivots[i] == i + 1 ? sign : -sign;
    }
    return sign;
  }

  /** A matrix U·diag(s)·Vᵀ, and det(U·V), which is 1 or -1. */
  private record Rotated(int n, double[] u, double[] s, double[] vt, double turn) {
    static Rotated of(Decompositions library, double[] a, int n) {
      double[] s = new double[n];
      double[] u = new double[n * n];
      double[] vt = new double[n * n];
      if (!library.svd(a.clone(), n, n, false, s, u, vt)) {
        throw Matrices.unconverged("linalg.det");
      }
      return new Rotated(n, u, s, vt, orientation(library, u, n) * orientation(library, vt, n));
    }

    private static double orientation(Decompositions library, double[] q, int n) {
      double[] lu = q.clone();
      int[] pivots = new int[n];
      Factorizations.Lu.factor(library, lu, n, n, pivots, 0);
      double sign = sign(pivots);
      for (int i = 0; i < n; i++) {
        sign *= Math.signum(lu[i * n + i]);
      }
      return sign;
    }

    /** The product of the singular values but {@code s[i]} and {@code s[j]}. */
    double without(int i, int j) {
      double product = 1;
      for (int k = 0; k < n; k++) {
        product *= k == i || k == j ? 1 : s[k];
      }
      return product;
    }

    /** {@code turn·U·middle·Vᵀ}. */
    double[] outside(double[] middle) {
      double[] y = product(u, false, product(middle, false, vt, false), false);
      for (int i = 0; i < y.length; i++) {
        y[i] *= turn;
      }
      return y;
    }

    /** {@code Uᵀ·h·V}. */
    double[] inside(double[] h) {
      return product(u, true, product(h, false, vt, true), false);
    }

    private double[] product(double[] a, boolean at, double[] b, boolean bt) {
      double[] c = new double[n * n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double factor = at ? a[j * n + i] : a[i * n + j];
          for (int k = 0; k < n; k++) {
            c[i * n + k] += factor * (bt ? b[k * n + j] : b[j * n + k]);
          }
        }
      }
      return c;
    }
  }

  /**
   * Note [Cofactors]: the matrix of cofactors C, {@code d det = ⟨C, dA⟩}. It is {@code det(A)·A⁻ᵀ}, but exists for singular matrices too, so
   * these take the singular value decomposition: the cofactors of U·diag(s)·Vᵀ are det(U·V)·U·diag(∏ of the other s)·Vᵀ. So does their own
   * derivative, {@link Slope}: for a diagonal matrix, dC[i, i] is the sum over j of H[j, j]·∏(s without i and j), and dC[i, j] is
   * -H[j, i]·∏(s without i and j). Nothing is divided by.
   */
  private record Cofactors() implements PrimitiveOp {
    @Override
    public String name() {
      return "cofactors";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      MatrixStack a = MatrixStack.of(in[0].detach());
      MatrixStack y = MatrixStack.like(a, a.n, a.n);
      a.forEach((library, b) -> y.set(b, a.isFinite(b) ? of(library, a.get(b), a.n) : unknown(a.n)));
      return new Tensor[] {y.tensor(in[0].dtype())};
    }

    private static double[] unknown(int n) {
      double[] y = new double[n * n];
      Arrays.fill(y, Double.NaN);
      return y;
    }

    private static double[] of(Decompositions library, double[] a, int n) {
      double[] lu = a.clone();
      int[] pivots = new int[n];
      int zero = Factorizations.Lu.factor(library, lu, n, n, pivots, 0);
      double[] y = new double[n * n];
      if (zero != 0) {
        Rotated r = Rotated.of(library, a, n);
        for (int i = 0; i < n; i++) {
          y[i * n + i] = r.without(i, i);
        }
        return r.outside(y);
      }
      double det = sign(pivots);
      for (int i = 0; i < n; i++) {
        det *= lu[i * n + i];
        y[i * n + i] = 1;
      }
      Systems.Solve.solve(lu, pivots, n, y, n);
      double[] c = new double[n * n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          c[i * n + j] = det * y[j * n + i];
        }
      }
      return c;
    }

    @Override
    public int saves(int needs) {
      return 1;
    }

    @Override
    public Tensor vjp(int i, Saved s, Tensor g) {
      return Dispatch.apply(new Slope(), s.in(0), g);
    }

    @Override
    public Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t) {
      return Dispatch.apply(new Slope(), in[0], Objects.requireNonNull(t[0]));
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, in);
    }
  }

  /** The derivative of the cofactors of A in direction H; linear in H and its own adjoint. See Note [Cofactors]. */
  private record Slope() implements JointOp {
    @Override
    public String name() {
      return "cofactors_slope";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      MatrixStack a = MatrixStack.of(in[0].detach());
      MatrixStack h = MatrixStack.of(in[1].detach());
      a.forEach((library, b) -> h.set(b,
          a.isFinite(b) ? of(Rotated.of(library, a.get(b), a.n), h.get(b)) : Cofactors.unknown(a.n)));
      return new Tensor[] {h.tensor(in[1].dtype())};
    }

    private static double[] of(Rotated r, double[] direction) {
      int n = r.n;
      double[] h = r.inside(direction);
      double[] y = new double[n * n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          if (j != i) {
            double rest = r.without(i, j);
            y[i * n + i] += h[j * n + j] * rest;
            y[i * n + j] = -h[j * n + i] * rest;
          }
        }
      }
      return r.outside(y);
    }

    @Override
    public int saves(int needs) {
      return (needs & 1) != 0 ? 3 : 1;
    }

    /** By H exactly; by A from {@code C·⟨A⁻ᵀ, H⟩ - C·Hᵀ·A⁻ᵀ}, which needs an inverse. */
    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor dy = g[0];
      if (dy == null) {
        return new @Nullable Tensor[] {null, null};
      }
      Tensor a = s.in(0);
      Tensor dh = s.needs(1) ? Dispatch.apply(this, a, dy) : null;
      return new @Nullable Tensor[] {s.needs(0) ? byMatrix(a, s.in(1), dy) : null, dh};
    }

    /** The gradient by A of {@code ⟨dy, slope(A, h)⟩ = det·(tr(Y·h)·tr(Y·dy) - tr(Y·h·Y·dy))} with Y = A⁻¹ and h, dy transposed inside. */
    private static Tensor byMatrix(Tensor a, Tensor h, Tensor dy) {
      Tensor y = Systems.inv(a, false).inverse();
      Tensor yt = y.mT();
      Tensor det = Dispatch.apply(new Det(), a);
      Tensor p = Matrices.dot(yt, h);
      Tensor q = Matrices.dot(yt, dy);
      Tensor yh = y.matmul(h);
      Tensor yd = y.matmul(dy);
      Tensor both = yh.matmul(yd);
      Tensor value = p.mul(q).sub(both.diagonal(0, -2, -1).sum(-1));
      Tensor slope = Matrices.perMatrix(value).mul(y)
          .sub(Matrices.perMatrix(q).mul(yh.matmul(y))).sub(Matrices.perMatrix(p).mul(yd.matmul(y)))
          .add(both.matmul(y)).add(yd.matmul(yh).matmul(y));
      return Matrices.perMatrix(det).mul(slope).mT();
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor byA = t[0] == null ? null : byDirection(in[0], in[1], t[0]);
      if (t[1] == null) {
        return new @Nullable Tensor[] {byA};
      }
      return new @Nullable Tensor[] {Matrices.plus(byA, Dispatch.apply(this, in[0], t[1]))};
    }

    /** The second derivative of the cofactors: the first is symmetric in H and the cotangent, so this is {@link #byMatrix} once more. */
    private static Tensor byDirection(Tensor a, Tensor h, Tensor da) {
      return byMatrix(a, h, da);
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, BatchRules.all(in, batched));
    }
  }

  private static Tensor cofactors(Tensor a) {
    return Dispatch.apply(new Cofactors(), a);
  }

  /** The sign of the determinant and the logarithm of its size: 0 and -∞ for a singular matrix. */
  record SlogDet() implements JointOp {
    @Override
    public String name() {
      return "linalg_slogdet";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      MatrixStack a = MatrixStack.of(in[0].detach());
      MatrixStack signs = ones(a);
      MatrixStack logs = MatrixStack.like(a, 1, 1);
      a.forEach((library, b) -> {
        double[] lu = a.get(b);
        int[] pivots = new int[a.n];
        Factorizations.Lu.factor(library, lu, a.n, a.n, pivots, 0);
        double sign = sign(pivots);
        double log = 0;
        for (int i = 0; i < a.n; i++) {
          sign *= Math.signum(lu[i * a.n + i]);
          log += Math.log(Math.abs(lu[i * a.n + i]));
        }
        signs.set(b, new double[] {sign});
        logs.set(b, new double[] {log});
      });
      return new Tensor[] {signs.numbers(in[0].dtype()), logs.numbers(in[0].dtype())};
    }

    @Override
    public int saves(int needs) {
      return 1;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      return new @Nullable Tensor[] {g[1] == null ? null : Matrices.perMatrix(g[1]).mul(inverseTransposed(s.in(0)))};
    }

    private static Tensor inverseTransposed(Tensor a) {
      return Systems.inv(a, false).inverse().mT();
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor da = Objects.requireNonNull(t[0]);
      return new @Nullable Tensor[] {null, Matrices.dot(inverseTransposed(in[0]), da)};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, in);
    }
  }

  static Tensor det(Tensor a) {
    return Dispatch.apply(new Det(), Matrices.square("linalg.det", a));
  }

  static Linalg.SlogDet slogdet(String op, Tensor a) {
    Tensor[] out = Dispatch.applyAll(new SlogDet(), new Tensor[] {Matrices.square(op, a)});
    return new Linalg.SlogDet(out[0], out[1]);
  }

  /** The logarithm of the determinant: NaN if that is negative, -∞ if it is 0. */
  static Tensor logdet(Tensor a) {
    Linalg.SlogDet parts = slogdet("logdet", a);
    return Nabla.where(parts.sign().detach().lt(0.0), Double.NaN, parts.logabsdet());
  }
}
