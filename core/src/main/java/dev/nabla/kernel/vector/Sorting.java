package dev.nabla.kernel.vector;

import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import java.util.Arrays;

/**
 * Stable sorting by packed keys.
 *
 * <p>Note [Packed keys]: an element of up to 32 bits becomes a whole number of 32 bits that sorts like it (NaN last, -0 as 0; inverted for
 * descending order), with its position in the lower half of a long. Such longs are all different, so any fast sort of longs is stable.
 * Elements of 64 bits are sorted by the upper half of their key first; runs with equal upper halves are then sorted by the lower one.
 */
final class Sorting {
  private static final long LOW = 0xFFFF_FFFFL;

  private Sorting() {}

  /**
   * Sorts along {@code axis}, stably, NaN as the largest and -0 equal to 0; {@code positions} (int64) tells where
   * each element came from.
   */
  static void sort(Strided in, int axis, boolean descending, Strided values, Strided positions) {
    if (in.numel() == 0) {
      return;
    }
    boolean scalar = in.rank() == 0;
    int n = scalar ? 1 : in.dim(axis);
    int step = scalar ? 0 : in.stride(axis);
    int out = scalar ? 0 : values.stride(axis);
    int move = scalar ? 0 : positions.stride(axis);
    long[] places = positions.storage().longs();
    Parallel.range(in.numel() / n, Math.max(1, Reductions.GRAIN / 16 / n), (from, to) -> {
      Walk walk = Walk.across(axis, in, values, positions);
      walk.seek(from);
      long[] keys = new long[n];
      for (int line = from; line < to; line++, walk.next()) {
        if (in.dtype().bytes() == 8) {
          sortWide(in.storage(), walk.a, step, descending, keys);
        } else {
          pack(in.storage(), walk.a, step, descending, keys);
          Arrays.sort(keys);
        }
        for (int i = 0; i < n; i++) {
          places[walk.c + i * move] = keys[i] & LOW;
        }
        collect(in.storage(), walk.a, step, keys, values.storage(), walk.b, out);
      }
    });
  }

  /** Fills in the keys of a line: the sortable form of each element above its position. */
  private static void pack(Storage in, int at, int step, boolean descending, long[] keys) {
    int flip = descending ? -1 : 0;
    if (in.array() instanceof float[] x) {
      for (int i = 0; i < keys.length; i++) {
        int bits = Float.floatToIntBits(x[at + i * step] + 0f);
        bits ^= (bits >> 31) & Integer.MAX_VALUE;
        keys[i] = (long) (bits ^ flip) << 32 | i;
      }
    } else {
      for (int i = 0; i < keys.length; i++) {
        keys[i] = (in.getLong(at + i * step) ^ flip) << 32 | i;
      }
    }
  }

  /** Sorts a line of 64-bit elements; the lower halves of {@code keys} are then the positions in order. */
  private static void sortWide(Storage in, int at, int step, boolean descending, long[] keys) {
    for (int i = 0; i < keys.length; i++) {
      keys[i] = wide(in, at + i * step, descending) & ~LOW | i;
    }
    Arrays.sort(keys);
    for (int from = 0; from < keys.length;) {
      int to = from + 1;
      while (to < keys.length && (keys[to] ^ keys[from]) >>> 32 == 0) {
        to++;
      }
      if (to - from > 1) {
        for (int i = from; i < to; i++) {
          int position = (int) keys[i];
          // As a signed number the lower half sorts right after its top bit is inverted.
          keys[i] = (wide(in, at + position * step, descending) ^ 0x8000_0000L) << 32 | position;
        }
        Arrays.sort(keys, from, to);
      }
      from = to;
    }
  }

  /** The sortable form of a 64-bit element. */
  private static long wide(Storage in, int at, boolean descending) {
    long bits;
    if (in.array() instanceof double[] x) {
      bits = Double.doubleToLongBits(x[at] + 0.0);
      bits ^= (bits >> 63) & Long.MAX_VALUE;
    } else {
      bits = in.longs()[at];
    }
    return descending ? ~bits : bits;
  }

  /** Copies the elements of a line in the order of the positions in the lower halves of {@code keys}. */
  private static void collect(Storage in, int at, int step, long[] keys, Storage out, int to, int outStep) {
    switch (in.array()) {
      case double[] x -> {
        double[] y = out.doubles();
        for (int i = 0; i < keys.length; i++) {
          y[to + i * outStep] = x[at + (int) keys[i] * step];
        }
      }
      case long[] x -> {
        long[] y = out.longs();
        for (int i = 0; i < keys.length; i++) {
          y[to + i * outStep] = x[at + (int) keys[i] * step];
        }
      }
      case int[] x -> {
        int[] y = out.ints();
        for (int i = 0; i < keys.length; i++) {
          y[to + i * outStep] = x[at + (int) keys[i] * step];
        }
      }
      case short[] x -> {
        short[] y = out.shorts();
        for (int i = 0; i < keys.length; i++) {
          y[to + i * outStep] = x[at + (int) keys[i] * step];
        }
      }
      case byte[] x -> {
        byte[] y = out.bytes();
        for (int i = 0; i < keys.length; i++) {
          y[to + i * outStep] = x[at + (int) keys[i] * step];
        }
      }
      default -> {
        float[] x = in.floats();
        float[] y = out.floats();
        for (int i = 0; i < keys.length; i++) {
          y[to + i * outStep] = x[at + (int) keys[i] * step];
        }
      }
    }
  }
}
