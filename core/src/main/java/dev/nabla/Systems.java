package dev.nabla;

import dev.nabla.type.DType;
import dev.nabla.type.FloatInfo;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Systems of linear equations, inverses, least squares. */
final class Systems {
  private Systems() {}

  private static String singular(int k, String what) {
    return "The diagonal element " + k + " is zero, the " + what
        + " could not be completed because the input matrix is singular.";
  }

  /** The solution X of {@code A·X = B}, A [B…, n, n], B [B…, n, k], and an int32 for each matrix: 0, or the place of the first zero pivot. */
  record Solve(String op, boolean check) implements JointOp {
    @Override
    public String name() {
      return "linalg_solve_ex";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      MatrixStack a = MatrixStack.of(in[0].detach());
      MatrixStack x = MatrixStack.of(in[1].detach());
      int[] info = new int[a.count];
      a.forEach((library, b) -> {
        double[] lu = a.get(b);
        int[] pivots = new int[a.n];
        info[b] = Factorizations.Lu.factor(library, lu, a.n, a.n, pivots, 0);
        double[] y = x.get(b);
        solve(lu, pivots, a.n, y, x.n);
        x.set(b, y);
      });
      if (check) {
        a.check(op, info, k -> singular(k, "solve"));
      }
      return new Tensor[] {x.tensor(in[1].dtype()), MatrixStack.ints(info, a.lead)};
    }

    /** Replaces {@code x} [n, k] by the solution for a factored matrix. */
    static void solve(double[] lu, int[] pivots, int n, double[] x, int k) {
      for (int i = 0; i < n; i++) {
        int other = pivots[i] - 1;
        for (int c = 0; other != i && c < k; c++) {
          double v = x[i * k + c];
          x[i * k + c] = x[other * k + c];
          x[other * k + c] = v;
        }
      }
      Triangular.substitute(lu, n, x, k, false, true);
      Triangular.substitute(lu, n, x, k, true, false);
    }

