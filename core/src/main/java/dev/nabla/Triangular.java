package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.Shape;
import org.jspecify.annotations.Nullable;

/** Systems of equations with triangular matrices, and with factors that are triangular. */
final class Triangular {
  private Triangular() {}

  /**
   * The solution X of {@code A·X = B}, or of {@code X·A = B} if not {@code left}; A [B…, n, n] of which one triangle is read, B of equal
   * leading axes. With {@code unit} the diagonal is taken to be one. A zero on the diagonal gives infinities and NaN.
   */
  record Solve(boolean upper, boolean left, boolean unit) implements JointOp {
    @Override
    public String name() {
      return "linalg_solve_triangular";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      Tensor a = in[0].detach();
      Tensor b = in[1].detach();
      if (!left) {
        Tensor x = new Solve(!upper, true, unit).runAll(new Tensor[] {a.mT(), b.mT()})[0];
        return new Tensor[] {x.mT().contiguous().detach()};
      }
      MatrixStack as = MatrixStack.of(a);
      MatrixStack xs = MatrixStack.of(b);
      Backends.range(xs.count, (int) Math.max(1, 50_000 / Math.max(1, (long) as.n * as.n * xs.n)), (from, to) -> {
        for (int i = from; i < to; i++) {
          double[] x = xs.get(i);
          substitute(as.get(i), x, as.n, xs.n);
          xs.set(i, x);
        }
      });
      return new Tensor[] {xs.tensor(b.dtype())};
    }

    private void substitute(double[] a, double[] x, int n, int k) {
      Triangular.substitute(a, n, x, k, upper, unit);
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
      Tensor db = solve(s.in(0).mT(), dx, !upper, left, unit);
      if (!s.needs(0)) {
        return new @Nullable Tensor[] {null, db};
      }
      Tensor x = s.out();
      Tensor da = left ? db.matmul(x.mT()) : x.mT().matmul(db);
      return new @Nullable Tensor[] {triangle(da.neg()), s.needs(1) ? db : null};
    }

