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

  /** Lines that do not lie dense are worth a copy that does if the elements are more than these. */
  private static final int FEW = 1024;
  /** So many first elements are found by insertion. */
  private static final int SHORT = 32;

  /**
   * Sorts along {@code axis}, stably, NaN as the largest and -0 equal to 0; {@code positions} (int64) tells where
   * each element came from. Of results that are shorter than the input, only the first elements of the order.
   */
  static void sort(Strided in, int axis, boolean descending, Strided values, Strided positions) {
    if (values.numel() == 0) {
      return;
    }
    if (in.rank() > 1 && in.stride(axis) != 1 && in.numel() > FEW) {
      sortMoved(in, axis, descending, values, positions);
      return;
    }
    boolean scalar = in.rank() == 0;
    int n = scalar ? 1 : in.dim(axis);
    int step = scalar ? 0 : in.stride(axis);
    int out = scalar ? 0 : values.stride(axis);
    int move = scalar ? 0 : positions.stride(axis);
    int count = scalar ? 1 : values.dim(axis);
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
          first(keys, count);
        }
        for (int i = 0; i < count; i++) {
          places[walk.c + i * move] = keys[i] & LOW;
        }
        collect(in.storage(), walk.a, step, keys, count, values.storage(), walk.b, out);
      }
    });
  }

  /** Sorts copies whose lines are dense, and copies the results back. */
  private static void sortMoved(Strided in, int axis, boolean descending, Strided values, Strided positions) {
    int last = in.rank() - 1;
    int[] order = new int[last + 1];
    for (int i = 0; i < last; i++) {
      order[i] = i < axis ? i : i + 1;
    }
    order[last] = axis;
    Strided from = in.permute(order);
    Strided dense = Strided.allocate(in.dtype(), from.shape());
    Copy.convert(from, dense);
    Strided sorted = Strided.allocate(values.dtype(), values.permute(order).shape());
    Strided places = Strided.allocate(positions.dtype(), sorted.shape());
    sort(dense, last, descending, sorted, places);
    Copy.convert(sorted, values.permute(order));
    Copy.convert(places, positions.permute(order));
  }

  /** Brings the {@code count} smallest keys to the front, in order. */
  private static void first(long[] keys, int count) {
    if (count <= SHORT && count < keys.length) {
      Arrays.sort(keys, 0, count);
      for (int i = count; i < keys.length; i++) {
        if (keys[i] < keys[count - 1]) {
          insert(keys, count - 1, keys[i]);
        }
      }
    } else {
      Arrays.sort(keys, 0, select(keys, count));
    }
  }

  /** Puts a key among the {@code last} sorted ones before it, over the one at {@code last}. */
  private static void insert(long[] keys, int last, long key) {
    int i = last;
    for (; i > 0 && keys[i - 1] > key; i--) {
      keys[i] = keys[i - 1];
    }
    keys[i] = key;
  }

  /**
   * Brings the {@code count} smallest keys to the front by dividing around pivots; returns how many keys from the front on are to be sorted:
   * more than {@code count} if the pivots were bad.
   */
  private static int select(long[] keys, int count) {
    int low = 0;
    int high = keys.length - 1;
    int tries = 2 * (32 - Integer.numberOfLeadingZeros(keys.length));
    while (low < high && count <= high) {
      if (tries-- == 0) {
        return high + 1;
      }
      long a = keys[low];
      long b = keys[low + high >>> 1];
      long c = keys[high];
      long pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
      int i = low;
      int j = high;
      while (i <= j) {
        while (keys[i] < pivot) {
          i++;
        }
        while (keys[j] > pivot) {
          j--;
        }
        if (i <= j) {
          long v = keys[i];
          keys[i++] = keys[j];
          keys[j--] = v;
        }
      }
      if (count <= j) {
        high = j;
      } else if (count > i) {
        low = i;
      } else {
        break;
      }
    }
    return count;
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
  private static void collect(Storage in, int at, int step, long[] keys, int count, Storage out, int to,
      int outStep) {
    switch (in.array()) {
      case double[] x -> {
        double[] y = out.doubles();
        for (int i = 0; i < count; i++) {
          y[to + i * outStep] = x[at + (int) keys[i] * step];
        }
      }
      case long[] x -> {
        long[] y = out.longs();
        for (int i = 0; i < count; i++) {
          y[to + i * outStep] = x[at + (int) keys[i] * step];
        }
      }
      case int[] x -> {
        int[] y = out.ints();
        for (int i = 0; i < count; i++) {
          y[to + i * outStep] = x[at + (int) keys[i] * step];
        }
      }
      case short[] x -> {
        short[] y = out.shorts();
        for (int i = 0; i < count; i++) {
          y[to + i * outStep] = x[at + (int) keys[i] * step];
        }
      }
      case byte[] x -> {
        byte[] y = out.bytes();
        for (int i = 0; i < count; i++) {
          y[to + i * outStep] = x[at + (int) keys[i] * step];
        }
      }
      default -> {
        float[] x = in.floats();
        float[] y = out.floats();
        for (int i = 0; i < count; i++) {
          y[to + i * outStep] = x[at + (int) keys[i] * step];
        }
      }
    }
  }
}
