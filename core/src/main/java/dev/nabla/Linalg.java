package dev.nabla;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Linear algebra: {@code torch.linalg} in Java spelling. Matrices are the last two axes of a tensor, axes before these are a batch; all of them
 * are real, float32 or float64. Decompositions need the artifact {@code dev.nabla:nabla-linalg}.
 *
 * <p>Vectors of decompositions are determined up to their sign only (and not even so far where values repeat), so that a loss should not
 * depend on the sign; derivatives by the vectors are infinite or NaN where two values are equal.
 */
public final class Linalg {
  private Linalg() {}

  /**
   * A Cholesky factor.
   *
   * @param l the factor
   * @param info 0, or the order of the first leading minor that is not positive (int32)
   */
  public record CholeskyEx(Tensor l, Tensor info) {}

  /**
   * An inverse.
   *
   * @param inverse the inverse
   * @param info 0, or the place of the first zero on the diagonal of U, counted from 1 (int32)
   */
  public record InvEx(Tensor inverse, Tensor info) {}

  /**
   * A solution.
   *
   * @param result the solution
   * @param info 0, or the place of the first zero on the diagonal of U, counted from 1 (int32)
   */
  public record SolveEx(Tensor result, Tensor info) {}

  /**
   * An LU factorization.
   *
   * @param lu L below the diagonal, U on and above it
   * @param pivots the rows that were exchanged with the first, second, …, counted from 1 (int32)
   */
  public record LuFactor(Tensor lu, Tensor pivots) {}

  /**
   * An LU factorization.
   *
   * @param lu L below the diagonal, U on and above it
   * @param pivots the rows that were exchanged with the first, second, …, counted from 1 (int32)
   * @param info 0, or the place of the first zero on the diagonal of U, counted from 1 (int32)
   */
  public record LuFactorEx(Tensor lu, Tensor pivots, Tensor info) {}

  /**
   * A = P·L·U.
   *
   * @param p the permutation
   * @param l lower triangular with ones on the diagonal
   * @param u upper triangular
   */
  public record Lu(Tensor p, Tensor l, Tensor u) {}

  /**
   * A = Q·R.
   *
   * @param q orthonormal columns
   * @param r upper triangular
   */
  public record Qr(Tensor q, Tensor r) {}

  /**
   * The spectrum of a symmetric matrix.
   *
   * @param eigenvalues ascending
   * @param eigenvectors unit vectors as columns
   */
  public record Eigh(Tensor eigenvalues, Tensor eigenvectors) {}

  /**
   * The spectrum of a matrix whose eigenvalues are real.
   *
   * @param eigenvalues in no particular order
   * @param eigenvectors unit vectors as columns
   */
  public record Eig(Tensor eigenvalues, Tensor eigenvectors) {}

  /**
   * A = U·diag(S)·Vh.
   *
   * @param u left singular vectors as columns
   * @param s singular values, descending
   * @param vh right singular vectors as rows
   */
  public record Svd(Tensor u, Tensor s, Tensor vh) {}

  /**
   * A determinant as sign · exp(logabsdet).
   *
   * @param sign 1, -1 or 0
   * @param logabsdet the logarithm of its size, -∞ for a singular matrix
   */
  public record SlogDet(Tensor sign, Tensor logabsdet) {}

  /**
   * A solution by least squares.
   *
   * @param solution what makes the residuals least
   * @param residuals the squared norms of the residuals; empty where they are not asked for or not unique
   * @param rank the ranks (int64); empty for the driver gels
   * @param singularValues the singular values; empty but for the drivers gelsd and gelss
   */
  public record Lstsq(Tensor solution, Tensor residuals, Tensor rank, Tensor singularValues) {}

  // --- factors ---

  /** The lower triangular L with L·Lᵀ = A; of the symmetric A the lower triangle is read. An error if A is not positive-definite. */
  public static Tensor cholesky(Tensor a) {
    return cholesky(a, false);
  }

  /** L, or if {@code upper} the U with Uᵀ·U = A, for which the upper triangle is read. */
  public static Tensor cholesky(Tensor a, boolean upper) {
    return Factorizations.cholesky("linalg.cholesky", a, upper, true).l();
  }

