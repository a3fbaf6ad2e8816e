package dev.nabla.kernel.vector;

import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Storage;
import java.util.Arrays;

/**
 * Reductions of real numbers over outer axes: rows of inputs are added to (or compared with) a row of accumulators in double precision.
 *
 * <p>Results are cut into tiles of {@link #TILE} columns, and their rows, when there are many, into parts.
 */
final class RowLoops {
  // Lambdas: references would link a class that may be of no use.
  private static final Training SUMS = new Training(() -> SimdLoops.trainRowSums());
  private static final Training EXTREMES = new Training(() -> SimdLoops.trainRowExtremes());

  private static final int TILE = 2048;
  /** The least number of rows in a part. */
  private static final int FEW = 256;

  private RowLoops() {}

  /** The reduction of {@code in}, laid out by rows of dense results, into {@code out}. */
  static void reduce(Reducer reducer, Storage in, ReduceLayout layout, Storage out) {
    boolean positions = reducer == Reducer.ARGMAX || reducer == Reducer.ARGMIN;
    int width = layout.rowLength();
    int tiles = (width - 1) / TILE + 1;
    int rows = layout.lines() * layout.lineLength();
    int together = positions ? rows : Math.max(FEW, (Reductions.PART / width) & -4);
    int parts = (rows - 1) / together + 1;
    int tasks = layout.rows() * tiles * parts;
    double[] partial = new double[parts == 1 ? 0 : layout.outputs() * parts];
    int grain = Math.max(1, Reductions.GRAIN / Math.max(1, Math.min(TILE, width) * Math.min(rows, together)));
    Parallel.range(tasks, grain, (from, to) -> {
      Walk results = layout.walkRows();
      Walk lines = layout.walkLines();
      double[] acc = new double[Math.min(TILE, width)];
      int[] best = positions ? new int[acc.length] : NONE;
      for (int task = from; task < to; task++) {
        int part = task % parts;
        int column = task / parts % tiles * TILE;
        int row = task / parts / tiles;
        int n = Math.min(TILE, width - column);
        results.seek(row);
        Arrays.fill(acc, start(reducer));
        rows(reducer, in, results.a + column, layout, lines, part * together, Math.min(rows, (part + 1) * together),
            acc, best, n);
        if (parts == 1) {
          store(acc, best, n, positions, out, results.b + column * layout.rowOut(), layout.rowOut());
        } else {
          System.arraycopy(acc, 0, partial, (row * parts + part) * width + column, n);
        }
      }
    });
    if (parts > 1) {
      combine(reducer, layout, parts, partial, out);
    }
  }

  private static final int[] NONE = new int[0];

  /** The neutral element of a reduction of real numbers. */
  static double start(Reducer reducer) {
    return switch (reducer) {
      case PROD -> 1;
      case MAX, ARGMAX -> Double.NEGATIVE_INFINITY;
      case MIN, ARGMIN -> Double.POSITIVE_INFINITY;
      default -> 0;
    };
  }

  /** Adds the parts of each result in order. */
  private static void combine(Reducer reducer, ReduceLayout layout, int parts, double[] partial, Storage out) {
    int width = layout.rowLength();
    Walk results = layout.walkRows();
    for (int row = 0; row < layout.rows(); row++, results.next()) {
      int first = row * parts * width;
      for (int part = 1; part < parts; part++) {
        for (int j = 0; j < width; j++) {
          partial[first + j] = LineLoops.combine(reducer, partial[first + j], partial[first + part * width + j]);
        }
      }
      for (int j = 0; j < width; j++) {
        out.setDouble(results.b + j * layout.rowOut(), partial[first + j]);
      }
    }
  }

  private static void store(double[] acc, int[] best, int n, boolean positions, Storage out, int at, int stride) {
    for (int j = 0; j < n; j++) {
      if (positions) {
        out.setLong(at + j * stride, best[j]);
      } else {
        out.setDouble(at + j * stride, acc[j]);
      }
    }
  }

