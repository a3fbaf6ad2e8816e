package dev.nabla.kernel.vector;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Has loops of the Vector API compiled in the background.
 *
 * <p>Note [Training]: until HotSpot has compiled it for good, vector code is a thousand times slower than afterwards,
 * and a first product would stall for a second. So first calls run by plain loops that give the same bits, while one
 * thread of its own calls the vector loops on arrays of no meaning until they are fast. A lesson takes every branch of
 * its loops: one that HotSpot has never seen taken would later throw the compiled code away.
 */
final class Training {
  /** Calls of one loop, at most: by then HotSpot has compiled it, or never will. */
  private static final int CALLS = 30_000;

  /** Calls between two looks at the clock. */
  private static final int ROUND = 100;

  private static final long PAUSE = 500_000;

  /** Whether loops are trained at all. */
  private static final boolean WANTED = !"false".equals(System.getProperty("nabla.training"));

  /** What waits for the thread; guarded by itself. */
  private static final Queue<Training> WAITING = new ArrayDeque<>();

  /** Whether the thread is there; guarded by {@link #WAITING}. */
  private static boolean busy;

  /** A loop to train. */
  @FunctionalInterface
  interface Loop {
    /** Does the work of depth {@code k}, the i-th time. */
    void run(int k, int i);
  }

  private final Runnable lesson;
  private final AtomicBoolean started = new AtomicBoolean();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean ready;

  /** What is taught by running {@code lesson} in a thread of its own, once somebody needs it. */
  Training(Runnable lesson) {
    this(lesson, WANTED);
  }

  /** If not {@code wanted}, vectors are used from the first call on. */
  Training(Runnable lesson, boolean wanted) {
    this.lesson = lesson;
    this.ready = Simd.AVAILABLE && !wanted;
  }

  /** Whether the vector loops are fast by now; begins to train them if nobody has. */
  boolean isReady() {
    if (ready) {
      return true;
    }
    start();
    return false;
  }

  private void start() {
    if (Simd.AVAILABLE && !started.get() && started.compareAndSet(false, true)) {
      synchronized (WAITING) {
        WAITING.add(this);
        if (!busy) {
          busy = true;
          Thread thread = new Thread(Training::teach, "nabla-training");
          thread.setDaemon(true);
          thread.start();
        }
      }
    }
  }

  private static void teach() {
    for (Training next = next(); next != null; next = next()) {
      try {
        next.lesson.run();
        next.ready = true;
      } catch (RuntimeException | Error e) {
        // This loop stays plain; the other lessons still have their turn.
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      } finally {
        next.end.countDown();
      }
    }
  }

  private static @Nullable Training next() {
    synchronized (WAITING) {
      busy = !WAITING.isEmpty();
      return WAITING.poll();
    }
  }

  /** Begins if need be, and waits for the end. */
  void await() throws InterruptedException {
    if (Simd.AVAILABLE && !isReady()) {
      end.await();
    }
  }

  /** Calls a loop until it does {@code work} elements a step of depth at some four elements a nanosecond. */
  static void train(Loop loop, int work) {
    int depth = 64;
    long limit = (long) work * depth / 4;
    for (int i = 0; i < CALLS; i++) {
      loop.run(1 + (i & 3), i);
      if (i % ROUND == 0) {
        if (isFast(loop, depth, limit)) {
          return;
        }
        // The compiler and those who wait for results need the processor more.
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  private static boolean isFast(Loop loop, int depth, long limit) {
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      loop.run(depth, i);
      if (System.nanoTime() - start <= limit) {
        return true;
      }
    }
    return false;
  }
}
