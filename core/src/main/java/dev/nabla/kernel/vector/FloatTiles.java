package dev.nabla.kernel.vector;

import dev.nabla.kernel.Storage;
import java.util.Arrays;

/**
 * The inner loops for {@code float} in plain Java, in the form that HotSpot vectorises; see Note [Twins].
 */
class FloatTiles extends Tiles<float[]> {
  /** Whether tiles are sums of fused multiply-adds, as the vector unit computes them. */
  private final boolean fused;

  FloatTiles(int rows, int cols) {
    this(rows, cols, false);
  }

  FloatTiles(int rows, int cols, boolean fused) {
    super(rows, cols);
    this.fused = fused;
  }

  @Override
  final float[] allocate(int n) {
    return new float[n];
  }

  @Override
  final float[] array(Storage storage) {
    return storage.floats();
  }

  @Override
  final int length(float[] array) {
    return array.length;
  }

  // Note [Plain loops]
  // HotSpot vectorises a loop over several arrays only if it can tell that they do not overlap, and of windows at
  // different offsets it can not (before JDK 26). So lines are first copied to arrays of their own, where all are
  // addressed by the same index.

  @Override
  void strip(int height, int k, float[] a, int aAt, float[] b, int bAt, int bStep, float[] c, int cAt, int cStep,
      boolean accumulate) {
    float[][] sums = new float[height][cols];
    float[][] lines = new float[4][cols];
    for (int p = 0; p < k; p += 4) {
      int n = fetch(b, bAt, bStep, p, k, lines);
      for (int i = 0; i < height; i++) {
        add(a, aAt + p * height + i, height, n, lines, cols, sums[i]);
      }
    }
    store(sums, c, cAt, cStep, accumulate);
  }

  @Override
  void tile(int height, int k, float[] a, int aAt, int[] rowAt, int r, float[] b, int bAt, int bStep, float[] c,
      int cAt,
      int cStep, boolean accumulate) {
    float[][] sums = new float[height][cols];
    float[][] lines = new float[4][cols];
    for (int p = 0; p < k; p += 4) {
      int n = fetch(b, bAt, bStep, p, k, lines);
      for (int i = 0; i < height; i++) {
        add(a, rowAt[r + i] + aAt + p, 1, n, lines, cols, sums[i]);
      }
    }
    store(sums, c, cAt, cStep, accumulate);
  }

  /** Copies up to four lines of a panel; returns how many. */
  private int fetch(float[] b, int at, int step, int p, int k, float[][] lines) {
    int n = Math.min(4, k - p);
    for (int q = 0; q < n; q++) {
      System.arraycopy(b, at + (p + q) * step, lines[q], 0, cols);
    }
    return n;
  }

  private void store(float[][] sums, float[] c, int at, int step, boolean accumulate) {
    for (int i = 0; i < sums.length; i++) {
      if (accumulate) {
        add(sums[i], 0, 1, cols, c, at + i * step, 1);
      } else {
        System.arraycopy(sums[i], 0, c, at + i * step, cols);
      }
    }
  }

  @Override
  void combine(int k, float[] a, int aAt, float[] b, int bAt, int[] shifts, int n, float[] c, int cAt) {
    int width = Math.min(n, 512);
    float[] sums = new float[width];
    float[][] lines = new float[4][width];
    for (int j = 0; j < n; j += width) {
      int w = Math.min(width, n - j);
      System.arraycopy(c, cAt + j, sums, 0, w);
      for (int p = 0; p < k; p += 4) {
        int m = Math.min(4, k - p);
        for (int q = 0; q < m; q++) {
          System.arraycopy(b, bAt + shifts[p + q] + j, lines[q], 0, w);
        }
        add(a, aAt + p, 1, m, lines, w, sums);
      }
      System.arraycopy(sums, 0, c, cAt + j, w);
    }
  }