  /**
   * Reduces n columns of the rows {@code from} to {@code to} into {@code acc}; the first column of row 0 lies at
   * {@code base}.
   */
  private static void rows(Reducer reducer, Storage in, int base, ReduceLayout layout, Walk lines, int from, int to,
      double[] acc, int[] best, int n) {
    int length = layout.lineLength();
    int stride = layout.lineStride();
    lines.seek(from / length);
    int i = from % length;
    for (int row = from; row < to; lines.next()) {
      int run = Math.min(length - i, to - row);
      int at = base + lines.a + i * stride;
      if (in.array() instanceof float[] x) {
        run(reducer, x, at, stride, run, row, acc, best, n);
      } else {
        run(reducer, in.doubles(), at, stride, run, row, acc, best, n);
      }
      row += run;
      i = 0;
    }
  }

  private static void run(Reducer reducer, float[] x, int at, int stride, int rows, int first, double[] acc, int[] best,
      int n) {
    int i = 0;
    for (; i < rows - 3; i += 4) {
      int p = at + i * stride;
      switch (reducer) {
        case SUM -> add4(x, p, stride, acc, n);
        case MAX -> max4(x, p, stride, acc, n);
        case MIN -> min4(x, p, stride, acc, n);
        default -> {
          for (int k = 0; k < 4; k++) {
            row(reducer, x, p + k * stride, first + i + k, acc, best, n);
          }
        }
      }
    }
    for (; i < rows; i++) {
      row(reducer, x, at + i * stride, first + i, acc, best, n);
    }
  }

  /** One row; as an example {@code acc[j] += x[at + j]}. */
  private static void row(Reducer reducer, float[] x, int at, int number, double[] acc, int[] best, int n) {
    switch (reducer) {
      case ARGMAX -> {
        for (int j = 0; j < n; j++) {
          double v = x[at + j];
          if (v > acc[j] || number == 0 || (Double.isNaN(v) && !Double.isNaN(acc[j]))) {
            acc[j] = v;
            best[j] = number;
          }
        }
      }
      case ARGMIN -> {
        for (int j = 0; j < n; j++) {
          double v = x[at + j];
          if (v < acc[j] || number == 0 || (Double.isNaN(v) && !Double.isNaN(acc[j]))) {
            acc[j] = v;
            best[j] = number;
          }
        }
      }
      case PROD -> {
        for (int j = 0; j < n; j++) {
          acc[j] *= x[at + j];
        }
      }
      case MAX -> {
        for (int j = 0; j < n; j++) {
          acc[j] = Math.max(acc[j], x[at + j]);
        }
      }
      case MIN -> {
        for (int j = 0; j < n; j++) {
          acc[j] = Math.min(acc[j], x[at + j]);
        }
      }
      default -> {
        for (int j = 0; j < n; j++) {
          acc[j] += x[at + j];
        }
      }
    }
  }

  /** {@code acc[j] += (r0[j] + r1[j]) + (r2[j] + r3[j])} for four rows, the sums in double precision. */
  private static void add4(float[] x, int at, int stride, double[] acc, int n) {
    int p1 = at + stride;
    int p2 = p1 + stride;
    int p3 = p2 + stride;
    for (int j = SUMS.isReady() ? SimdLoops.addRows(x, at, stride, acc, n) : 0; j < n; j++) {
      acc[j] += ((double) x[at + j] + x[p1 + j]) + ((double) x[p2 + j] + x[p3 + j]);
    }
  }

  private static void max4(float[] x, int at, int stride, double[] acc, int n) {
    int p1 = at + stride;
    int p2 = p1 + stride;
    int p3 = p2 + stride;
    for (int j = EXTREMES.isReady() ? SimdLoops.maxRows(x, at, stride, acc, n) : 0; j < n; j++) {
      acc[j] = Math.max(acc[j], Math.max(Math.max(x[at + j], x[p1 + j]), Math.max(x[p2 + j], x[p3 + j])));
    }
  }

