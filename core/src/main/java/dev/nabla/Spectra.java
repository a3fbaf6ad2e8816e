package dev.nabla;

import dev.nabla.type.DType;
import dev.nabla.type.LinAlgException;
import dev.nabla.type.NablaException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Eigenvalues and singular values with their vectors. */
final class Spectra {
  private Spectra() {}

  private static final int FAILED = 1;
  private static final int NOT_FINITE = 2;

  private static String reason(int info) {
    return "The algorithm failed to converge because the input matrix "
        + (info == NOT_FINITE
            ? "contained non-finite values."
            : "is ill-conditioned or has too many repeated values.");
  }

  /** Whether vectors will be asked for by a backward or forward rule. */
  private static boolean derivatives(Tensor a) {
    return a.level() != null || GradMode.isEnabled() && a.requiresGrad();
  }

  /**
   * The eigenvalues of a symmetric A, ascending, and unit eigenvectors as columns (none unless {@code vectors}). The lower triangle is read;
   * derivatives are those of a function of symmetric matrices.
   */
  record Eigh(String op, boolean vectors) implements JointOp {
    @Override
    public String name() {
      return "linalg_eigh";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      MatrixStack a = MatrixStack.of(Matrices.fromLower(in[0].detach()));
      MatrixStack l = MatrixStack.like(a, 1, a.n);
      MatrixStack v = vectors ? MatrixStack.like(a, a.n, a.n) : MatrixStack.like(a, 0, 0);
      int[] info = new int[a.count];
      a.forEach((library, b) -> {
        double[] values = new double[a.n];
        double[] columns = vectors ? new double[a.n * a.n] : null;
        if (!a.isFinite(b)) {
          info[b] = NOT_FINITE;
        } else if (!library.eigh(a.get(b), a.n, values, columns)) {
          info[b] = FAILED;
        }
        l.set(b, values);
        if (columns != null) {
          v.set(b, columns);
        }
      });
      a.check(op, info, Spectra::reason);
      DType dtype = in[0].dtype();
      return vectors ? new Tensor[] {l.vectors(dtype), v.tensor(dtype)} : new Tensor[] {l.vectors(dtype)};
    }

    @Override
    public int saves(int needs) {
      return 1 << OUTPUT | 1 << OUTPUT + 1;
    }

    /** {@code V·(diag(gL) + skew(Vᵀ·gV) / E)·Vᵀ} with {@code E[i, j] = L[j] - L[i]}. */
    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor v = s.out(1);
      Tensor middle = g[0] == null ? null : g[0].diagEmbed();
      if (g[1] != null) {
        Tensor x = v.mT().matmul(g[1]);
        middle = Matrices.plus(middle, x.sub(x.mT()).mul(0.5).div(Matrices.gaps(s.out())));
      }
      return new @Nullable Tensor[] {middle == null ? null : v.matmul(middle).matmul(v.mT())};
    }