  /** As {@link #cholesky(Tensor)}; tells instead of throwing. */
  public static CholeskyEx choleskyEx(Tensor a) {
    return choleskyEx(a, false);
  }

  /** As {@link #cholesky(Tensor, boolean)}; tells instead of throwing. */
  public static CholeskyEx choleskyEx(Tensor a, boolean upper) {
    return Factorizations.cholesky("linalg.cholesky_ex", a, upper, false);
  }

  /** The factors of A = P·L·U, by partial pivoting; A may have any shape. */
  public static Lu lu(Tensor a) {
    return lu(a, true);
  }

  /** As {@link #lu(Tensor)}; there is no factorization without pivoting. */
  public static Lu lu(Tensor a, boolean pivot) {
    LuFactorEx f = Factorizations.luFactor("linalg.lu", a, pivot, false);
    return Factorizations.luUnpack(f.lu(), f.pivots());
  }

  /** The factors of A = P·L·U in one matrix, for {@link #luSolve}; an error if A is singular. */
  public static LuFactor luFactor(Tensor a) {
    return luFactor(a, true);
  }

  /** As {@link #luFactor(Tensor)}; there is no factorization without pivoting. */
  public static LuFactor luFactor(Tensor a, boolean pivot) {
    LuFactorEx f = Factorizations.luFactor("linalg.lu_factor", a, pivot, true);
    return new LuFactor(f.lu(), f.pivots());
  }

  /** As {@link #luFactor(Tensor)}; tells instead of throwing. */
  public static LuFactorEx luFactorEx(Tensor a) {
    return luFactorEx(a, true);
  }

  /** As {@link #luFactor(Tensor, boolean)}; tells instead of throwing. */
  public static LuFactorEx luFactorEx(Tensor a, boolean pivot) {
    return Factorizations.luFactor("linalg.lu_factor_ex", a, pivot, false);
  }

  /** Orthonormal columns Q [m, min(m, n)] and the upper triangular R with A = Q·R. */
  public static Qr qr(Tensor a) {
    return qr(a, "reduced");
  }

  /** As {@link #qr(Tensor)}; with mode {@code complete} Q is square, with mode {@code r} it is not computed. */
  public static Qr qr(Tensor a, String mode) {
    return Factorizations.qr(a, mode);
  }

  /**
   * The first n columns of the product of the reflectors I - tau_i·v_i·v_iᵀ: v_i [m] stands in column i of {@code a} [m, n], below the
   * diagonal, has a 1 there and zeros above.
   */
  public static Tensor householderProduct(Tensor a, Tensor tau) {
    return Factorizations.householderProduct(a, tau);
  }

  // --- spectra ---

  /** The eigenvalues and eigenvectors of a symmetric matrix, of which the lower triangle is read. */
  public static Eigh eigh(Tensor a) {
    return eigh(a, "L");
  }

  /** As {@link #eigh(Tensor)}; {@code uplo} says which triangle is read, L or U. */
  public static Eigh eigh(Tensor a, String uplo) {
    return Spectra.eigh(a, uplo);
  }

  /** The eigenvalues of a symmetric matrix, ascending. */
  public static Tensor eigvalsh(Tensor a) {
    return eigvalsh(a, "L");
  }

  /** As {@link #eigvalsh(Tensor)}; {@code uplo} says which triangle is read, L or U. */
  public static Tensor eigvalsh(Tensor a, String uplo) {
    return Spectra.eigvalsh(a, uplo);
  }

  /** The eigenvalues and eigenvectors of a square matrix; an error if an eigenvalue is not real. */
  public static Eig eig(Tensor a) {
    return Spectra.eig("linalg.eig", a);
  }

  /** The eigenvalues of a square matrix; an error if one is not real. */
  public static Tensor eigvals(Tensor a) {
    return Spectra.eig("linalg.eigvals", a).eigenvalues();
  }