  private static void min4(float[] x, int at, int stride, double[] acc, int n) {
    int p1 = at + stride;
    int p2 = p1 + stride;
    int p3 = p2 + stride;
    for (int j = EXTREMES.isReady() ? SimdLoops.minRows(x, at, stride, acc, n) : 0; j < n; j++) {
      acc[j] = Math.min(acc[j], Math.min(Math.min(x[at + j], x[p1 + j]), Math.min(x[p2 + j], x[p3 + j])));
    }
  }

  private static void run(Reducer reducer, double[] x, int at, int stride, int rows, int first, double[] acc,
      int[] best, int n) {
    int i = 0;
    for (; i < rows - 3; i += 4) {
      int p = at + i * stride;
      switch (reducer) {
        case SUM -> add4(x, p, stride, acc, n);
        case MAX -> max4(x, p, stride, acc, n);
        case MIN -> min4(x, p, stride, acc, n);
        default -> {
          for (int k = 0; k < 4; k++) {
            row(reducer, x, p + k * stride, first + i + k, acc, best, n);
          }
        }
      }
    }
    for (; i < rows; i++) {
      row(reducer, x, at + i * stride, first + i, acc, best, n);
    }
  }

  /** One row; as an example {@code acc[j] += x[at + j]}. */
  private static void row(Reducer reducer, double[] x, int at, int number, double[] acc, int[] best, int n) {
    switch (reducer) {
      case ARGMAX -> {
        for (int j = 0; j < n; j++) {
          double v = x[at + j];
          if (v > acc[j] || number == 0 || (Double.isNaN(v) && !Double.isNaN(acc[j]))) {
            acc[j] = v;
            best[j] = number;
          }
        }
      }
      case ARGMIN -> {
        for (int j = 0; j < n; j++) {
          double v = x[at + j];
          if (v < acc[j] || number == 0 || (Double.isNaN(v) && !Double.isNaN(acc[j]))) {
            acc[j] = v;
            best[j] = number;
          }
        }
      }
      case PROD -> {
        for (int j = 0; j < n; j++) {
          acc[j] *= x[at + j];
        }
      }
      case MAX -> {
        for (int j = 0; j < n; j++) {
          acc[j] = Math.max(acc[j], x[at + j]);
        }
      }
      case MIN -> {
        for (int j = 0; j < n; j++) {
          acc[j] = Math.min(acc[j], x[at + j]);
        }
      }
      default -> {
        for (int j = 0; j < n; j++) {
          acc[j] += x[at + j];
        }
      }
    }
  }

  /** {@code acc[j] += (r0[j] + r1[j]) + (r2[j] + r3[j])} for four rows, the sums in double precision. */
  private static void add4(double[] x, int at, int stride, double[] acc, int n) {
    int p1 = at + stride;
    int p2 = p1 + stride;
    int p3 = p2 + stride;
    for (int j = SUMS.isReady() ? SimdLoops.addRows(x, at, stride, acc, n) : 0; j < n; j++) {
      acc[j] += (x[at + j] + x[p1 + j]) + (x[p2 + j] + x[p3 + j]);
    }
  }

  private static void max4(double[] x, int at, int stride, double[] acc, int n) {
    int p1 = at + stride;
    int p2 = p1 + stride;
    int p3 = p2 + stride;
    for (int j = EXTREMES.isReady() ? SimdLoops.maxRows(x, at, stride, acc, n) : 0; j < n; j++) {
      acc[j] = Math.max(acc[j], Math.max(Math.max(x[at + j], x[p1 + j]), Math.max(x[p2 + j], x[p3 + j])));
    }
  }

  private static void min4(double[] x, int at, int stride, double[] acc, int n) {
    int p1 = at + stride;
    int p2 = p1 + stride;
    int p3 = p2 + stride;
    for (int j = EXTREMES.isReady() ? SimdLoops.minRows(x, at, stride, acc, n) : 0; j < n; j++) {
      acc[j] = Math.min(acc[j], Math.min(Math.min(x[at + j], x[p1 + j]), Math.min(x[p2 + j], x[p3 + j])));
    }
  }
}
