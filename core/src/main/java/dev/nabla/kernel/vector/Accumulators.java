package dev.nabla.kernel.vector;

import dev.nabla.kernel.Reducer;
import java.util.Arrays;

/**
 * Partial results of the reductions of row programs.
 *
 * <p>Note [Row sums]: element i of a block of a line is added to lane {@code i % 32}, across lines one by one, in the type of the
 * computation; after a block of {@link RowTile#BLOCK} elements (or {@link RowTile#TOGETHER} lines) that goes into accumulators in double
 * precision. So at most {@code BLOCK / 32} numbers are added in float32, and the order depends on the layout alone.
 */
final class Accumulators {
  private Accumulators() {}

  /** Sets n elements of a float32 or float64 array. */
  static void fill(Object array, int n, double v) {
    if (array instanceof float[] x) {
      Arrays.fill(x, 0, n, (float) v);
    } else {
      Arrays.fill((double[]) array, 0, n, v);
    }
  }

  /** Combines n elements of a line with the lanes, from lane 0 on. */
  static void along(Reducer reducer, Object from, int at, int n, Object lanes) {
    int i = 0;
    for (; i < n; i += PassKernel.LANES) {
      down(reducer, from, at + i, Math.min(PassKernel.LANES, n - i), lanes, 0);
    }
  }

  /** Combines n elements of a line with n accumulators. */
  static void down(Reducer reducer, Object from, int at, int n, Object acc, int to) {
    if (from instanceof float[] x) {
      down(reducer, x, at, n, (float[]) acc, to);
    } else {
      down(reducer, (double[]) from, at, n, (double[]) acc, to);
    }
  }

  private static void down(Reducer reducer, float[] x, int at, int n, float[] acc, int to) {
    switch (reducer) {
      case MAX -> {
        for (int i = 0; i < n; i++) {
          acc[to + i] = Math.max(acc[to + i], x[at + i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          acc[to + i] = Math.min(acc[to + i], x[at + i]);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          acc[to + i] += x[at + i];
        }
      }
    }
  }

  private static void down(Reducer reducer, double[] x, int at, int n, double[] acc, int to) {
    switch (reducer) {
      case MAX -> {
        for (int i = 0; i < n; i++) {
          acc[to + i] = Math.max(acc[to + i], x[at + i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          acc[to + i] = Math.min(acc[to + i], x[at + i]);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          acc[to + i] += x[at + i];
        }
      }
    }
  }

  /** Combines n accumulators with those in double precision, which are {@code step} apart. */
  static void fold(Reducer reducer, Object acc, int n, double[] sums, int to, int step) {
    if (reducer == Reducer.SUM && step == 1) {
      if (acc instanceof float[] x) {
        add(x, n, sums, to);
      } else {
        down(reducer, (double[]) acc, 0, n, sums, to);
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      double v = acc instanceof float[] x ? x[i] : ((double[]) acc)[i];
      sums[to + i * step] = LineLoops.combine(reducer, sums[to + i * step], v);
    }
  }

  private static void add(float[] x, int n, double[] sums, int to) {
    for (int i = 0; i < n; i++) {
      sums[to + i] += x[i];
    }
  }

  /** All lanes combined; changes them. */
  static double total(Reducer reducer, double[] lanes) {
    if (reducer == Reducer.SUM) {
      return LineLoops.tree(lanes);
    }
    double result = lanes[0];
    for (double v : lanes) {
      result = LineLoops.combine(reducer, result, v);
    }
    return result;
  }
}
