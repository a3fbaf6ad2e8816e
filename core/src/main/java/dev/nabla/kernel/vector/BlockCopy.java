package dev.nabla.kernel.vector;

import java.util.Arrays;

/**
 * Copies of two-dimensional strided blocks between arrays of one type: {@code r[to + i·ri + j·rj] = a[from + i·ai + j·aj]} for i below n and j
 * below m.
 */
final class BlockCopy {
  private BlockCopy() {}

  /** The copy for arrays of any one element type. */
  static void copy(Object a, int from, int ai, int aj, Object r, int to, int ri, int rj, int n, int m) {
    switch (a) {
      case float[] x -> copy(x, from, ai, aj, (float[]) r, to, ri, rj, n, m);
      case double[] x -> copy(x, from, ai, aj, (double[]) r, to, ri, rj, n, m);
      case long[] x -> copy(x, from, ai, aj, (long[]) r, to, ri, rj, n, m);
      case int[] x -> copy(x, from, ai, aj, (int[]) r, to, ri, rj, n, m);
      case short[] x -> copy(x, from, ai, aj, (short[]) r, to, ri, rj, n, m);
      case byte[] x -> copy(x, from, ai, aj, (byte[]) r, to, ri, rj, n, m);
      default -> throw new IllegalArgumentException("not an array of elements: " + a.getClass());
    }
  }

  private static void copy(float[] a, int from, int ai, int aj, float[] r, int to, int ri, int rj, int n, int m) {
    for (int i = 0; i < n; i++) {
      int f = from + i * ai;
      int t = to + i * ri;
      if (rj == 1 && aj == 1) {
        System.arraycopy(a, f, r, t, m);
      } else if (rj == 1 && aj == 0) {
        Arrays.fill(r, t, t + m, a[f]);
      } else {
        for (int j = 0; j < m; j++) {
          r[t + j * rj] = a[f + j * aj];
        }
      }
    }
  }

  private static void copy(double[] a, int from, int ai, int aj, double[] r, int to, int ri, int rj, int n, int m) {
    for (int i = 0; i < n; i++) {
      int f = from + i * ai;
      int t = to + i * ri;
      if (rj == 1 && aj == 1) {
        System.arraycopy(a, f, r, t, m);
      } else if (rj == 1 && aj == 0) {
        Arrays.fill(r, t, t + m, a[f]);
      } else {
        for (int j = 0; j < m; j++) {
          r[t + j * rj] = a[f + j * aj];
        }
      }
    }
  }

  private static void copy(long[] a, int from, int ai, int aj, long[] r, int to, int ri, int rj, int n, int m) {
    for (int i = 0; i < n; i++) {
      int f = from + i * ai;
      int t = to + i * ri;
      if (rj == 1 && aj == 1) {
        System.arraycopy(a, f, r, t, m);
      } else if (rj == 1 && aj == 0) {
        Arrays.fill(r, t, t + m, a[f]);
      } else {
        for (int j = 0; j < m; j++) {
          r[t + j * rj] = a[f + j * aj];
        }
      }
    }
  }

  private static void copy(int[] a, int from, int ai, int aj, int[] r, int to, int ri, int rj, int n, int m) {
    for (int i = 0; i < n; i++) {
      int f = from + i * ai;
      int t = to + i * ri;
      if (rj == 1 && aj == 1) {
        System.arraycopy(a, f, r, t, m);
      } else if (rj == 1 && aj == 0) {
        Arrays.fill(r, t, t + m, a[f]);
      } else {
        for (int j = 0; j < m; j++) {
          r[t + j * rj] = a[f + j * aj];
        }
      }
    }
  }

  private static void copy(short[] a, int from, int ai, int aj, short[] r, int to, int ri, int rj, int n, int m) {
    for (int i = 0; i < n; i++) {
      int f = from + i * ai;
      int t = to + i * ri;
      if (rj == 1 && aj == 1) {
        System.arraycopy(a, f, r, t, m);
      } else if (rj == 1 && aj == 0) {
        Arrays.fill(r, t, t + m, a[f]);
      } else {
        for (int j = 0; j < m; j++) {
          r[t + j * rj] = a[f + j * aj];
        }
      }
    }
  }

  private static void copy(byte[] a, int from, int ai, int aj, byte[] r, int to, int ri, int rj, int n, int m) {
    for (int i = 0; i < n; i++) {
      int f = from + i * ai;
      int t = to + i * ri;
      if (rj == 1 && aj == 1) {
        System.arraycopy(a, f, r, t, m);
      } else if (rj == 1 && aj == 0) {
        Arrays.fill(r, t, t + m, a[f]);
      } else {
        for (int j = 0; j < m; j++) {
          r[t + j * rj] = a[f + j * aj];
        }
      }
    }
  }
}
