package dev.nabla;

import dev.nabla.kernel.Decompositions;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.GradientException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Matrices as products of triangular and orthogonal ones. */
final class Factorizations {
  private Factorizations() {}

  /**
   * The lower triangular L with positive diagonal and {@code L·Lᵀ = A}, and an int32 for each matrix: 0, or the order of the first leading
   * minor that is not positive. The lower triangle of A is read; derivatives are those of a function of symmetric matrices.
   */
  record Cholesky(String op, boolean check) implements JointOp {
    @Override
    public String name() {
      return "linalg_cholesky_ex";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      MatrixStack a = MatrixStack.of(in[0].detach());
      int[] info = new int[a.count];
      a.forEach((library, b) -> {
        double[] x = a.get(b);
        info[b] = library.cholesky(x, a.n);
        a.set(b, x);
      });
      if (check) {
        a.check(op, info, k -> "The factorization could not be completed because the input is not positive-definite"
            + " (the leading minor of order " + k + " is not positive-definite).");
      }
      return new Tensor[] {a.tensor(in[0].dtype()), MatrixStack.ints(info, a.lead)};
    }

    @Override
    public int saves(int needs) {
      return 1 << OUTPUT;
    }

    /** {@code L⁻ᵀ·sym(Φ(Lᵀ·g))·L⁻¹}, where Φ takes the lower triangle with half the diagonal (Murray, arXiv:1602.07527). */
    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor dl = g[0];
      if (dl == null) {
        return new @Nullable Tensor[] {null};
      }
      Tensor l = s.out();
      Tensor middle = Matrices.symmetric(Matrices.lowerHalf(l.mT().matmul(dl)));
      Tensor left = Triangular.solve(l.mT(), middle, true, true, false);
      return new @Nullable Tensor[] {Triangular.solve(l, left, false, false, false)};
    }