    @Override
    public int saves(int needs) {
      return needs == 0 ? 0 : (needs & 1) != 0 ? 1 | 1 << OUTPUT : 1;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor dx = g[0];
      if (dx == null) {
        return new @Nullable Tensor[] {null, null};
      }
      Tensor db = unchecked(s.in(0).mT(), dx);
      Tensor da = s.needs(0) ? db.matmul(s.out().mT()).neg() : null;
      return new @Nullable Tensor[] {da, s.needs(1) ? db : null};
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor right = t[1];
      if (t[0] != null) {
        right = Matrices.plus(right, t[0].matmul(out[0]).neg());
      }
      return new @Nullable Tensor[] {right == null ? null : unchecked(in[0], right), null};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, BatchRules.all(in, batched));
    }
  }

  /** The solution for matrices of equal leading axes; infinities and NaN where there is none. */
  static Tensor unchecked(Tensor a, Tensor b) {
    return Dispatch.apply(new Solve("linalg.solve", false), a, b);
  }

  /**
   * The solution of {@code A·X = B}, or of {@code X·A = B} if not {@code left}, and whether there is one. B counts as a batch of vectors if it
   * has one axis, or the shape of A without its last axis.
   */
  static Linalg.SolveEx solve(String op, Tensor a, Tensor b, boolean left, boolean check) {
    Matrices.square(op, a);
    boolean vectors = b.dim() == 1
        || b.dim() + 1 == a.dim() && b.shape().equals(MatrixStack.lead(a.shape(), 1));
    if (vectors && !left) {
      throw new NablaException(op + ": Vector broadcasting of the left hand side is not supported for left=False."
          + " In this case linalg.solve is equivalent to B / A.squeeze(-1)");
    }
    Tensor columns = vectors ? b.unsqueeze(-1) : b;
    Matrices.fits(op, a, columns, left);
    Tensor matrix = Matrices.broadcast(a, columns);
    Tensor right = Matrices.broadcast(columns, a);
    Tensor[] out = Dispatch.applyAll(new Solve(op, check),
        left ? new Tensor[] {matrix, right} : new Tensor[] {matrix.mT(), right.mT()});
    Tensor x = left ? out[0] : out[0].mT();
    return new Linalg.SolveEx(vectors ? x.squeeze(-1) : x, out[1]);
  }

  /** The inverse, and an int32 for each matrix: 0, or the place of the first zero pivot. */
  record Inverse(boolean check) implements JointOp {
    @Override
    public String name() {
      return "linalg_inv_ex";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      MatrixStack a = MatrixStack.of(in[0].detach());
      int[] info = new int[a.count];
      a.forEach((library, b) -> {
        double[] lu = a.get(b);
        int[] pivots = new int[a.n];
        info[b] = Factorizations.Lu.factor(library, lu, a.n, a.n, pivots, 0);
        double[] x = new double[a.n * a.n];
        for (int i = 0; i < a.n; i++) {
          x[i * a.n + i] = 1;
        }
        Solve.solve(lu, pivots, a.n, x, a.n);
        a.set(b, x);
      });
      if (check) {
        a.check("linalg.inv", info, k -> singular(k, "inversion"));
      }
      return new Tensor[] {a.tensor(in[0].dtype()), MatrixStack.ints(info, a.lead)};
    }

    @Override
    public int saves(int needs) {
      return 1 << OUTPUT;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      if (g[0] == null) {
        return new @Nullable Tensor[] {null};
      }
      Tensor yt = s.out().mT();
      return new @Nullable Tensor[] {yt.matmul(g[0]).matmul(yt).neg()};
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor da = Objects.requireNonNull(t[0]);
      return new @Nullable Tensor[] {out[0].matmul(da).matmul(out[0]).neg(), null};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, in);
    }
  }

  static Linalg.InvEx inv(Tensor a, boolean check) {
    Matrices.square("linalg.inv", a);
    Tensor[] out = Dispatch.applyAll(new Inverse(check), new Tensor[] {a});
    return new Linalg.InvEx(out[0], out[1]);
  }

  // --- pseudo-inverse and least squares ---

  /**
   * The pseudo-inverse of A [B…, m, n]: singular values not above max(atol, rtol · the largest) count as zero. If {@code hermitian}, the lower
   * triangle of a symmetric A is read. Derivatives hold where the rank does not change.
   */
  record PseudoInverse(double atol, double rtol, boolean hermitian) implements PrimitiveOp {
    @Override
    public String name() {
      return "linalg_pinv";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      Tensor given = in[0].detach();
      Tensor a = hermitian ? Matrices.fromLower(given) : given;
      Tensor[] svd = new Spectra.Svd("linalg.pinv", false, true).runAll(new Tensor[] {a.toDouble()});
      Tensor s = svd[1];
      Tensor used = s.size(-1) == 0 ? s.gt(0.0) : s.gt(s.narrow(-1, 0, 1).mul(rtol).clampMin(atol));
      Tensor weights = Nabla.where(used, s.reciprocal(), Nabla.zerosLike(s));
      Tensor y = svd[2].mT().mul(weights.unsqueeze(-2)).matmul(svd[0].mT());
      return new Tensor[] {y.to(in[0].dtype())};
    }

    @Override
    public int saves(int needs) {
      return 1 | 1 << OUTPUT;
    }

    /** Golub and Pereyra: {@code -Yᵀ·g·Yᵀ + (I - A·Y)·gᵀ·Y·Yᵀ + Yᵀ·Y·gᵀ·(I - Y·A)}. */
    @Override
    public Tensor vjp(int i, Saved s, Tensor g) {
      Tensor a = s.in(0);
      Tensor y = s.out();
      Tensor yt = y.mT();
      Tensor left = g.mT().matmul(y).matmul(yt);
      Tensor right = yt.matmul(y).matmul(g.mT());
      return left.sub(a.matmul(y.matmul(left))).add(right).sub(right.matmul(y).matmul(a))
          .sub(yt.matmul(g).matmul(yt));
    }

    @Override
    public Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t) {
      Tensor da = Objects.requireNonNull(t[0]);
      Tensor a = in[0];
      Tensor yt = out.mT();
      Tensor left = out.matmul(yt).matmul(da.mT());
      Tensor right = da.mT().matmul(yt).matmul(out);
      return left.sub(left.matmul(a).matmul(out)).add(right).sub(out.matmul(a.matmul(right)))
          .sub(out.matmul(da).matmul(out));
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, in);
    }
  }

  /** The relative tolerance that is used where none is given: the rounding of the largest singular value, unless {@code atol} is given. */
  static double defaultRtol(Tensor a, double atol) {
    double eps = FloatInfo.of(a.dtype().arithmetic()).eps();
    return atol > 0 ? 0 : eps * Math.max(a.size(-1), a.size(-2));
  }

  static Tensor pinv(Tensor a, @Nullable Double atol, @Nullable Double rtol, boolean hermitian) {
    if (hermitian) {
      Matrices.square("linalg.pinv", a);
    } else {
      Matrices.check("linalg.pinv", a);
    }
    double absolute = atol == null ? 0 : atol;
    double relative = rtol == null ? defaultRtol(a, absolute) : rtol;
    return Dispatch.apply(new PseudoInverse(absolute, relative, hermitian), a);
  }

  /** The X with the least {@code ‖A·X - B‖}, and of several the one with the least norm. */
  static Linalg.Lstsq lstsq(Tensor a, Tensor b, @Nullable Double rcond, String driver) {
    String op = "linalg.lstsq";
    Matrices.check(op, a);
    Matrices.sameType(op, a, b);
    boolean vectors = b.dim() == a.dim() - 1 && b.shape().equals(MatrixStack.lead(a.shape(), 1));
    Tensor right = vectors ? b.unsqueeze(-1) : b;
    if (right.dim() < 2 || right.size(-2) != a.size(-2)) {
      throw new ShapeException(op + ": input.size(-2) should match other.size(-2) (or other.size(-1) for vectors); got "
          + a.type() + " and " + b.type());
    }
    if (!List.of("gels", "gelsy", "gelsd", "gelss").contains(driver)) {
      throw new NablaException(
          op + ": parameter `driver` should be one of (gels, gelsy, gelsd, gelss), got '" + driver + "'");
    }
    double rtol = rcond == null ? defaultRtol(a, 0) : rcond;
    Tensor matrix = Matrices.broadcast(a, right);
    Tensor x = pinv(matrix, 0.0, rtol, false).matmul(Matrices.broadcast(right, a));
    Tensor none = Nabla.zeros(a.dtype(), 0);
    boolean values = driver.equals("gelsd") || driver.equals("gelss");
    Tensor s = values ? Spectra.svdvals(matrix.detach()) : none;
    Tensor rank = driver.equals("gels")
        ? Nabla.zeros(DType.INT64, 0)
        : MatrixFunctions.rank(matrix.detach(), 0.0, rtol, false);
    Tensor residuals = values || driver.equals("gels") ? residuals(matrix, x, right, rank) : none;
    return new Linalg.Lstsq(vectors ? x.squeeze(-1) : x, residuals, rank, s);
  }

  /** The squared norms of what is left of the columns of {@code b}; empty unless there are more rows than columns and the rank is full. */
  private static Tensor residuals(Tensor a, Tensor x, Tensor b, Tensor rank) {
    boolean full = rank.dim() == 1 && rank.numel() == 0 && a.dim() == 2
        || rank.level() == null && rank.eq((long) a.size(-1)).all().itemBoolean();
    if (a.size(-2) <= a.size(-1) || !full) {
      return Nabla.zeros(a.dtype(), 0);
    }
    return a.matmul(x).sub(b).square().sum(-2);
  }

  // --- tensors as matrices ---

  private static int product(int[] dims, int from, int to) {
    int n = 1;
    for (int i = from; i < to; i++) {
      n *= dims[i];
    }
    return n;
  }

  /** The inverse of the map from the last axes of {@code a} to its first {@code ind}. */
  static Tensor tensorinv(Tensor a, int ind) {
    if (ind <= 0) {
      throw new NablaException("Expected a strictly positive integer for 'ind', but got " + ind);
    }
    int[] dims = a.shape().toArray();
    int rows = product(dims, 0, Math.min(ind, dims.length));
    int columns = product(dims, Math.min(ind, dims.length), dims.length);
    if (rows != columns) {
      throw new ShapeException(
          "Expected self to satisfy the requirement prod(self.shape[ind:]) == prod(self.shape[:ind]),"
              + " but got " + columns + " != " + rows);
    }
    int[] out = new int[dims.length];
    System.arraycopy(dims, ind, out, 0, dims.length - ind);
    System.arraycopy(dims, 0, out, dims.length - ind, ind);
    return inv(a.reshape(rows, columns), true).inverse().reshape(Shape.of(out));
  }

  /** The X with {@code tensordot(A, X, X.dim()) = B}; the axes {@code dims} of A are moved to the end first. */
  static Tensor tensorsolve(Tensor a, Tensor b, int @Nullable [] dims) {
    Tensor matrix = a;
    if (dims != null) {
      int[] to = new int[dims.length];
      Arrays.setAll(to, i -> i - dims.length);
      matrix = a.movedim(dims, to);
    }
    int[] all = matrix.shape().toArray();
    int from = Math.min(b.dim(), all.length);
    int columns = product(all, from, all.length);
    int rows = product(all, 0, from);
    if (rows != columns) {
      throw new ShapeException("Expected self to satisfy the requirement prod(self.shape[other.ndim:]) =="
          + " prod(self.shape[:other.ndim]), but got " + columns + " != " + rows);
    }
    Tensor x = solve("linalg.solve", matrix.reshape(rows, columns), b.reshape(b.numel()), true, true).result();
    return x.reshape(Shape.of(Arrays.copyOfRange(all, from, all.length)));
  }
}
