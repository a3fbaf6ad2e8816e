package dev.nabla.kernel.vector;

import dev.nabla.kernel.Strided;

/** Max pooling. */
final class Pooling {
  /** Input elements worth starting a thread for. */
  private static final int GRAIN = 1 << 15;

  private Pooling() {}

  /** The largest element of each window and its position; see {@link dev.nabla.kernel.Backend#maxPool}. */
  static void maxPool(Strided x, int[][] starts, int[][] ends, int[] dilation, Strided y, Strided positions) {
    if (y.numel() == 0) {
      return;
    }
    switch (x.dtype()) {
      case FLOAT32 -> new FloatPool(x, starts, ends, dilation, y, positions).run();
      case FLOAT64 -> new DoublePool(x, starts, ends, dilation, y, positions).run();
      default -> new LongPool(x, starts, ends, dilation, y, positions).run();
    }
  }

  /** The walk over images, channels and windows; a subclass compares the elements of one type. */
  private abstract static class Pool {
    final Strided x;
    final Strided y;
    final long[] where;

    /** Spatial sizes of x, and steps of x and y there; missing leading axes have size 1. */
    final int[] size = {1, 1, 1};
    final int[] step = {0, 0, 0};
    final int[] yStep = {0, 0, 0};
    final int[][] starts = {{0}, {0}, {0}};
    final int[][] ends = {{1}, {1}, {1}};
    final int[] dilation = {1, 1, 1};
    private final Strided positions;
    private final int[] positionStep = {0, 0, 0};

    Pool(Strided x, int[][] starts, int[][] ends, int[] dilation, Strided y, Strided positions) {
      this.x = x;
      this.y = y;
      this.positions = positions;
      this.where = positions.storage().longs();
      int missing = 5 - x.rank();
      for (int i = 0; i < starts.length; i++) {
        size[missing + i] = x.dim(i + 2);
        step[missing + i] = x.stride(i + 2);
        yStep[missing + i] = y.stride(i + 2);
        positionStep[missing + i] = positions.stride(i + 2);
        this.starts[missing + i] = starts[i];
        this.ends[missing + i] = ends[i];
        this.dilation[missing + i] = dilation[i];
      }
    }

    final void run() {
      int planes = y.dim(0) * y.dim(1);
      int work = Math.max(1, size[0] * size[1] * size[2]);
      Parallel.range(planes, Math.max(1, GRAIN / work), (from, to) -> {
        for (int i = from; i < to; i++) {
          int n = i / y.dim(1);
          int c = i % y.dim(1);
          plane(x.offset() + n * x.stride(0) + c * x.stride(1), y.offset() + n * y.stride(0) + c * y.stride(1),
              positions.offset() + n * positions.stride(0) + c * positions.stride(1));
        }
      });
    }

    private void plane(int at, int to, int whereTo) {
      for (int p0 = 0; p0 < starts[0].length; p0++) {
        for (int p1 = 0; p1 < starts[1].length; p1++) {
          row(at, p0, p1, to + p0 * yStep[0] + p1 * yStep[1], whereTo + p0 * positionStep[0] + p1 * positionStep[1],
              positionStep[2]);
        }
      }
    }

    /** The windows (p0, p1, 0), (p0, p1, 1), … of the plane that begins at {@code at}. */
    abstract void row(int at, int p0, int p1, int to, int whereTo, int whereStep);
  }

  private static final class FloatPool extends Pool {
    /** A lambda: a reference would link the class, which may be of no use. */
    private static final Training LARGEST = new Training(() -> FloatPoolLanes.train());

    private final float[] in = x.storage().floats();
    private final float[] out = y.storage().floats();

    /** By element of a window, then by window: the column, and how far it lies from the start of its line. Windows cut short repeat their last. */
    private final int[][] columns;

    private final int[][] offsets;

    FloatPool(Strided x, int[][] starts, int[][] ends, int[] dilation, Strided y, Strided positions) {
      super(x, starts, ends, dilation, y, positions);
      int[] first = this.starts[2];
      int[] last = this.ends[2];
      int gap = this.dilation[2];
      int most = 0;
      for (int p = 0; p < first.length; p++) {
        most = Math.max(most, Math.ceilDiv(last[p] - first[p], gap));
      }
      int padded = Simd.AVAILABLE
          ? Math.ceilDiv(first.length, FloatPoolLanes.LANES) * FloatPoolLanes.LANES
          : first.length;
      columns = new int[most][padded];
      offsets = new int[most][padded];
      for (int k = 0; k < most; k++) {
        for (int p = 0; p < first.length; p++) {
          columns[k][p] = first[p] + Math.min(k, (last[p] - first[p] - 1) / gap) * gap;
          offsets[k][p] = columns[k][p] * step[2];
        }
      }
    }