    /** {@code L·Φ(L⁻¹·dA·L⁻ᵀ)}. */
    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor l = out[0];
      Tensor da = Matrices.symmetric(Objects.requireNonNull(t[0]));
      Tensor left = Triangular.solve(l, da, false, true, false);
      Tensor middle = Triangular.solve(l.mT(), left, true, false, false);
      return new @Nullable Tensor[] {l.matmul(Matrices.lowerHalf(middle)), null};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, in);
    }
  }

  /** The factor and whether it exists. */
  static Linalg.CholeskyEx cholesky(String op, Tensor a, boolean upper, boolean check) {
    Matrices.square(op, a);
    Tensor[] out = Dispatch.applyAll(new Cholesky(op, check), new Tensor[] {upper ? a.mT() : a});
    return new Linalg.CholeskyEx(upper ? out[0].mT() : out[0], out[1]);
  }

  // --- LU ---

  /**
   * {@code A = P·L·U} for A [B…, m, n]: L (unit diagonal, not stored) and U in one matrix, the row exchanges [B…, min(m, n)] (int32, counted
   * from 1), and an int32 for each matrix: 0, or the place of the first zero on the diagonal of U.
   */
  record Lu(boolean check) implements JointOp {
    @Override
    public String name() {
      return "linalg_lu_factor_ex";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      MatrixStack a = MatrixStack.of(in[0].detach());
      int k = Math.min(a.m, a.n);
      int[] pivots = new int[a.count * k];
      int[] info = new int[a.count];
      a.forEach((library, b) -> {
        double[] x = a.get(b);
        info[b] = factor(library, x, a.m, a.n, pivots, b * k);
        a.set(b, x);
      });
      if (check) {
        a.check("linalg.lu_factor", info, i -> "U[" + i + "," + i
            + "] is zero and using it on lu_solve would result in a division by zero. If you still want to perform the"
            + " factorization, consider calling linalg.lu(A, pivot) or linalg.lu_factor_ex(A, pivot)");
      }
      Shape places = MatrixStack.shape(a.lead, k);
      return new Tensor[] {a.tensor(in[0].dtype()), MatrixStack.ints(pivots, places), MatrixStack.ints(info, a.lead)};
    }

    /** Factors one matrix; returns the place of the first zero pivot, counted from 1, or 0. */
    static int factor(Decompositions library, double[] x, int m, int n, int[] pivots, int at) {
      int k = Math.min(m, n);
      int[] swaps = new int[k];
      library.lu(x, m, n, swaps);
      int zero = 0;
      for (int i = k - 1; i >= 0; i--) {
        pivots[at + i] = swaps[i] + 1;
        zero = x[i * n + i] == 0 ? i + 1 : zero;
      }
      return zero;
    }

    @Override
    public int saves(int needs) {
      return 1 << OUTPUT | 1 << OUTPUT + 1;
    }

    /**
     * Square: {@code P·L⁻ᵀ·(tril(Lᵀ·gL, -1) + triu(gU·Uᵀ))·U⁻ᵀ}. What a wide matrix has on the right, or a tall one below, depends on its
     * square part, whose cotangents take a correction for that.
     */
    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor d = g[0];
      if (d == null) {
        return new @Nullable Tensor[] {null};
      }
      Tensor lu = s.out();
      int m = lu.size(-2);
      int n = lu.size(-1);
      int k = Math.min(m, n);
      Tensor square = Matrices.rows(Matrices.columns(lu, k), k);
      Tensor gs = Matrices.rows(Matrices.columns(d, k), k);
      Tensor lower = lower(square).mT().matmul(gs.tril(-1));
      Tensor upper = gs.triu().matmul(square.triu().mT());
      Tensor rest = null;
      if (m < n) {
        rest = d.narrow(-1, k, n - k);
        lower = lower.sub(rest.matmul(lu.narrow(-1, k, n - k).mT()));
        rest = Triangular.solve(square.mT(), rest, true, true, true);
      } else if (m > n) {
        rest = d.narrow(-2, k, m - k);
        upper = upper.sub(lu.narrow(-2, k, m - k).mT().matmul(rest));
        rest = Triangular.solve(square.mT(), rest, false, false, false);
      }
      Tensor middle = lower.tril(-1).add(upper.triu());
      middle = Triangular.solve(square.mT(), middle, true, true, true);
      middle = Triangular.solve(square.mT(), middle, false, false, false);
      Tensor da = rest == null ? middle : Nabla.cat(List.of(middle, rest), m < n ? -1 : -2);
      return new @Nullable Tensor[] {Triangular.permuted(da, s.out(1), true)};
    }

    /** Square: with {@code F = L⁻¹·Pᵀ·dA·U⁻¹}, {@code dL = L·tril(F, -1)} and {@code dU = triu(F)·U}. */
    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor lu = out[0];
      int m = lu.size(-2);
      int n = lu.size(-1);
      int k = Math.min(m, n);
      Tensor da = Triangular.permuted(Objects.requireNonNull(t[0]), out[1], false);
      Tensor square = Matrices.rows(Matrices.columns(lu, k), k);
      Tensor f = Matrices.rows(Matrices.columns(da, k), k);
      f = Triangular.solve(square, f, false, true, true);
      f = Triangular.solve(square, f, true, false, false);
      Tensor dl = lower(square).matmul(f.tril(-1));
      Tensor du = f.triu().matmul(square.triu());
      Tensor dlu = dl.add(du);
      if (m < n) {
        Tensor rest = da.narrow(-1, k, n - k).sub(dl.matmul(lu.narrow(-1, k, n - k)));
        dlu = Nabla.cat(List.of(dlu, Triangular.solve(square, rest, false, true, true)), -1);
      } else if (m > n) {
        Tensor rest = da.narrow(-2, k, m - k).sub(lu.narrow(-2, k, m - k).matmul(du));
        dlu = Nabla.cat(List.of(dlu, Triangular.solve(square, rest, true, false, false)), -2);
      }
      return new @Nullable Tensor[] {dlu, null, null};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, in);
    }
  }

  /** L of a packed factorization [B…, m, n]: [B…, m, min(m, n)]. */
  private static Tensor lower(Tensor lu) {
    int k = Math.min(lu.size(-2), lu.size(-1));
    return Matrices.columns(lu, k).tril(-1).add(Nabla.eye(lu.size(-2), k, lu.dtype()));
  }

  /** U of a packed factorization [B…, m, n]: [B…, min(m, n), n]. */
  private static Tensor upper(Tensor lu) {
    return Matrices.rows(lu, Math.min(lu.size(-2), lu.size(-1))).triu();
  }

  /** The packed factors, the pivots and what is zero. */
  static Linalg.LuFactorEx luFactor(String op, Tensor a, boolean pivot, boolean check) {
    Matrices.check(op, a);
    if (!pivot) {
      throw new NablaException(op + ": LU without pivoting is not implemented on the CPU");
    }
    Tensor[] out = Dispatch.applyAll(new Lu(check), new Tensor[] {a});
    return new Linalg.LuFactorEx(out[0], out[1], out[2]);
  }

  /** P, L and U of a packed factorization. */
  static Linalg.Lu luUnpack(Tensor lu, Tensor pivots) {
    Matrices.check("lu_unpack", lu);
    if (pivots.dtype() != DType.INT32) {
      throw new DTypeException(
          "lu_unpack: LU_pivots is expected to be a contiguous tensor of torch.int32 dtype; got " + pivots.type());
    }
    int m = lu.size(-2);
    Tensor identity = Nabla.eye(m, lu.dtype()).expand(MatrixStack.shape(MatrixStack.lead(lu.shape(), 2), m, m));
    return new Linalg.Lu(Triangular.permuted(identity, pivots, true), lower(lu), upper(lu));
  }

  // --- QR ---

  /** {@code A = Q·R} with orthonormal columns in Q [B…, m, k] and R [B…, k, n]; k is min(m, n), or m if {@code complete}. */
  record Qr(boolean complete) implements JointOp {
    @Override
    public String name() {
      return "linalg_qr";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      MatrixStack a = MatrixStack.of(in[0].detach());
      int k = complete ? a.m : Math.min(a.m, a.n);
      MatrixStack q = MatrixStack.like(a, a.m, k);
      MatrixStack r = MatrixStack.like(a, k, a.n);
      if (a.n == 0) {
        for (int b = 0; b < q.count; b++) {
          q.set(b, identity(a.m, k));
        }
      }
      a.forEach((library, b) -> {
        double[] x = a.get(b);
        double[] tau = new double[Math.min(a.m, a.n)];
        if (a.isFinite(b)) {
          library.qr(x, a.m, a.n, tau);
        } else {
          Arrays.fill(x, Double.NaN);
          Arrays.fill(tau, Double.NaN);
        }
        q.set(b, product(x, a.m, a.n, tau, k));
        double[] y = new double[k * a.n];
        for (int i = 0; i < Math.min(k, a.n); i++) {
          System.arraycopy(x, i * a.n + i, y, i * a.n + i, a.n - i);
        }
        r.set(b, y);
      });
      return new Tensor[] {q.tensor(in[0].dtype()), r.tensor(in[0].dtype())};
    }

    private static double[] identity(int m, int k) {
      double[] q = new double[m * k];
      for (int i = 0; i < Math.min(m, k); i++) {
        q[i * k + i] = 1;
      }
      return q;
    }

    /** The first {@code k} columns of the product of the reflectors below the diagonal of {@code x} [m, n]. */
    private static double[] product(double[] x, int m, int n, double[] tau, int k) {
      double[] q = identity(m, k);
      double[] row = new double[k];
      for (int j = tau.length - 1; j >= 0; j--) {
        for (int c = 0; c < k; c++) {
          row[c] = q[j * k + c];
        }
        for (int i = j + 1; i < m; i++) {
          double v = x[i * n + j];
          for (int c = 0; c < k; c++) {
            row[c] += v * q[i * k + c];
          }
        }
        for (int i = j; i < m; i++) {
          double v = tau[j] * (i == j ? 1 : x[i * n + j]);
          for (int c = 0; c < k; c++) {
            q[i * k + c] -= v * row[c];
          }
        }
      }
      return q;
    }

    @Override
    public int saves(int needs) {
      return 1 << OUTPUT | 1 << OUTPUT + 1;
    }

    private void checkDerivative(int m, int n) {
      if (complete && m > n) {
        throw new GradientException(
            "The QR decomposition is not differentiable when mode='complete' and nrows > ncols.");
      }
    }

    /**
     * Not wide: {@code (gQ + Q·sym(triu(gR·Rᵀ - Qᵀ·gQ)))·R⁻ᵀ}, sym(X) being X + Xᵀ with the diagonal of X (Walter and Lehmann,
     * arXiv:1009.6112). A wide matrix is its square part and {@code Q·R₂}.
     */
    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      int m = s.inType(0).shape().dim(s.inType(0).shape().rank() - 2);
      int n = s.inType(0).shape().dim(s.inType(0).shape().rank() - 1);
      checkDerivative(m, n);
      Tensor q = s.out();
      Tensor r = s.out(1);
      Tensor gq = PrimitiveOp.orZeros(g[0], s.outType(0));
      Tensor gr = PrimitiveOp.orZeros(g[1], s.outType(1));
      if (m >= n) {
        return new @Nullable Tensor[] {square(q, r, gq, gr)};
      }
      Tensor rest = gr.narrow(-1, m, n - m);
      Tensor gq1 = gq.add(q.matmul(r.narrow(-1, m, n - m)).matmul(rest.mT()));
      Tensor first = square(q, r.narrow(-1, 0, m), gq1, gr.narrow(-1, 0, m));
      return new @Nullable Tensor[] {Nabla.cat(List.of(first, q.matmul(rest)), -1)};
    }

    private static Tensor square(Tensor q, Tensor r, Tensor gq, Tensor gr) {
      Tensor middle = gr.matmul(r.mT()).sub(q.mT().matmul(gq)).triu();
      Tensor sym = middle.add(middle.triu(1).mT());
      return Triangular.solve(r.mT(), gq.add(q.matmul(sym)), false, false, false);
    }

    /** With {@code W = Qᵀ·dA·R⁻¹} and the skew Ω that has its strict lower triangle: {@code dR = (W - Ω)·R, dQ = dA·R⁻¹ - Q·(W - Ω)}. */
    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor da = Objects.requireNonNull(t[0]);
      Tensor q = out[0];
      int m = da.size(-2);
      int n = da.size(-1);
      checkDerivative(m, n);
      Tensor r = Matrices.columns(out[1], Math.min(m, n));
      Tensor x = Triangular.solve(r, Matrices.columns(da, Math.min(m, n)), true, false, false);
      Tensor w = q.mT().matmul(x);
      Tensor lower = w.tril(-1);
      Tensor omega = lower.sub(lower.mT());
      Tensor rest = w.sub(omega);
      Tensor dq = x.sub(q.matmul(rest));
      Tensor dr = rest.matmul(r);
      if (m < n) {
        Tensor r2 = out[1].narrow(-1, m, n - m);
        Tensor dr2 = q.mT().matmul(da.narrow(-1, m, n - m)).sub(omega.matmul(r2));
        dr = Nabla.cat(List.of(dr, dr2), -1);
      }
      return new @Nullable Tensor[] {dq, dr};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, in);
    }
  }

  /** The factors; Q is empty, and R without gradient, in mode {@code r}. */
  static Linalg.Qr qr(Tensor a, String mode) {
    Matrices.check("linalg.qr", a);
    return switch (mode) {
      case "reduced", "complete" -> {
        Tensor[] out = Dispatch.applyAll(new Qr(mode.equals("complete")), new Tensor[] {a});
        yield new Linalg.Qr(out[0], out[1]);
      }
      case "r" -> {
        Tensor[] out = Dispatch.applyAll(new Qr(false), new Tensor[] {a.detach()});
        yield new Linalg.Qr(Nabla.zeros(a.dtype(), 0), out[1]);
      }
      default -> throw new NablaException("qr received unrecognized mode '" + mode
          + "' but expected one of 'reduced' (default), 'r', or 'complete'");
    };
  }

  /**
   * The first n columns of the product of the reflectors {@code I - tau_i·v_i·v_iᵀ}, whose v_i stand below the diagonal of a [B…, m, n],
   * with 1 on it; tau [B…, k].
   */
  record HouseholderProduct() implements CompositeOp {
    @Override
    public String name() {
      return "linalg_householder_product";
    }

    @Override
    public Tensor compute(Tensor[] in) {
      return reflect(in[0], in[1], identity(in[0]), false);
    }

    private static Tensor identity(Tensor a) {
      return Nabla.eye(a.size(-2), a.size(-1), a.dtype()).expand(a.shape());
    }

    @Override
    public Tensor run(Tensor[] in) {
      MatrixStack a = MatrixStack.of(in[0].detach());
      MatrixStack tau = MatrixStack.of(in[1].detach().unsqueeze(-1));
      for (int b = 0; b < a.count; b++) {
        a.set(b, Qr.product(a.get(b), a.m, a.n, tau.get(b), a.n));
      }
      return a.tensor(in[0].dtype());
    }

    @Override
    public int saves(int needs) {
      return 3;
    }

    @Override
    public boolean joint() {
      return true;
    }

    @Override
    public @Nullable Tensor vjp(int i, Saved s, Tensor g) {
      return vjpAll(s, new @Nullable Tensor[] {g})[i];
    }

    /** Back through the reflections, the first of which was made last: {@code y - tau·v·vᵀ·y} for what each of them got. */
    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor dy = g[0];
      Tensor a = s.in(0);
      Tensor tau = s.in(1);
      int k = tau.size(-1);
      if (dy == null || k == 0 || a.numel() == 0) {
        return new @Nullable Tensor[] {null, null}; // as in PyTorch
      }
      Tensor v = lower(Matrices.columns(a, k));
      Tensor[] got = new Tensor[k];
      got[k - 1] = identity(a);
      for (int i = k - 1; i > 0; i--) {
        got[i - 1] = reflect(v.narrow(-1, i, 1), factor(tau, i), got[i]);
      }
      Tensor[] dv = new Tensor[k];
      Tensor[] dtau = new Tensor[k];
      for (int i = 0; i < k; i++) {
        Tensor vi = v.narrow(-1, i, 1);
        Tensor gv = dy.mT().matmul(vi);
        Tensor yv = got[i].mT().matmul(vi);
        dtau[i] = gv.mul(yv).sum(-2).neg();
        dv[i] = dy.matmul(yv).add(got[i].matmul(gv)).mul(factor(tau, i)).neg();
        dy = reflect(vi, factor(tau, i), dy);
      }
      Tensor da = Nabla.cat(List.of(dv), -1).tril(-1);
      if (k < a.size(-1)) {
        da = Nabla.cat(List.of(da, Nabla.zerosLike(a.narrow(-1, k, a.size(-1) - k))), -1);
      }
      return new @Nullable Tensor[] {da, Nabla.cat(List.of(dtau), -1)};
    }
  }

  /** {@code tau[i]} as a factor of matrices. */
  private static Tensor factor(Tensor tau, int i) {
    return tau.narrow(-1, i, 1).unsqueeze(-1);
  }

  /** {@code y - tau·v·vᵀ·y} for a column v. */
  private static Tensor reflect(Tensor v, Tensor tau, Tensor y) {
    return y.sub(v.mul(tau).matmul(v.mT().matmul(y)));
  }

  static Tensor householderProduct(Tensor a, Tensor tau) {
    checkReflectors("linalg.householder_product", a, tau);
    return Dispatch.apply(new HouseholderProduct(), a, tau);
  }

  private static void checkReflectors(String op, Tensor a, Tensor tau) {
    Matrices.check(op, a);
    Matrices.sameType(op, a, tau);
    if (a.size(-2) < a.size(-1)) {
      throw new ShapeException(
          op + ": input.shape[-2] must be greater than or equal to input.shape[-1]; got " + a.type());
    }
    if (tau.dim() != a.dim() - 1 || tau.size(-1) > a.size(-1)) {
      throw new ShapeException(
          op + ": input.shape[-1] must be greater than or equal to tau.shape[-1], and their leading axes equal; got "
              + a.type() + " and " + tau.type());
    }
  }

  /** The product of the reflectors, or of its transpose, times {@code x}. */
  private static Tensor reflect(Tensor a, Tensor tau, Tensor x, boolean transposed) {
    int k = tau.size(-1);
    Tensor v = lower(Matrices.columns(a, k));
    Tensor y = x;
    for (int step = 0; step < k; step++) {
      int i = transposed ? step : k - 1 - step;
      y = reflect(v.narrow(-1, i, 1), factor(tau, i), y);
    }
    return k == 0 ? y.cloneTensor() : y;
  }

  /** {@code Q·x}, {@code Qᵀ·x}, {@code x·Q} or {@code x·Qᵀ} for the square orthogonal Q that the reflectors make. */
  static Tensor ormqr(Tensor a, Tensor tau, Tensor x, boolean left, boolean transpose) {
    checkReflectors("ormqr", a, tau);
    Matrices.sameType("ormqr", a, x);
    if (x.dim() < 2 || x.size(left ? -2 : -1) != a.size(-2)) {
      throw new ShapeException("ormqr: other.shape[" + (left ? -2 : -1)
          + "] must be equal to input.shape[-2]; got " + x.type() + " and " + a.type());
    }
    return left ? reflect(a, tau, x, transpose) : reflect(a, tau, x.mT(), !transpose).mT();
  }
}