  /** A = U·diag(S)·Vh with square U [m, m] and Vh [n, n]; no derivative goes through the columns and rows beyond min(m, n). */
  public static Svd svd(Tensor a) {
    return svd(a, true);
  }

  /** A = U·diag(S)·Vh; unless {@code fullMatrices}, U is [m, k] and Vh [k, n] with k = min(m, n). */
  public static Svd svd(Tensor a, boolean fullMatrices) {
    return Spectra.svd(a, fullMatrices);
  }

  /** The singular values, descending. */
  public static Tensor svdvals(Tensor a) {
    return Spectra.svdvals(a);
  }

  // --- solutions ---

  /** The X with A·X = B; B is a batch of vectors if it has one axis, or the shape of A without its last axis. */
  public static Tensor solve(Tensor a, Tensor b) {
    return solve(a, b, true);
  }

  /** The X with A·X = B, or with X·A = B if not {@code left}. */
  public static Tensor solve(Tensor a, Tensor b, boolean left) {
    return Systems.solve("linalg.solve", a, b, left, true).result();
  }

  /** As {@link #solve(Tensor, Tensor)}; tells instead of throwing. */
  public static SolveEx solveEx(Tensor a, Tensor b) {
    return solveEx(a, b, true);
  }

  /** As {@link #solve(Tensor, Tensor, boolean)}; tells instead of throwing. */
  public static SolveEx solveEx(Tensor a, Tensor b, boolean left) {
    return Systems.solve("linalg.solve_ex", a, b, left, false);
  }

  /** The X with A·X = B for a triangular A, of which only the one triangle is read. */
  public static Tensor solveTriangular(Tensor a, Tensor b, boolean upper) {
    return solveTriangular(a, b, upper, true, false);
  }

  /** The X with A·X = B, or X·A = B if not {@code left}, for a triangular A; if {@code unitriangular}, its diagonal counts as ones. */
  public static Tensor solveTriangular(Tensor a, Tensor b, boolean upper, boolean left, boolean unitriangular) {
    return Triangular.solveTriangular("linalg.solve_triangular", a, b, upper, left, unitriangular);
  }

  /** The X with A·X = B, by the factors that {@link #luFactor} gave. */
  public static Tensor luSolve(Tensor lu, Tensor pivots, Tensor b) {
    return luSolve(lu, pivots, b, true, false);
  }

  /** The X with A·X = B, or X·A = B if not {@code left}, with Aᵀ for A if {@code adjoint}. */
  public static Tensor luSolve(Tensor lu, Tensor pivots, Tensor b, boolean left, boolean adjoint) {
    return Triangular.luSolve(lu, pivots, b, left, adjoint);
  }

  /** The X that makes ‖A·X - B‖ least; residuals and singular values are left empty. */
  public static Lstsq lstsq(Tensor a, Tensor b) {
    return lstsq(a, b, null, "gelsy");
  }

  /**
   * As {@link #lstsq(Tensor, Tensor)}. Singular values below {@code rcond} of the largest count as zero.
   *
   * @param driver which of LAPACK's routines to stand for, by what they give: gels, gelsy, gelsd or gelss
   */
  public static Lstsq lstsq(Tensor a, Tensor b, @Nullable Double rcond, String driver) {
    return Systems.lstsq(a, b, rcond, driver);
  }

  /** The X with tensordot(A, X, X.dim()) = B. */
  public static Tensor tensorsolve(Tensor a, Tensor b) {
    return tensorsolve(a, b, (int[]) null);
  }

  /** The X with tensordot(A, X, X.dim()) = B, after the axes {@code dims} of A were moved to its end. */
  public static Tensor tensorsolve(Tensor a, Tensor b, int @Nullable [] dims) {
    return Systems.tensorsolve(a, b, dims);
  }

  // --- inverses ---

  /** The inverse; an error if the matrix is singular. */
  public static Tensor inv(Tensor a) {
    return Systems.inv(a, true).inverse();
  }

  /** The inverse; tells instead of throwing. */
  public static InvEx invEx(Tensor a) {
    return Systems.inv(a, false);
  }