    @Override
    void row(int at, int p0, int p1, int to, int whereTo, int whereStep) {
      int n0 = Math.ceilDiv(ends[0][p0] - starts[0][p0], dilation[0]);
      int n1 = Math.ceilDiv(ends[1][p1] - starts[1][p1], dilation[1]);
      int[] lines = new int[n0 * n1];
      int[] rows = new int[n0 * n1];
      for (int a = 0; a < n0; a++) {
        int i = starts[0][p0] + a * dilation[0];
        for (int b = 0; b < n1; b++) {
          int j = starts[1][p1] + b * dilation[1];
          lines[a * n1 + b] = at + i * step[0] + j * step[1];
          rows[a * n1 + b] = (i * size[1] + j) * size[2];
        }
      }
      int n = starts[2].length;
      float[] best = new float[columns[0].length];
      int[] positions = new int[columns[0].length];
      if (LARGEST.isReady()) {
        FloatPoolLanes.largest(in, lines, rows, offsets, columns, n, best, positions);
      } else {
        largest(lines, rows, n, best, positions);
      }
      for (int p = 0; p < n; p++) {
        out[to + p * yStep[2]] = best[p];
        where[whereTo + p * whereStep] = positions[p];
      }
    }

    /** As {@link FloatPoolLanes#largest}. */
    private void largest(int[] lines, int[] rows, int n, float[] best, int[] positions) {
      for (int p = 0; p < n; p++) {
        best[p] = in[lines[0] + offsets[0][p]];
        positions[p] = rows[0] + columns[0][p];
        for (int r = 0; r < lines.length; r++) {
          for (int k = 0; k < offsets.length; k++) {
            float v = in[lines[r] + offsets[k][p]];
            if (v > best[p] || Float.isNaN(v) && !Float.isNaN(best[p])) {
              best[p] = v;
              positions[p] = rows[r] + columns[k][p];
            }
          }
        }
      }
    }
  }

  private static final class DoublePool extends Pool {
    private final double[] in = x.storage().doubles();
    private final double[] out = y.storage().doubles();

    DoublePool(Strided x, int[][] starts, int[][] ends, int[] dilation, Strided y, Strided positions) {
      super(x, starts, ends, dilation, y, positions);
    }

    @Override
    void row(int at, int p0, int p1, int to, int whereTo, int whereStep) {
      int[] first = starts[2];
      int[] last = ends[2];
      for (int p = 0; p < first.length; p++) {
        int best = (starts[0][p0] * size[1] + starts[1][p1]) * size[2] + first[p];
        double max = in[at + starts[0][p0] * step[0] + starts[1][p1] * step[1] + first[p] * step[2]];
        for (int i = starts[0][p0]; i < ends[0][p0]; i += dilation[0]) {
          for (int j = starts[1][p1]; j < ends[1][p1]; j += dilation[1]) {
            int line = at + i * step[0] + j * step[1];
            for (int k = first[p]; k < last[p]; k += dilation[2]) {
              double v = in[line + k * step[2]];
              if (v > max || Double.isNaN(v) && !Double.isNaN(max)) {
                max = v;
                best = (i * size[1] + j) * size[2] + k;
              }
            }
          }
        }
        out[to + p * yStep[2]] = max;
        where[whereTo + p * whereStep] = best;
      }
    }
  }

  private static final class LongPool extends Pool {
    LongPool(Strided x, int[][] starts, int[][] ends, int[] dilation, Strided y, Strided positions) {
      super(x, starts, ends, dilation, y, positions);
    }

    @Override
    void row(int at, int p0, int p1, int to, int whereTo, int whereStep) {
      int[] first = starts[2];
      int[] last = ends[2];
      for (int p = 0; p < first.length; p++) {
        int best = (starts[0][p0] * size[1] + starts[1][p1]) * size[2] + first[p];
        long max = x.storage().getLong(at + starts[0][p0] * step[0] + starts[1][p1] * step[1] + first[p] * step[2]);
        for (int i = starts[0][p0]; i < ends[0][p0]; i += dilation[0]) {
          for (int j = starts[1][p1]; j < ends[1][p1]; j += dilation[1]) {
            int line = at + i * step[0] + j * step[1];
            for (int k = first[p]; k < last[p]; k += dilation[2]) {
              long v = x.storage().getLong(line + k * step[2]);
              if (v > max) {
                max = v;
                best = (i * size[1] + j) * size[2] + k;
              }
            }
          }
        }
        y.storage().setLong(to + p * yStep[2], max);
        where[whereTo + p * whereStep] = best;
      }
    }
  }
}
