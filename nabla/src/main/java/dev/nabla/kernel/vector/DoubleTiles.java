package dev.nabla.kernel.vector;

import dev.nabla.kernel.Storage;
import java.util.Arrays;

/** The inner loops for float64 in plain Java, in the form that HotSpot vectorises. {@link FloatTiles} is the same for float32. */
class DoubleTiles extends Tiles<double[]> {
  DoubleTiles(int rows, int cols) {
    super(rows, cols);
  }

  @Override
  final double[] allocate(int n) {
    return new double[n];
  }

  @Override
  final double[] array(Storage storage) {
    return storage.doubles();
  }

  @Override
  final int length(double[] array) {
    return array.length;
  }

  @Override
  void tile(int k, double[] a, int aAt, int[] rowAt, int r, double[] b, int bAt, double[] c, int cAt, int cStep, boolean accumulate) {
    int width = cols;
    for (int i = 0; i < rows; i++) {
      int to = cAt + i * cStep;
      if (!accumulate) {
        Arrays.fill(c, to, to + width, 0);
      }
      int row = rowAt[r + i] + aAt;
      for (int p = 0; p < k; p++) {
        double x = a[row + p];
        int at = bAt + p * width;
        for (int j = 0; j < width; j++) {
          c[to + j] += x * b[at + j];
        }
      }
    }
  }

  @Override
  void combine(int k, double[] a, int aAt, double[] b, int bAt, int[] shifts, int n, double[] c, int cAt) {
    for (int p = 0; p < k; p++) {
      double x = a[aAt + p];
      int at = bAt + shifts[p];
      for (int j = 0; j < n; j++) {
        c[cAt + j] += x * b[at + j];
      }
    }
  }

  @Override
  void dot(int k, double[] a, int aAt, double[] b, int bAt, double[] c, int cAt, boolean accumulate) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int p = 0;
    for (; p < k - 3; p += 4) {
      s0 += a[aAt + p] * b[bAt + p];
      s1 += a[aAt + p + 1] * b[bAt + p + 1];
      s2 += a[aAt + p + 2] * b[bAt + p + 2];
      s3 += a[aAt + p + 3] * b[bAt + p + 3];
    }
    for (; p < k; p++) {
      s0 += a[aAt + p] * b[bAt + p];
    }
    double sum = s0 + s1 + (s2 + s3);
    c[cAt] = accumulate ? c[cAt] + sum : sum;
  }

  @Override
  final void small(Matrix<double[]> a, Matrix<double[]> b, Matrix<double[]> c, boolean accumulate) {
    double[] left = a.array();
    double[] right = b.array();
    double[] out = c.array();
    int k = a.cols();
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.cols(); j++) {
        int x = a.at(i, 0);
        int y = b.at(0, j);
        double sum = 0;
        for (int p = 0; p < k; p++) {
          sum += left[x] * right[y];
          x += a.colStep();
          y += b.rowStep();
        }
        int to = c.at(i, j);
        out[to] = accumulate ? out[to] + sum : sum;
      }
    }
  }

  @Override
  final void panel(double[] src, int at, int wide, int deep, int n, int k, double[] dst, int to) {
    int width = cols;
    if (n < width) {
      Arrays.fill(dst, to, to + k * width, 0);
    }
    if (wide == 1) {
      for (int p = 0; p < k; p++) {
        System.arraycopy(src, at + p * deep, dst, to + p * width, n);
      }
      return;
    }
    int j = 0;
    for (; j < n - 3; j += 4) {
      int s0 = at + j * wide;
      int s1 = s0 + wide;
      int s2 = s1 + wide;
      int s3 = s2 + wide;
      int d = to + j;
      for (int p = 0; p < k; p++) {
        dst[d] = src[s0 + p * deep];
        dst[d + 1] = src[s1 + p * deep];
        dst[d + 2] = src[s2 + p * deep];
        dst[d + 3] = src[s3 + p * deep];
        d += width;
      }
    }
    for (; j < n; j++) {
      copy(src, at + j * wide, deep, k, dst, to + j, width);
    }
  }

  @Override
  void panel(double[] src, int at, int[] shifts, int from, int k, int[] runs, double[] dst, int to) {
    for (int r = 0; r < runs.length; r += 2) {
      int start = runs[r];
      int n = (r + 2 < runs.length ? runs[r + 2] : cols) - start;
      for (int p = 0; p < k; p++) {
        System.arraycopy(src, at + shifts[from + p] + runs[r + 1] + start, dst, to + p * cols + start, n);
      }
    }
  }

  @Override
  final void copy(double[] src, int at, int step, int n, double[] dst, int to, int toStep) {
    if (step == 1 && toStep == 1) {
      System.arraycopy(src, at, dst, to, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      dst[to + i * toStep] = src[at + i * step];
    }
  }

  @Override
  final void add(double[] src, int at, int step, int n, double[] dst, int to, int toStep) {
    if (step == 1 && toStep == 1) {
      for (int i = 0; i < n; i++) {
        dst[to + i] += src[at + i];
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      dst[to + i * toStep] += src[at + i * step];
    }
  }

  @Override
  final void zero(double[] dst, int from, int to) {
    Arrays.fill(dst, from, to, 0);
  }
}
