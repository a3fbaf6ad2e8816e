package dev.nabla.bench;

/** The workloads' inputs: the same numbers in every language, from integer arithmetic alone. */
final class Numbers {
  private Numbers() {}

  /** The {@code i}-th number of a series, evenly spread over [-1, 1): a multiplicative hash in two rounds. */
  static double at(long series, long i) {
    long h = (i + 1) * 0x9E3779B97F4A7C15L + series * 0xD1B54A32D192ED03L;
    h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L;
    return ((h ^ (h >>> 32)) >>> 40) * 0x1p-23 - 1;
  }

  static float[] floats(long series, double bound, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) (bound * at(series, i));
    }
    return x;
  }

  static double[] doubles(long series, double bound, int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = bound * at(series, i);
    }
    return x;
  }

  /** Whole numbers from 0 to {@code below - 1}. */
  static long[] indices(long series, int below, int n) {
    long[] x = new long[n];
    for (int i = 0; i < n; i++) {
      x[i] = (long) ((at(series, i) + 1) / 2 * below);
    }
    return x;
  }

  static int count(int... shape) {
    int n = 1;
    for (int size : shape) {
      n *= size;
    }
    return n;
  }
}