    private Tensor triangle(Tensor x) {
      return upper ? x.triu(unit ? 1 : 0) : x.tril(unit ? -1 : 0);
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor right = t[1];
      if (t[0] != null) {
        Tensor da = triangle(t[0]);
        right = Matrices.plus(right, (left ? da.matmul(out[0]) : out[0].matmul(da)).neg());
      }
      return new @Nullable Tensor[] {right == null ? null : solve(in[0], right, upper, left, unit)};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, BatchRules.all(in, batched));
    }
  }

  /** How many rows are solved for at a time; what the rows before them contribute is a product of matrices. */
  private static final int BLOCK = 48;

  /** Replaces {@code x} [n, k] by the solution of {@code a·y = x} for the triangular {@code a} [n, n]. */
  static void substitute(double[] a, int n, double[] x, int k, boolean upper, boolean unit) {
    int size = k < 8 ? n : BLOCK;
    for (int done = 0; done < n; done += size) {
      int rows = Math.min(size, n - done);
      int first = upper ? n - done - rows : done;
      if (done > 0 && k > 0) {
        subtractProduct(a, n, x, k, first, rows, upper ? first + rows : 0, done);
      }
      substitute(a, n, x, k, first, rows, upper, unit);
    }
  }

  /** {@code x[rows] -= a[rows, columns]·x[columns]}, for so many rows and columns from the first ones on. */
  private static void subtractProduct(double[] a, int n, double[] x, int k, int row, int rows, int column,
      int columns) {
    double[] negative = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        negative[i * columns + j] = -a[(row + i) * n + column + j];
      }
    }
    Storage values = Storage.of(x);
    Strided left = Strided.contiguous(Storage.of(negative), Shape.of(rows, columns));
    Strided right = new Strided(values, column * k, Shape.of(columns, k), new int[] {k, 1});
    Strided out = new Strided(values, row * k, Shape.of(rows, k), new int[] {k, 1});
    Backends.active().matmul(left, right, out, true);
  }

  /** Solves for {@code rows} rows from {@code first} on, to which nothing but these themselves contributes any more. */
  private static void substitute(double[] a, int n, double[] x, int k, int first, int rows, boolean upper,
      boolean unit) {
    for (int step = 0; step < rows; step++) {
      int i = upper ? first + rows - 1 - step : first + step;
      int from = upper ? i + 1 : first;
      int to = upper ? first + rows : i;
      for (int j = from; j < to; j++) {
        double factor = a[i * n + j];
        for (int c = 0; c < k; c++) {
          x[i * k + c] -= factor * x[j * k + c];
        }
      }
      if (!unit) {
        double pivot = a[i * n + i];
        for (int c = 0; c < k; c++) {
          x[i * k + c] /= pivot;
        }
      }
    }
  }

  /** The solution for matrices of equal leading axes. */
  static Tensor solve(Tensor a, Tensor b, boolean upper, boolean left, boolean unit) {
    return Dispatch.apply(new Solve(upper, left, unit), a, b);
  }

  static Tensor solveTriangular(String op, Tensor a, Tensor b, boolean upper, boolean left, boolean unit) {
    Matrices.fits(op, a, b, left);
    return solve(Matrices.broadcast(a, b), Matrices.broadcast(b, a), upper, left, unit);
  }

  /** The solution of {@code A·X = B} where {@code l} is the Cholesky factor of A: L with A = L·Lᵀ, or U with A = Uᵀ·U. */
  static Tensor choleskySolve(Tensor b, Tensor l, boolean upper) {
    Matrices.fits("cholesky_solve", l, b, true);
    Tensor factor = Matrices.broadcast(upper ? l.mT() : l, b);
    Tensor y = solve(factor, Matrices.broadcast(b, l), false, true, false);
    return solve(factor.mT(), y, true, true, false);
  }

  /** The inverse of the matrix whose Cholesky factor is {@code l}. */
  static Tensor choleskyInverse(Tensor l, boolean upper) {
    Matrices.square("cholesky_inverse", l);
    Tensor identity = Nabla.eye(l.size(-1), l.dtype());
    return choleskySolve(Matrices.broadcast(identity, l), l, upper);
  }

  /**
   * The rows of a matrix as the exchanges {@code pivots} [B…, k] (int32, counted from 1) leave them: outputs [B…, m] (int64) where each row
   * of the result comes from, and where each row of the original goes to.
   */
  private record Permutation(int m) implements JointOp {
    @Override
    public String name() {
      return "lu_unpack";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      MatrixStack pivots = MatrixStack.of(in[0].detach().unsqueeze(-1));
      long[] from = new long[pivots.count * m];
      long[] to = new long[pivots.count * m];
      for (int b = 0; b < pivots.count; b++) {
        double[] swaps = pivots.get(b);
        int start = b * m;
        for (int i = 0; i < m; i++) {
          from[start + i] = i;
        }
        for (int i = 0; i < swaps.length; i++) {
          int other = start + (int) swaps[i] - 1;
          long row = from[start + i];
          from[start + i] = from[other];
          from[other] = row;
        }
        for (int i = 0; i < m; i++) {
          to[start + (int) from[start + i]] = i;
        }
      }
      Shape shape = MatrixStack.shape(pivots.lead, m);
      return new Tensor[] {longs(from, shape), longs(to, shape)};
    }

    private static Tensor longs(long[] elements, Shape shape) {
      return new ConcreteTensor(
          Strided.contiguous(Storage.of(elements), shape));
    }

    @Override
    public int saves(int needs) {
      return 0;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      return new @Nullable Tensor[] {null};
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return new @Nullable Tensor[] {null, null};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(this, in);
    }
  }

  /** {@code Pᵀ·x}, or {@code P·x} if {@code back}, for the permutation P that the factorization with these pivots has in front. */
  static Tensor permuted(Tensor x, Tensor pivots, boolean back) {
    Tensor[] places = Dispatch.applyAll(new Permutation(x.size(-2)), new Tensor[] {pivots});
    Tensor rows = places[back ? 1 : 0].unsqueeze(-1);
    return x.gather(-2, rows.expand(x.shape()));
  }

  /**
   * The solution of {@code A·X = B} ({@code Aᵀ·X = B} if {@code adjoint}) for A = P·L·U in the packed form that LU factorization gives, or of
   * {@code X·A = B} if not {@code left}.
   */
  static Tensor luSolve(Tensor lu, Tensor pivots, Tensor b, boolean left, boolean adjoint) {
    String op = "linalg.lu_solve";
    Matrices.fits(op, lu, b, left);
    if (pivots.dtype() != DType.INT32) {
      throw new DTypeException(op + ": pivots should be a Tensor of scalar type torch.int32; got "
          + pivots.type());
    }
    if (!left) {
      return luSolve(lu, pivots, b.mT(), true, !adjoint).mT();
    }
    Tensor f = Matrices.broadcast(lu, b);
    Tensor x = Matrices.broadcast(b, lu);
    Tensor p = pivots.expand(MatrixStack.shape(MatrixStack.lead(f.shape(), 2), pivots.size(-1)));
    if (adjoint) {
      Tensor y = solve(f.mT(), x, false, true, false);
      return permuted(solve(f.mT(), y, true, true, true), p, true);
    }
    return solve(f, solve(f, permuted(x, p, false), false, true, true), true, true, false);
  }
}