  /** The pseudo-inverse: singular values up to the rounding of the largest count as zero. */
  public static Tensor pinv(Tensor a) {
    return pinv(a, null, null, false);
  }

  /** As {@link #pinv(Tensor)}; if {@code hermitian}, the lower triangle of a symmetric matrix is read. */
  public static Tensor pinv(Tensor a, boolean hermitian) {
    return pinv(a, null, null, hermitian);
  }

  /** As {@link #pinv(Tensor)}; singular values up to max(atol, rtol · the largest) count as zero. */
  public static Tensor pinv(Tensor a, @Nullable Double atol, @Nullable Double rtol, boolean hermitian) {
    return Systems.pinv(a, atol, rtol, hermitian);
  }

  /** The inverse of the map from the last axes to the first two. */
  public static Tensor tensorinv(Tensor a) {
    return tensorinv(a, 2);
  }

  /** The inverse of the map from the last axes to the first {@code ind}. */
  public static Tensor tensorinv(Tensor a, int ind) {
    return Systems.tensorinv(a, ind);
  }

  // --- determinants ---

  /** The determinant; its gradient is the matrix of cofactors, also where it is zero. */
  public static Tensor det(Tensor a) {
    return Determinants.det(a);
  }

  /** The sign of the determinant and the logarithm of its size. */
  public static SlogDet slogdet(Tensor a) {
    return Determinants.slogdet("linalg.slogdet", a);
  }

  // --- functions of matrices ---

  /** The exponential Σ Aⁱ / i!. */
  public static Tensor matrixExp(Tensor a) {
    return MatrixFunctions.exp(a);
  }

  /** A product of {@code n} factors A; of -n factors A⁻¹ if {@code n} is negative. */
  public static Tensor matrixPower(Tensor a, int n) {
    return Products.matrixPower(a, n);
  }

  /** How many singular values are above the rounding of the largest (int64). */
  public static Tensor matrixRank(Tensor a) {
    return matrixRank(a, false);
  }

  /** As {@link #matrixRank(Tensor)}; if {@code hermitian}, by the eigenvalues of a symmetric matrix. */
  public static Tensor matrixRank(Tensor a, boolean hermitian) {
    return MatrixFunctions.rank(a, (Double) null, null, hermitian);
  }

  /** How many singular values are above max(atol, rtol · the largest) (int64). */
  public static Tensor matrixRank(Tensor a, @Nullable Double atol, @Nullable Double rtol, boolean hermitian) {
    return MatrixFunctions.rank(a, atol, rtol, hermitian);
  }

  /** How many singular values are above max(atol, rtol · the largest) (int64), with tolerances for each matrix. */
  public static Tensor matrixRank(Tensor a, @Nullable Tensor atol, @Nullable Tensor rtol, boolean hermitian) {
    return MatrixFunctions.rank(a, atol, rtol, hermitian);
  }

  /** The condition number ‖A‖·‖A⁻¹‖ in the 2-norm: the largest singular value over the smallest. */
  public static Tensor cond(Tensor a) {
    return MatrixFunctions.cond(a, null);
  }

  /** The condition number in a norm that {@link #matrixNorm(Tensor, double)} has; -2 is the inverse of 2. */
  public static Tensor cond(Tensor a, double p) {
    return MatrixFunctions.cond(a, p);
  }

  /** The condition number in the norm {@code fro} or {@code nuc}. */
  public static Tensor cond(Tensor a, String p) {
    return MatrixFunctions.cond(a, p);
  }

  /** All columns of powers: [n] → [n, n]. */
  public static Tensor vander(Tensor x) {
    return MatrixFunctions.vander(x, null);
  }

  /** The powers 0 to n - 1 of the elements: [k] → [k, n]. */
  public static Tensor vander(Tensor x, int n) {
    return MatrixFunctions.vander(x, n);
  }

  // --- norms ---

  /** The norm of all elements together, √Σx². */
  public static Tensor norm(Tensor a) {
    return MatrixFunctions.norm(a, null, null, false);
  }