    /** With {@code P = Vᵀ·dA·V}: {@code dL = diag(P), dV = V·(P / E)}. */
    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor v = out[1];
      Tensor p = v.mT().matmul(Matrices.symmetric(Objects.requireNonNull(t[0]))).matmul(v);
      return new @Nullable Tensor[] {p.diagonal(0, -2, -1), v.matmul(p.div(Matrices.gaps(out[0])))};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, in);
    }
  }

  private static Tensor triangle(String op, Tensor a, String uplo) {
    Matrices.square(op, a);
    return switch (uplo) {
      case "L", "l" -> a;
      case "U", "u" -> a.mT();
      default -> throw new NablaException(
          op + ": Expected UPLO argument to be 'L' or 'U', but got " + uplo);
    };
  }

  static Linalg.Eigh eigh(Tensor a, String uplo) {
    Tensor[] out = Dispatch.applyAll(new Eigh("linalg.eigh", true), new Tensor[] {triangle("linalg.eigh", a, uplo)});
    return new Linalg.Eigh(out[0], out[1]);
  }

  static Tensor eigvalsh(Tensor a, String uplo) {
    Tensor matrix = triangle("linalg.eigvalsh", a, uplo);
    return Dispatch.applyAll(new Eigh("linalg.eigvalsh", derivatives(a)), new Tensor[] {matrix})[0];
  }

  // --- singular values ---

  /**
   * {@code A = U·diag(S)·Vᵀ}: U [B…, m, k], S [B…, k] descending, Vᵀ [B…, k, n]; square U and V if {@code full}, whose further columns count
   * as constant; S alone unless {@code vectors}.
   */
  record Svd(String op, boolean full, boolean vectors) implements JointOp {
    @Override
    public String name() {
      return "linalg_svd";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      MatrixStack a = MatrixStack.of(in[0].detach());
      int k = Math.min(a.m, a.n);
      MatrixStack s = MatrixStack.like(a, 1, k);
      MatrixStack u = vectors ? identities(a, a.m, full ? a.m : k) : MatrixStack.like(a, 0, 0);
      MatrixStack vt = vectors ? identities(a, full ? a.n : k, a.n) : MatrixStack.like(a, 0, 0);
      int[] info = new int[a.count];
      a.forEach((library, b) -> {
        double[] values = new double[k];
        double[] left = vectors ? new double[a.m * u.n] : null;
        double[] right = vectors ? new double[vt.m * a.n] : null;
        if (!a.isFinite(b)) {
          info[b] = NOT_FINITE;
        } else if (!library.svd(a.get(b), a.m, a.n, full, values, left, right)) {
          info[b] = FAILED;
        }
        s.set(b, values);
        if (left != null && right != null) {
          u.set(b, left);
          vt.set(b, right);
        }
      });
      a.check(op, info, Spectra::reason);
      DType dtype = in[0].dtype();
      return vectors
          ? new Tensor[] {u.tensor(dtype), s.vectors(dtype), vt.tensor(dtype)}
          : new Tensor[] {s.vectors(dtype)};
    }

    /** What the vectors of matrices without elements are. */
    private static MatrixStack identities(MatrixStack a, int m, int n) {
      MatrixStack out = MatrixStack.like(a, m, n);
      if (a.m == 0 || a.n == 0) {
        double[] identity = new double[m * n];
        for (int i = 0; i < Math.min(m, n); i++) {
          identity[i * n + i] = 1;
        }
        for (int b = 0; b < out.count; b++) {
          out.set(b, identity);
        }
      }
      return out;
    }

    @Override
    public int saves(int needs) {
      return 7 << OUTPUT;
    }

    /**
     * {@code U·((skew(Uᵀ·gU) / E)·S + S·(skew(Vᵀ·gV) / E) + diag(gS))·Vᵀ}, plus what is orthogonal to U and V; skew(X) is X - Xᵀ and
     * {@code E[i, j] = S[j]² - S[i]²} (Townsend, Differentiating the singular value decomposition).
     */
    @Override
    public @Nullable Tensor[] vjpAll(Saved saved, @Nullable Tensor[] g) {
      Tensor s = saved.out(1);
      int k = s.size(-1);
      Tensor u = Matrices.columns(saved.out(), k);
      Tensor vt = Matrices.rows(saved.out(2), k);
      Tensor gu = g[0] == null ? null : Matrices.columns(g[0], k);
      Tensor gvt = g[2] == null ? null : Matrices.rows(g[2], k);
      Tensor middle = g[1] == null ? null : g[1].diagEmbed();
      if (gu != null) {
        Tensor x = u.mT().matmul(gu);
        middle = Matrices.plus(middle, skew(x).div(squareGaps(s)).mul(s.unsqueeze(-2)));
      }
      if (gvt != null) {
        Tensor x = vt.matmul(gvt.mT());
        middle = Matrices.plus(middle, skew(x).div(squareGaps(s)).mul(s.unsqueeze(-1)));
      }
      if (middle == null) {
        return new @Nullable Tensor[] {null};
      }
      Tensor da = u.matmul(middle).matmul(vt);
      if (gu != null && u.size(-2) > k) {
        Tensor x = gu.div(s.unsqueeze(-2));
        da = da.add(x.sub(u.matmul(u.mT().matmul(x))).matmul(vt));
      }
      if (gvt != null && vt.size(-1) > k) {
        Tensor x = gvt.div(s.unsqueeze(-1));
        da = da.add(u.matmul(x.sub(x.matmul(vt.mT()).matmul(vt))));
      }
      return new @Nullable Tensor[] {da};
    }

    private static Tensor skew(Tensor x) {
      return x.sub(x.mT());
    }

    /** {@code S[j]² - S[i]²}, as a product so that no digits are lost. */
    private static Tensor squareGaps(Tensor s) {
      return Matrices.gaps(s).mul(s.unsqueeze(-2).add(s.unsqueeze(-1)).maskedFill(
          Nabla.eye(s.size(-1), s.dtype()).gt(0.0), 1));
    }

    /** With {@code P = Uᵀ·dA·V}: {@code dS = diag(P), dU = U·((P·S + S·Pᵀ) / E), dV = V·((S·P + Pᵀ·S) / E)}, plus what is orthogonal. */
    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor da = Objects.requireNonNull(t[0]);
      Tensor s = out[1];
      int k = s.size(-1);
      Tensor u = Matrices.columns(out[0], k);
      Tensor vt = Matrices.rows(out[2], k);
      Tensor ua = u.mT().matmul(da);
      Tensor p = ua.matmul(vt.mT());
      Tensor gaps = squareGaps(s);
      Tensor ps = p.mul(s.unsqueeze(-2));
      Tensor sp = p.mul(s.unsqueeze(-1));
      Tensor du = u.matmul(ps.add(ps.mT()).div(gaps));
      Tensor dvt = sp.add(sp.mT()).div(gaps).mT().matmul(vt);
      if (u.size(-2) > k) {
        Tensor x = da.matmul(vt.mT()).div(s.unsqueeze(-2));
        du = du.add(x.sub(u.matmul(u.mT().matmul(x))));
      }
      if (vt.size(-1) > k) {
        Tensor x = ua.div(s.unsqueeze(-1));
        dvt = dvt.add(x.sub(x.matmul(vt.mT()).matmul(vt)));
      }
      return new @Nullable Tensor[] {withZeros(du, out[0], -1), p.diagonal(0, -2, -1), withZeros(dvt, out[2], -2)};
    }

    private static Tensor withZeros(Tensor part, Tensor whole, int axis) {
      int missing = whole.size(axis) - part.size(axis);
      if (missing == 0) {
        return part;
      }
      return Nabla.cat(List.of(part, Nabla.zerosLike(whole.narrow(axis, part.size(axis), missing))), axis);
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, in);
    }
  }

  static Linalg.Svd svd(Tensor a, boolean full) {
    Tensor[] out = Dispatch.applyAll(new Svd("linalg.svd", full, true), new Tensor[] {Matrices.check("linalg.svd", a)});
    return new Linalg.Svd(out[0], out[1], out[2]);
  }

  static Tensor svdvals(Tensor a) {
    Matrices.check("linalg.svdvals", a);
    boolean vectors = derivatives(a);
    return Dispatch.applyAll(new Svd("linalg.svdvals", false, vectors), new Tensor[] {a})[vectors ? 1 : 0];
  }

  // --- eigenvalues of any matrix ---

  /** The eigenvalues of A, which must be real, and unit eigenvectors as columns. */
  record Eig(String op) implements JointOp {
    @Override
    public String name() {
      return "linalg_eig";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      MatrixStack a = MatrixStack.of(in[0].detach());
      MatrixStack l = MatrixStack.like(a, 1, a.n);
      MatrixStack v = MatrixStack.like(a, a.n, a.n);
      int[] info = new int[a.count];
      double[] complex = new double[a.count];
      a.forEach((library, b) -> {
        double[] re = new double[a.n];
        double[] im = new double[a.n];
        double[] columns = new double[a.n * a.n];
        if (!a.isFinite(b)) {
          info[b] = NOT_FINITE;
        } else if (!library.eig(a.get(b), a.n, re, im, columns)) {
          info[b] = FAILED;
        }
        for (double part : im) {
          complex[b] = Math.max(complex[b], Math.abs(part));
        }
        l.set(b, re);
        v.set(b, columns);
      });
      a.check(op, info, Spectra::reason);
      for (double part : complex) {
        if (part != 0) {
          throw new LinAlgException(op + ": an eigenvalue has the imaginary part " + part
              + ", and there are no complex tensors; use svd or qr, or eigh if the matrix is symmetric");
        }
      }
      return new Tensor[] {l.vectors(in[0].dtype()), v.tensor(in[0].dtype())};
    }

    @Override
    public int saves(int needs) {
      return 1 << OUTPUT | 1 << OUTPUT + 1;
    }

    /** {@code V⁻ᵀ·(diag(gL) + (Vᵀ·gV - Vᵀ·V·diag(Vᵀ·gV)) / E)·Vᵀ} (Boeddeker and others, arXiv:1701.00392). */
    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor v = s.out(1);
      Tensor middle = g[0] == null ? null : g[0].diagEmbed();
      if (g[1] != null) {
        Tensor x = v.mT().matmul(g[1]);
        Tensor along = v.mT().matmul(v).mul(x.diagonal(0, -2, -1).unsqueeze(-2));
        middle = Matrices.plus(middle, x.sub(along).div(Matrices.gaps(s.out())));
      }
      return new @Nullable Tensor[] {middle == null ? null : Systems.unchecked(v.mT(), middle.matmul(v.mT()))};
    }

    /** With {@code P = V⁻¹·dA·V}: {@code dL = diag(P), dV = V·(P / E)}, less its part along V, as the columns stay unit vectors. */
    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor v = out[1];
      Tensor p = Systems.unchecked(v, Objects.requireNonNull(t[0]).matmul(v));
      Tensor dv = v.matmul(p.div(Matrices.gaps(out[0])));
      Tensor along = v.mul(dv).sum(-2).unsqueeze(-2);
      return new @Nullable Tensor[] {p.diagonal(0, -2, -1), dv.sub(v.mul(along))};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, in);
    }
  }

  static Linalg.Eig eig(String op, Tensor a) {
    Tensor[] out = Dispatch.applyAll(new Eig(op), new Tensor[] {Matrices.square(op, a)});
    return new Linalg.Eig(out[0], out[1]);
  }

}
