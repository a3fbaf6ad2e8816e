package dev.nabla.linalg;

import dev.nabla.kernel.Decompositions;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.ejml.data.Complex_F64;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.eig.WatchedDoubleStepQRDecomposition_DDRM;
import org.ejml.dense.row.decomposition.lu.LUDecompositionAlt_DDRM;
import org.ejml.dense.row.decomposition.qr.QRDecompositionHouseholder_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.jspecify.annotations.Nullable;

/** The decompositions of EJML, with LAPACK's conventions on order, signs and what a failure reports. */
public final class EjmlDecompositions implements Decompositions {
  /** Beyond these the squares of elements overflow or vanish. */
  private static final double LARGE = 0x1p400;

  private static final double SMALL = 0x1p-400;

  /** For the service loader. */
  public EjmlDecompositions() {}

  @Override
  public int cholesky(double[] a, int n) {
    double[] whole = a.clone();
    if (factor(a, n)) {
      return 0;
    }
    // Bisection: the leading minors up to some order are positive, that of the next is not.
    int good = 0;
    int bad = n;
    while (bad - good > 1) {
      int middle = (good + bad) >>> 1;
      double[] leading = new double[middle * middle];
      for (int i = 0; i < middle; i++) {
        System.arraycopy(whole, i * n, leading, i * middle, middle);
      }
      if (factor(leading, middle)) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    return bad;
  }

  private static boolean factor(double[] a, int n) {
    var decomposition = DecompositionFactory_DDRM.chol(n, true);
    if (!decomposition.decompose(DMatrixRMaj.wrap(n, n, a))) {
      return false;
    }
    DMatrixRMaj l = decomposition.getT(null);
    System.arraycopy(l.data, 0, a, 0, n * n);
    for (int i = 0; i < n; i++) {
      if (Double.isNaN(a[i * n + i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void lu(double[] a, int m, int n, int[] swaps) {
    var decomposition = new LUDecompositionAlt_DDRM();
    decomposition.decompose(DMatrixRMaj.wrap(m, n, a));
    System.arraycopy(decomposition.getLU().data, 0, a, 0, m * n);
    System.arraycopy(decomposition.getIndx(), 0, swaps, 0, Math.min(m, n));
  }

  @Override
  public void qr(double[] a, int m, int n, double[] tau) {
    var decomposition = new QRDecompositionHouseholder_DDRM();
    decomposition.decompose(DMatrixRMaj.wrap(m, n, a));
    System.arraycopy(decomposition.getQR().data, 0, a, 0, m * n);
    System.arraycopy(decomposition.getGammas(), 0, tau, 0, Math.min(m, n));
    for (int j = 0; j < Math.min(m, n); j++) {
      if (tau[j] == 0) {
        a[j * n + j] = 0; // EJML leaves the number of the column before
      } else if (isZeroBelow(a, m, n, j)) {
        tau[j] = 0;
        for (int k = j; k < n; k++) {
          a[j * n + k] = -a[j * n + k];
        }
      }
    }
  }

  private static boolean isZeroBelow(double[] a, int m, int n, int j) {
    for (int i = j + 1; i < m; i++) {
      if (a[i * n + j] != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean eigh(double[] a, int n, double[] values, double @Nullable [] vectors) {
    double scale = normalize(a);
    EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(n, vectors != null, true);
    if (!decomposition.decompose(DMatrixRMaj.wrap(n, n, a))) {
      return false;
    }
    int[] order = sorted(n, i -> decomposition.getEigenvalue(i).real);
    for (int k = 0; k < n; k++) {
      values[k] = decomposition.getEigenvalue(order[k]).real * scale;
      if (vectors != null) {
        column(decomposition.getEigenVector(order[k]).data, vectors, n, k);
      }
    }
    return true;
  }

  @Override
  public boolean svd(double[] a, int m, int n, boolean full, double[] s, double @Nullable [] u,
      double @Nullable [] vt) {
    double scale = normalize(a);
    var decomposition = DecompositionFactory_DDRM.svd(m, n, u != null, vt != null, !full);
    if (!decomposition.decompose(DMatrixRMaj.wrap(m, n, a))) {
      return false;
    }
    int k = Math.min(m, n);
    double[] values = decomposition.getSingularValues();
    int[] order = sorted(k, i -> -values[i]);
    for (int i = 0; i < k; i++) {
      s[i] = values[order[i]] * scale;
    }
    if (u != null) {
      double[] rows = decomposition.getU(null, true).data; // the transpose: one vector a row
      int columns = full ? m : k;
      for (int j = 0; j < columns; j++) {
        int from = j < k ? order[j] : j;
        for (int i = 0; i < m; i++) {
          u[i * columns + j] = rows[from * m + i];
        }
      }
    }
    if (vt != null) {
      double[] rows = decomposition.getV(null, true).data;
      for (int j = 0; j < (full ? n : k); j++) {
        System.arraycopy(rows, (j < k ? order[j] : j) * n, vt, j * n, n);
      }
    }
    return true;
  }

  @Override
  public boolean eig(double[] a, int n, double[] re, double[] im, double[] vectors) {
    double scale = normalize(a);
    var decomposition = new WatchedDoubleStepQRDecomposition_DDRM(true);
    if (!decomposition.decompose(DMatrixRMaj.wrap(n, n, a))) {
      return false;
    }
    for (int k = 0; k < n; k++) {
      Complex_F64 value = decomposition.getEigenvalue(k);
      re[k] = value.real * scale;
      im[k] = value.imaginary * scale;
      DMatrixRMaj vector = decomposition.getEigenVector(k);
      if (value.isReal() && vector != null) {
        column(vector.data, vectors, n, k);
      }
    }
    return true;
  }

  /** Stores the first {@code n} elements of {@code vector}, made a unit vector, as column {@code k}. */
  private static void column(double[] vector, double[] columns, int n, int k) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += vector[i] * vector[i];
    }
    double norm = Math.sqrt(sum);
    for (int i = 0; i < n; i++) {
      columns[i * n + k] = vector[i] / norm;
    }
  }

  /** The numbers 0 to n - 1 by rising {@code key}. */
  private static int[] sorted(int n, IntToDoubleFunction key) {
    return IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(i -> key.applyAsDouble(i)))
        .mapToInt(Integer::intValue).toArray();
  }

  /** Divides {@code a} by a power of two, if its elements are so large or small that their squares are lost, and returns that power. */
  private static double normalize(double[] a) {
    double max = 0;
    for (double v : a) {
      max = Math.max(max, Math.abs(v));
    }
    if (max == 0 || max > SMALL && max < LARGE) {
      return 1;
    }
    int exponent = Math.max(Math.getExponent(max), -1000);
    for (int i = 0; i < a.length; i++) {
      a[i] = Math.scalb(a[i], -exponent);
    }
    return Math.scalb(1.0, exponent);
  }
}
