package dev.nabla.kernel;

import dev.nabla.type.NablaException;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The decompositions of one dense matrix. They come from another artifact, so that the core needs no library: nabla-linalg, or
 * whatever else a {@link ServiceLoader} finds.
 *
 * <p>Matrices are row-major and in double precision, sizes are at least 1, all numbers are finite where convergence is a question.
 * Implementations keep no state: several threads may call at once.
 */
public interface Decompositions {
  /**
   * Replaces the symmetric n x n matrix {@code a}, of which the lower triangle is read, by its Cholesky factor, zeros above.
   *
   * @return 0, or the order of the first leading minor that is not positive
   */
  int cholesky(double[] a, int n);

  /**
   * Replaces the m x n matrix {@code a} by its factors: L (ones on the diagonal, not stored) below the diagonal, U on and above it.
   * Rows were exchanged, {@code i} with {@code swaps[i]} (counted from 0, one after the other), so that pivots are as large as
   * possible. A column without a pivot that is not zero is left as it is.
   */
  void lu(double[] a, int m, int n, int[] swaps);

  /**
   * Replaces the m x n matrix {@code a} by R, on and above the diagonal, and the reflectors whose product is Q: {@code I - tau v vᵀ}
   * with 1 on the diagonal, not stored, and the rest of v below it. A column that is zero below the diagonal is not reflected.
   */
  void qr(double[] a, int m, int n, double[] tau);

  /**
   * The eigenvalues of a symmetric n x n matrix, ascending, and unit eigenvectors as the columns of {@code vectors}. Overwrites
   * {@code a}.
   *
   * @return whether the iteration converged
   */
  boolean eigh(double[] a, int n, double[] values, double @Nullable [] vectors);

  /**
   * The singular values of an m x n matrix, descending, with the left vectors as the columns of {@code u} and the right ones as the rows
   * of {@code vt}; both are null, or both have as many vectors as there are singular values, or, if {@code full}, m and n of them.
   * Overwrites {@code a}.
   *
   * @return whether the iteration converged
   */
  boolean svd(double[] a, int m, int n, boolean full, double[] s, double @Nullable [] u, double @Nullable [] vt);

  /**
   * The eigenvalues {@code re + i·im} of any n x n matrix, and unit eigenvectors as the columns of {@code vectors}; the column of an
   * eigenvalue that is not real is not set. Overwrites {@code a}.
   *
   * @return whether the iteration converged
   */
  boolean eig(double[] a, int n, double[] re, double[] im, double[] vectors);

  /** The implementation that is on the class or module path; an error that names the artifact if there is none. */
  static Decompositions get() {
    Decompositions found = FoundDecompositions.VALUE;
    if (found == null) {
      throw new NablaException(
          "Decompositions of matrices come from another artifact: add dev.nabla:nabla-linalg to the class path.");
    }
    return found;
  }
}
