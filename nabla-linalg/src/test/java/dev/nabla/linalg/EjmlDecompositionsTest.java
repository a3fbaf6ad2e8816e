package dev.nabla.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nabla.kernel.Decompositions;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Factors multiply to what was factored, in the order and with the signs that the door asks for. */
class EjmlDecompositionsTest {
  private static final Decompositions LIBRARY = new EjmlDecompositions();

  private static double[] random(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] a = new double[n];
    java.util.Arrays.setAll(a, _ -> random.nextGaussian());
    return a;
  }

  private static double[] product(double[] a, double[] b, int m, int k, int n) {
    double[] c = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < k; j++) {
        for (int l = 0; l < n; l++) {
          c[i * n + l] += a[i * k + j] * b[j * n + l];
        }
      }
    }
    return c;
  }

  private static double[] transposed(double[] a, int m, int n) {
    double[] t = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        t[j * m + i] = a[i * n + j];
      }
    }
    return t;
  }

  private static double[] symmetric(int n, long seed) {
    double[] a = random(n * n, seed);
    double[] t = transposed(a, n, n);
    double[] s = new double[n * n];
    java.util.Arrays.setAll(s, i -> a[i] + t[i]);
    return s;
  }

  @Test
  void isFound() {
    assertThat(Decompositions.get()).isInstanceOf(EjmlDecompositions.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 40, 150})
  void choleskyFactorsMultiply(int n) {
    double[] x = random(n * n, 1);
    double[] a = product(x, transposed(x, n, n), n, n, n);
    double[] l = a.clone();
    assertThat(LIBRARY.cholesky(l, n)).isZero();
    assertThat(product(l, transposed(l, n, n), n, n, n)).containsExactly(a, within(1e-9 * n));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8})
  void choleskyTellsWhichMinorIsNotPositive(int order) {
    double[] a = new double[64];
    for (int i = 0; i < 8; i++) {
      a[i * 8 + i] = i == order - 1 ? -1 : i + 1;
    }
    assertThat(LIBRARY.cholesky(a, 8)).isEqualTo(order);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "4, 4", "3, 7", "7, 3", "1, 5", "5, 1", "60, 60"})
  void luFactorsMultiply(int m, int n) {
    double[] a = random(m * n, 2);
    double[] x = a.clone();
    int k = Math.min(m, n);
    int[] swaps = new int[k];
    LIBRARY.lu(x, m, n, swaps);
    double[] l = new double[m * k];
    double[] u = new double[k * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        if (j < i && j < k) {
          l[i * k + j] = x[i * n + j];
          assertThat(Math.abs(x[i * n + j])).isLessThanOrEqualTo(1);
        } else if (i < k) {
          u[i * n + j] = x[i * n + j];
        }
      }
      if (i < k) {
        l[i * k + i] = 1;
      }
    }
    double[] permuted = a.clone();
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < n; j++) {
        double v = permuted[i * n + j];
        permuted[i * n + j] = permuted[swaps[i] * n + j];
        permuted[swaps[i] * n + j] = v;
      }
    }
    assertThat(product(l, u, m, k, n)).containsExactly(permuted, within(1e-12 * k));
  }

  /** LAPACK's dgeqrf gives these, and no reflection of the last column of a square matrix. */
  @Test
  void qrHasTheSignsOfLapack() {
    double[] a = {3, 1, 4, 2};
    double[] tau = new double[2];
    LIBRARY.qr(a, 2, 2, tau);
    assertThat(a).containsExactly(new double[] {-5, -2.2, 0.5, 0.4}, within(1e-14));
    assertThat(tau).containsExactly(new double[] {1.6, 0}, within(1e-14));
  }

  @Test
  void qrLeavesZeroColumnsAlone() {
    double[] a = {0, 2, 0, 3};
    double[] tau = new double[2];
    LIBRARY.qr(a, 2, 2, tau);
    assertThat(a).containsExactly(0, 2, 0, 3);
    assertThat(tau).containsExactly(0, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 60})
  void eigenvectorsAreEigenvectors(int n) {
    double[] a = symmetric(n, 3);
    double[] l = new double[n];
    double[] v = new double[n * n];
    assertThat(LIBRARY.eigh(a.clone(), n, l, v)).isTrue();
    assertThat(l).isSorted();
    double[] scaled = v.clone();
    for (int i = 0; i < n * n; i++) {
      scaled[i] *= l[i % n];
    }
    assertThat(product(a, v, n, n, n)).containsExactly(scaled, within(1e-12 * n));
    double[] only = new double[n];
    assertThat(LIBRARY.eigh(a.clone(), n, only, null)).isTrue();
    assertThat(only).containsExactly(l, within(1e-12 * n));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "4, 4, 1", "3, 7, 1", "7, 3, 1", "1, 6, 1", "6, 1, 1", "50, 20, 1", "5, 3, 1e200",
    "3, 5, 1e-250"})
  void singularVectorsMultiply(int m, int n, double scale) {
    double[] a = random(m * n, 4);
    for (int i = 0; i < a.length; i++) {
      a[i] *= scale;
    }
    int k = Math.min(m, n);
    for (boolean full : new boolean[] {false, true}) {
      int columns = full ? m : k;
      int rows = full ? n : k;
      double[] s = new double[k];
      double[] u = new double[m * columns];
      double[] vt = new double[rows * n];
      assertThat(LIBRARY.svd(a.clone(), m, n, full, s, u, vt)).isTrue();
      assertThat(s).isSortedAccordingTo(java.util.Comparator.reverseOrder());
      double[] middle = new double[columns * rows];
      for (int i = 0; i < k; i++) {
        middle[i * rows + i] = s[i];
      }
      double[] back = product(product(u, middle, m, columns, rows), vt, m, rows, n);
      assertThat(back).containsExactly(a, within(scale * 1e-12 * k));
      double[] identity = product(transposed(u, m, columns), u, columns, m, columns);
      for (int i = 0; i < identity.length; i++) {
        assertThat(identity[i]).isEqualTo(i % (columns + 1) == 0 ? 1 : 0, within(1e-12));
      }
    }
  }

  @Test
  void eigenvaluesMayBeComplex() {
    double[] re = new double[2];
    double[] im = new double[2];
    assertThat(LIBRARY.eig(new double[] {0, -1, 1, 0}, 2, re, im, new double[4])).isTrue();
    assertThat(re).containsExactly(new double[] {0, 0}, within(1e-15));
    assertThat(Math.abs(im[0])).isEqualTo(1, within(1e-15));
    assertThat(im[1]).isEqualTo(-im[0]);
  }
}