  /** Adds {@code m} lines, 1 to 4, weighted by elements of a that are {@code step} apart. */
  private void add(float[] a, int at, int step, int m, float[][] lines, int n, float[] sums) {
    if (fused) {
      for (int q = 0; q < m; q++) {
        fuseOne(a[at + q * step], lines[q], n, sums);
      }
      return;
    }
    if (m == 4) {
      addFour(a[at], lines[0], a[at + step], lines[1], a[at + 2 * step], lines[2], a[at + 3 * step], lines[3], n, sums);
      return;
    }
    for (int q = 0; q < m; q++) {
      addOne(a[at + q * step], lines[q], n, sums);
    }
  }

  private static void addFour(float x0, float[] b0, float x1, float[] b1, float x2, float[] b2, float x3, float[] b3,
      int n, float[] sums) {
    for (int j = 0; j < n; j++) {
      sums[j] += x0 * b0[j] + x1 * b1[j] + x2 * b2[j] + x3 * b3[j];
    }
  }

  private static void fuseOne(float x, float[] b, int n, float[] sums) {
    for (int j = 0; j < n; j++) {
      sums[j] = Math.fma(x, b[j], sums[j]);
    }
  }

  private static void addOne(float x, float[] b, int n, float[] sums) {
    for (int j = 0; j < n; j++) {
      sums[j] += x * b[j];
    }
  }

  @Override
  void dot(int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, boolean accumulate) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
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
    float sum = s0 + s1 + (s2 + s3);
    c[cAt] = accumulate ? c[cAt] + sum : sum;
  }

  @Override
  final void small(Matrix<float[]> a, Matrix<float[]> b, Matrix<float[]> c, boolean accumulate) {
    float[] left = a.array();
    float[] right = b.array();
    float[] out = c.array();
    int k = a.cols();
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.cols(); j++) {
        int x = a.at(i, 0);
        int y = b.at(0, j);
        float sum = 0;
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
  void lines(float[] src, int at, int step, int rows, int n, float[] dst, int to, int toStep) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(src, at + i * step, dst, to + i * toStep, n);
    }
  }

  @Override
  void transpose(float[] src, int at, int step, int rows, int n, float[] dst, int to, int toStep) {
    int i = 0;
    for (; i < rows - 3; i += 4) {
      int s0 = at + i * step;
      int s1 = s0 + step;
      int s2 = s1 + step;
      int s3 = s2 + step;
      int d = to + i;
      for (int p = 0; p < n; p++) {
        dst[d] = src[s0 + p];
        dst[d + 1] = src[s1 + p];
        dst[d + 2] = src[s2 + p];
        dst[d + 3] = src[s3 + p];
        d += toStep;
      }
    }
    for (; i < rows; i++) {
      copy(src, at + i * step, 1, n, dst, to + i, toStep);
    }
  }

  @Override
  void panel(float[] src, int at, int[] shifts, int from, int k, int[] runs, float[] dst, int to) {
    for (int r = 0; r < runs.length; r += 2) {
      int start = runs[r];
      int n = (r + 2 < runs.length ? runs[r + 2] : cols) - start;
      for (int p = 0; p < k; p++) {
        System.arraycopy(src, at + shifts[from + p] + runs[r + 1] + start, dst, to + p * cols + start, n);
      }
    }
  }

  @Override
  final void copy(float[] src, int at, int step, int n, float[] dst, int to, int toStep) {
    if (step == 1 && toStep == 1) {
      System.arraycopy(src, at, dst, to, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      dst[to + i * toStep] = src[at + i * step];
    }
  }

  @Override
  final void add(float[] src, int at, int step, int n, float[] dst, int to, int toStep) {
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
  final void fill(float[] dst, int from, int to, float[] value, int at) {
    Arrays.fill(dst, from, to, value[at]);
  }

  @Override
  final void zero(float[] dst, int from, int to) {
    Arrays.fill(dst, from, to, 0);
  }
}
