package dev.nabla.kernel.vector;

import dev.nabla.kernel.Scan;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Running reductions: each line by one thread from end to end, real numbers in double precision. */
final class Scans {
  /** Columns that go down an outer axis together. */
  private static final int TILE = 512;

  private Scans() {}

  /** The running reduction of {@code in} along {@code axis}; {@code positions} (int64) only for MAX and MIN. */
  static void scan(Scan scan, Strided in, int axis, Strided out, @Nullable Strided positions) {
    if (in.numel() == 0) {
      return;
    }
    int n = in.rank() == 0 ? 1 : in.dim(axis);
    int step = in.rank() == 0 ? 1 : in.stride(axis);
    int outStep = in.rank() == 0 ? 1 : out.stride(axis);
    int inner = in.rank() - 1;
    boolean additive = scan == Scan.SUM || scan == Scan.PROD;
    if (additive && in.dtype().isFloating() && inner > axis && in.stride(inner) == 1 && out.stride(inner) == 1
        && in.dim(inner) > 1) {
      rows(scan == Scan.SUM, in, axis, out);
      return;
    }
    int lines = in.numel() / n;
    Parallel.range(lines, Math.max(1, Reductions.GRAIN / 4 / n), (from, to) -> {
      Walk walk = positions == null ? Walk.across(axis, in, out) : Walk.across(axis, in, out, positions);
      walk.seek(from);
      int first = scan == Scan.SUM && in.storage().array() instanceof float[] x
          ? sums(x, out.storage().floats(), walk, step, outStep, n, from, to)
          : from;
      for (int line = first; line < to; line++, walk.next()) {
        if (additive) {
          line(scan == Scan.SUM, in.storage(), walk.a, step, out.storage(), walk.b, outStep, n);
        } else if (scan == Scan.LOGSUMEXP) {
          logSumExp(in.storage(), walk.a, step, out.storage(), walk.b, outStep, n);
        } else {
          int move = positions == null || in.rank() == 0 ? 1 : positions.stride(axis);
          Storage places = positions == null ? null : positions.storage();
          extremes(scan == Scan.MAX, in.storage(), walk.a, step, out.storage(), walk.b, outStep, places, walk.c, move,
              n);
        }
      }
    });
  }

  /** Running sums of lines, four at a time, as one alone waits for each addition; returns the first line that is left. */
  private static int sums(float[] x, float[] y, Walk walk, int step, int outStep, int n, int from, int to) {
    int[] a = new int[4];
    int[] b = new int[4];
    int line = from;
    for (; line < to - 3; line += 4) {
      for (int k = 0; k < 4; k++, walk.next()) {
        a[k] = walk.a;
        b[k] = walk.b;
      }
      four(x, a[0], a[1], a[2], a[3], step, y, b[0], b[1], b[2], b[3], outStep, n);
    }
    return line;
  }

  private static void four(float[] x, int a0, int a1, int a2, int a3, int step, float[] y, int b0, int b1, int b2,
      int b3,
      int outStep, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (int i = 0; i < n; i++) {
      int p = i * step;
      int q = i * outStep;
      s0 += x[a0 + p];
      s1 += x[a1 + p];
      s2 += x[a2 + p];
      s3 += x[a3 + p];
      y[b0 + q] = (float) s0;
      y[b1 + q] = (float) s1;
      y[b2 + q] = (float) s2;
      y[b3 + q] = (float) s3;
    }
  }

  private static void line(boolean sum, Storage in, int at, int step, Storage out, int to, int outStep, int n) {
    switch (in.array()) {
      case float[] x -> line(sum, x, at, step, out.floats(), to, outStep, n);
      case double[] x -> line(sum, x, at, step, out.doubles(), to, outStep, n);
      default -> {
        long acc = sum ? 0 : 1;
        for (int i = 0; i < n; i++) {
          long v = in.getLong(at + i * step);
          acc = sum ? acc + v : acc * v;
          out.setLong(to + i * outStep, acc);
        }
      }
    }
  }

  private static void logSumExp(Storage in, int at, int step, Storage out, int to, int outStep, int n) {
    double acc = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      double v = in.getDouble(at + i * step);
      double high = Math.max(acc, v);
      double low = Math.min(acc, v);
      acc = high == low && Double.isInfinite(high) ? high : high + Math.log1p(Math.exp(low - high));
      out.setDouble(to + i * outStep, acc);
    }
  }

  private static void extremes(boolean largest, Storage in, int at, int step, Storage out, int to, int outStep,
      @Nullable Storage positions, int there, int move, int n) {
    int best = 0;
    long bestRank = Long.MIN_VALUE;
    for (int i = 0; i < n; i++) {
      long rank = LineLoops.rank(in, largest, at + i * step);
      if (rank >= bestRank) {
        bestRank = rank;
        best = i;
      }
      if (in.dtype().isFloating()) {
        out.setDouble(to + i * outStep, in.getDouble(at + best * step));
      } else {
        out.setLong(to + i * outStep, in.getLong(at + best * step));
      }
      if (positions != null) {
        positions.setLong(there + i * move, best);
      }
    }
  }

  /** Sums or products along an outer axis, for dense rows: tiles of columns go down together. */
  private static void rows(boolean sum, Strided in, int axis, Strided out) {
    int inner = in.rank() - 1;
    int width = in.dim(inner);
    int tiles = (width - 1) / TILE + 1;
    int n = in.dim(axis);
    int blocks = in.numel() / n / width;
    Parallel.range(blocks * tiles, Math.max(1, Reductions.GRAIN / n / Math.min(width, TILE)), (from, to) -> {
      Walk walk = Walk.across(axis, inner, in, out);
      double[] acc = new double[Math.min(width, TILE)];
      for (int task = from; task < to; task++) {
        walk.seek(task / tiles);
        int column = task % tiles * TILE;
        int columns = Math.min(TILE, width - column);
        Arrays.fill(acc, sum ? 0 : 1);
        for (int i = 0; i < n; i++) {
          int at = walk.a + column + i * in.stride(axis);
          int there = walk.b + column + i * out.stride(axis);
          if (in.storage().array() instanceof float[] x) {
            row(sum, x, at, out.storage().floats(), there, acc, columns);
          } else {
            row(sum, in.storage().doubles(), at, out.storage().doubles(), there, acc, columns);
          }
        }
      }
    });
  }

  private static void line(boolean sum, float[] x, int at, int step, float[] y, int to, int outStep, int n) {
    double acc = sum ? 0 : 1;
    for (int i = 0; i < n; i++) {
      acc = sum ? acc + x[at] : acc * x[at];
      y[to] = (float) acc;
      at += step;
      to += outStep;
    }
  }

  private static void row(boolean sum, float[] x, int at, float[] y, int to, double[] acc, int n) {
    for (int j = 0; j < n; j++) {
      double v = sum ? acc[j] + x[at + j] : acc[j] * x[at + j];
      acc[j] = v;
      y[to + j] = (float) v;
    }
  }

  private static void line(boolean sum, double[] x, int at, int step, double[] y, int to, int outStep, int n) {
    double acc = sum ? 0 : 1;
    for (int i = 0; i < n; i++) {
      acc = sum ? acc + x[at] : acc * x[at];
      y[to] = acc;
      at += step;
      to += outStep;
    }
  }

  private static void row(boolean sum, double[] x, int at, double[] y, int to, double[] acc, int n) {
    for (int j = 0; j < n; j++) {
      double v = sum ? acc[j] + x[at + j] : acc[j] * x[at + j];
      acc[j] = v;
      y[to + j] = v;
    }
  }
}
