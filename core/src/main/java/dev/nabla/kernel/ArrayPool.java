package dev.nabla.kernel;

import dev.nabla.type.DType;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Large arrays of buffers that are gone, for buffers to come.
 *
 * <p>Note [Recycling]: a new array costs more than most kernels take to fill it: it must be zeroed, and it lies in memory that no cache holds.
 * So arrays go from buffer to buffer. One comes free in two ways. The library releases buffers that it made and nobody else has seen, such as
 * cotangents within a backward pass. And the collector tells which buffers are garbage: their {@link Lease} is then in a queue. Both rest on
 * one rule: whoever uses an array keeps its {@link Storage} reachable meanwhile. {@link Fenced} does so for all kernels; code that reads arrays
 * elsewhere ends with {@link Storage#fence}.
 *
 * <p>What lies idle here is reachable softly, so the collector takes it back when memory is short. Arrays that are garbage or idle are bounded
 * together: beyond what was in use after the last collection, no more than {@link #SLACK} is lent. And as the collector cannot see arrays
 * that go round, it gets a little garbage for each of them, or it would never look.
 */
final class ArrayPool {
  /** Smaller arrays cost next to nothing, in bytes. */
  private static final int LEAST = Integer.getInteger("nabla.recycle.least", 1 << 15);

  /** Whether arrays are filled with NaN between two uses, so that tests see whoever reads one too early or too late. */
  private static final boolean POISON = Boolean.getBoolean("nabla.recycle.poison");

  /** How much more may be lent or idle than is in use, in bytes; what is made beyond that is left to the collector. */
  private static final long SLACK = Long.getLong("nabla.recycle.slack",
      Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 16));

  /** An array of so many bits fewer in its size is left to the collector for each one that is obtained. */
  private static final int NOTICE = 3;

  private static final ReferenceQueue<Storage> QUEUE = new ReferenceQueue<>();
  private static final Object LOCK = new Object();

  /** The ends of the list of all leases, which keeps them reachable. */
  private static final Lease ALL = new Lease();

  private static long lent;

  /** What was lent when buffers were last found to be garbage, or a little less than the last such figure. */
  private static long used;

  @SuppressWarnings({"unused", "FieldCanBeLocal"}) // written, so that the allocation takes place
  private static volatile byte @Nullable [] notice;

  private static SoftReference<Shelf> idle = new SoftReference<>(new Shelf());

  private ArrayPool() {}

  /** An array in use by a buffer, to be taken back when that is garbage. */
  static final class Lease extends PhantomReference<Storage> {
    private final SoftReference<Object> array;
    private final long key;
    private final long bytes;
    private Lease before = this;
    private Lease after = this;

    private Lease() {
      super(null, QUEUE);
      this.array = new SoftReference<>(null);
      this.key = 0;
      this.bytes = 0;
    }

    private Lease(Storage storage, Object array) {
      super(storage, QUEUE);
      this.array = new SoftReference<>(array);
      this.key = key(storage.dtype(), storage.length());
      this.bytes = bytes(storage);
    }

    private void link() {
      before = ALL;
      after = ALL.after;
      after.before = this;
      ALL.after = this;
      lent += bytes;
    }

    private void unlink() {
      before.after = after;
      after.before = before;
      lent -= bytes;
    }
  }

  /** Idle arrays by type and length; those of one kind are taken last in, first out, as the last one may still be in a cache. */
  private static final class Shelf {
    private static final class Pile {
      final ArrayDeque<Object> arrays = new ArrayDeque<>();
      long bytesEach;
      long lastUse;
    }

    private final Map<Long, Pile> piles = new HashMap<>();
    private long bytes;
    private long time;

    @Nullable
    Object take(long key) {
      Pile pile = piles.get(key);
      if (pile == null) {
        return null;
      }
      pile.lastUse = ++time;
      Object array = pile.arrays.pollLast();
      if (array != null) {
        bytes -= pile.bytesEach;
      }
      return array;
    }

    void put(long key, Object array, long size) {
      Pile pile = piles.computeIfAbsent(key, k -> new Pile());
      pile.bytesEach = size;
      pile.lastUse = ++time;
      pile.arrays.addLast(array);
      bytes += size;
    }

    /** Drops the arrays of those kinds that were not asked for in the longest time, until at most {@code most} bytes are left. */
    void shrink(long most) {
      while (bytes > most) {
        long oldest = 0;
        Pile worst = null;
        for (var e : piles.entrySet()) {
          if (worst == null || e.getValue().lastUse < worst.lastUse) {
            worst = e.getValue();
            oldest = e.getKey();
          }
        }
        if (worst == null) {
          return;
        }
        bytes -= worst.bytesEach * worst.arrays.size();
        piles.remove(oldest);
      }
    }
  }

  private static long key(DType dtype, int length) {
    int type = switch (dtype.bytes()) {
      case 1 -> DType.INT8.ordinal();
      case 2 -> DType.INT16.ordinal();
      default -> dtype.ordinal();
    };
    return (long) type << 32 | length;
  }

  private static long bytes(Storage storage) {
    return (long) storage.length() * storage.dtype().bytes();
  }

  private static Shelf shelf() {
    Shelf shelf = idle.get();
    if (shelf == null) {
      shelf = new Shelf();
      idle = new SoftReference<>(shelf);
    }
    return shelf;
  }

  /** A buffer over an idle array of this type and length, or else over a new one; {@code zeros} or of arbitrary contents. */
  static Storage obtain(DType dtype, int length, boolean zeros) {
    long bytes = (long) length * dtype.bytes();
    if (bytes < LEAST) {
      return Storage.allocate(dtype, length);
    }
    Object array;
    notice = new byte[(int) (bytes >>> NOTICE)];
    notice = null;
    synchronized (LOCK) {
      collect();
      Shelf shelf = shelf();
      array = shelf.take(key(dtype, length));
      if (array == null && lent + shelf.bytes + bytes > used + SLACK) {
        shelf.shrink(Math.max(0, used + SLACK - lent - bytes));
      }
    }
    if (array == null) {
      array = Storage.newArray(dtype, length);
      if (!zeros) {
        poison(array);
      }
    } else if (zeros) {
      fill(array, 0);
    }
    Storage storage = new Storage(array, dtype, length, true, null);
    synchronized (LOCK) {
      if (lent + bytes <= used + SLACK) {
        storage.lease = new Lease(storage, array);
        storage.lease.link();
      }
    }
    return storage;
  }

  /** Takes back the arrays of all buffers that were found to be garbage. */
  private static void collect() {
    long before = lent;
    for (Object gone = QUEUE.poll(); gone != null; gone = QUEUE.poll()) {
      Lease lease = (Lease) gone;
      lease.unlink();
      Object array = lease.array.get();
      if (array != null) {
        shelve(lease.key, array, lease.bytes);
      }
    }
    if (lent != before) {
      used = Math.max(lent, used - used / 8);
    }
  }

  private static void shelve(long key, Object array, long bytes) {
    Shelf shelf = shelf();
    if (lent + shelf.bytes + bytes <= used + SLACK) {
      poison(array);
      shelf.put(key, array, bytes);
    }
  }

  /** Takes back the array of a buffer that is used no more. */
  static void give(Storage storage, Object array) {
    synchronized (LOCK) {
      Lease lease = storage.lease;
      if (lease != null) {
        lease.clear();
        lease.unlink();
        storage.lease = null;
      }
      shelve(key(storage.dtype(), storage.length()), array, bytes(storage));
    }
  }

  private static void poison(Object array) {
    if (POISON) {
      fill(array, Double.NaN);
    }
  }

  /** Sets all elements to {@code v}; whole numbers to the smallest one if that is NaN. */
  private static void fill(Object array, double v) {
    boolean nan = Double.isNaN(v);
    switch (array) {
      case float[] a -> Arrays.fill(a, (float) v);
      case double[] a -> Arrays.fill(a, v);
      case long[] a -> Arrays.fill(a, nan ? Long.MIN_VALUE : (long) v);
      case int[] a -> Arrays.fill(a, nan ? Integer.MIN_VALUE : (int) v);
      case short[] a -> Arrays.fill(a, nan ? Short.MIN_VALUE : (short) v);
      default -> Arrays.fill((byte[]) array, nan ? Byte.MIN_VALUE : (byte) v);
    }
  }
}
