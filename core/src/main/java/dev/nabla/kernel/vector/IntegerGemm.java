package dev.nabla.kernel.vector;

import dev.nabla.kernel.Strided;

/** Matrix products of whole numbers, computed in 64 bits and wrapped to the width of the type. */
final class IntegerGemm {
  private static final int GRAIN = 1 << 16;

  private IntegerGemm() {}

  static void matmul(Strided a, Strided b, Strided c, boolean accumulate) {
    int axes = c.rank() - 2;
    int m = c.dim(axes);
    int n = c.dim(axes + 1);
    int k = a.dim(axes + 1);
    long work = Math.max(1, (long) n * k);
    Parallel.range(c.numel() / n, (int) Math.max(1, GRAIN / work), (from, to) -> {
      long[] sum = new long[n];
      for (int row = from; row < to; row++) {
        row(a, b, c, row / m, row % m, k, accumulate, sum);
      }
    });
  }

  /** Row {@code i} of matrix {@code batch}. */
  private static void row(Strided a, Strided b, Strided c, int batch, int i, int k, boolean accumulate, long[] sum) {
    int axis = c.rank() - 1;
    int left = start(a, batch) + i * a.stride(axis - 1);
    int right = start(b, batch);
    int out = start(c, batch) + i * c.stride(axis - 1);
    for (int j = 0; j < sum.length; j++) {
      sum[j] = accumulate ? c.storage().getLong(out + j * c.stride(axis)) : 0;
    }
    for (int p = 0; p < k; p++) {
      long x = a.storage().getLong(left + p * a.stride(axis));
      if (x != 0) {
        addRow(x, b, right + p * b.stride(axis - 1), b.stride(axis), sum);
      }
    }
    for (int j = 0; j < sum.length; j++) {
      c.storage().setLong(out + j * c.stride(axis), sum[j]);
    }
  }

  private static void addRow(long x, Strided b, int at, int step, long[] sum) {
    switch (b.dtype()) {
      case INT64 -> {
        long[] v = b.storage().longs();
        for (int j = 0; j < sum.length; j++) {
          sum[j] += x * v[at + j * step];
        }
      }
      case INT32 -> {
        int[] v = b.storage().ints();
        for (int j = 0; j < sum.length; j++) {
          sum[j] += x * v[at + j * step];
        }
      }
      default -> {
        for (int j = 0; j < sum.length; j++) {
          sum[j] += x * b.storage().getLong(at + j * step);
        }
      }
    }
  }

  private static int start(Strided s, int batch) {
    int at = s.offset();
    for (int axis = s.rank() - 3; axis >= 0; axis--) {
      int n = s.dim(axis);
      at += batch % n * s.stride(axis);
      batch /= n;
    }
    return at;
  }
}