  /** The norm of a vector, or of a matrix. */
  public static Tensor norm(Tensor a, double ord) {
    return MatrixFunctions.norm(a, ord, null, false);
  }

  /** The norm {@code fro} or {@code nuc} of a matrix. */
  public static Tensor norm(Tensor a, String ord) {
    return MatrixFunctions.norm(a, ord, null, false);
  }

  /** The norm of vectors along one axis or of matrices on two; without order √Σx², without axes of the whole tensor. */
  public static Tensor norm(Tensor a, @Nullable Double ord, int @Nullable [] axes, boolean keepDim) {
    return MatrixFunctions.norm(a, ord, axes, keepDim);
  }

  /** The norm {@code fro} or {@code nuc} of the matrices on two axes. */
  public static Tensor norm(Tensor a, String ord, int @Nullable [] axes, boolean keepDim) {
    return MatrixFunctions.norm(a, ord, axes, keepDim);
  }

  /** The Frobenius norm √Σx² of every matrix. */
  public static Tensor matrixNorm(Tensor a) {
    return matrixNorm(a, "fro");
  }

  /** The norm of every matrix: fro, √Σx², or nuc, the sum of the singular values. */
  public static Tensor matrixNorm(Tensor a, String ord) {
    return matrixNorm(a, ord, new int[] {-2, -1}, false);
  }

  /** The norm of every matrix: 1 and ∞, the largest sum of a column or row; 2, the largest singular value; with a minus the smallest. */
  public static Tensor matrixNorm(Tensor a, double ord) {
    return matrixNorm(a, ord, new int[] {-2, -1}, false);
  }

  /** As {@link #matrixNorm(Tensor, String)}, of the matrices on two axes. */
  public static Tensor matrixNorm(Tensor a, String ord, int[] axes, boolean keepDim) {
    return MatrixFunctions.matrixNorm(a, ord, axes, keepDim);
  }

  /** As {@link #matrixNorm(Tensor, double)}, of the matrices on two axes. */
  public static Tensor matrixNorm(Tensor a, double ord, int[] axes, boolean keepDim) {
    return MatrixFunctions.matrixNorm(a, ord, axes, keepDim);
  }

  /** √Σx² of all elements. */
  public static Tensor vectorNorm(Tensor x) {
    return x.norm(2, new int[0], false);
  }

  /** (Σ|x|^ord)^(1/ord) of all elements. */
  public static Tensor vectorNorm(Tensor x, double ord) {
    return x.norm(ord, new int[0], false);
  }

  /** (Σ|x|^ord)^(1/ord) over some axes, all if there are none. */
  public static Tensor vectorNorm(Tensor x, double ord, int[] axes, boolean keepDim) {
    return x.norm(ord, axes, keepDim);
  }

  // --- products: torch.linalg's names for methods of tensors ---

  /** The product of vectors and matrices. */
  public static Tensor matmul(Tensor a, Tensor b) {
    return a.matmul(b);
  }

  /** The product of all matrices, in the order with the fewest multiplications. */
  public static Tensor multiDot(Tensor... matrices) {
    return Products.multiDot(Arrays.asList(matrices));
  }

  /** The sums of products along the last axis. */
  public static Tensor vecdot(Tensor a, Tensor b) {
    return a.vecdot(b);
  }

  /** The sums of products along {@code axis}. */
  public static Tensor vecdot(Tensor a, Tensor b, int axis) {
    return a.vecdot(b, axis);
  }

  /** The vector product along the last axis. */
  public static Tensor cross(Tensor a, Tensor b) {
    return a.cross(b, -1);
  }

  /** The vector product along {@code axis}. */
  public static Tensor cross(Tensor a, Tensor b, int axis) {
    return a.cross(b, axis);
  }

  /** The diagonals of matrices, a view. */
  public static Tensor diagonal(Tensor a) {
    return a.diagonal(0, -2, -1);
  }

  /** The diagonals of the matrices on two axes, {@code offset} above the middle; a view. */
  public static Tensor diagonal(Tensor a, int offset, int dim1, int dim2) {
    return a.diagonal(offset, dim1, dim2);
  }
}
