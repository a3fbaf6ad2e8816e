package dev.nabla.kernel.vector;

import dev.nabla.kernel.Strided;
import java.util.Arrays;

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
    private final float[] in = x.storage().floats();
    private final float[] out = y.storage().floats();

    /** Whether a position is the offset in the plane; finding that takes three divisions else. */
    private final boolean rowMajor;

    FloatPool(Strided x, int[][] starts, int[][] ends, int[] dilation, Strided y, Strided positions) {
      super(x, starts, ends, dilation, y, positions);
      rowMajor = step[2] == 1 && step[1] == size[2] && (size[0] == 1 || step[0] == size[1] * size[2]);
    }

    /**
     * An element as a number that orders as the windows want it: NaN above all, zeros equal, and of equal elements the
     * one with the smaller position first. Taking the largest needs no branches, which random elements would
     * mispredict.
     */
    private static long key(float v, int position) {
      int bits = Float.floatToIntBits(v + 0f);
      return (long) (bits ^ bits >> 31 & Integer.MAX_VALUE) << 32 | ~position & 0xFFFFFFFFL;
    }

    @Override
    void row(int at, int p0, int p1, int to, int whereTo, int whereStep) {
      int[] first = starts[2];
      int[] last = ends[2];
      for (int p = 0; p < first.length; p++) {
        int position = ~(int) largest(at, p0, p1, first[p], last[p]);
        out[to + p * yStep[2]] = in[at + (rowMajor ? position : offset(position))];
        where[whereTo + p * whereStep] = position;
      }
    }

    /** The largest key of the window on columns {@code from} to {@code end - 1}. */
    private long largest(int at, int p0, int p1, int from, int end) {
      long best = Long.MIN_VALUE;
      int columnStep = dilation[2];
      for (int i = starts[0][p0]; i < ends[0][p0]; i += dilation[0]) {
        for (int j = starts[1][p1]; j < ends[1][p1]; j += dilation[1]) {
          int line = at + i * step[0] + j * step[1];
          int row = (i * size[1] + j) * size[2];
          for (int k = from; k < end; k += columnStep) {
            best = Math.max(best, key(in[line + k * step[2]], row + k));
          }
        }
      }
      return best;
    }

    /** How far the element at a row-major position lies from the start of its plane. */
    private int offset(int position) {
      int row = position / size[2];
      return row / size[1] * step[0] + row % size[1] * step[1] + position % size[2] * step[2];
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
