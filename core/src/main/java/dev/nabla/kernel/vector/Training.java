package dev.nabla.kernel.vector;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Has loops of the Vector API compiled in the background.
 *
 * <p>Note [Training]: until HotSpot has compiled it for good, vector code is a thousand times slower than afterwards,
 * and a first product would stall for a second. So the first products run by plain loops that give the same bits, while
 * a thread of its own calls the vector loops on arrays of no meaning until they are fast.
 */
final class Training {
  /** Calls of one loop, at most: by then HotSpot has compiled it, or never will. */
  private static final int CALLS = 30_000;

  /** Calls between two looks at the clock. */
  private static final int ROUND = 100;

  private static final long PAUSE = 500_000;

  /** A loop to train. */
  @FunctionalInterface
  interface Loop {
    /** Does the work of depth {@code k}, the i-th time. */
    void run(int k, int i);
  }

  private final AtomicBoolean started = new AtomicBoolean();
  private final Thread thread;

  /** What is taught by running {@code lesson} in a thread of its own, once somebody needs it. */
  Training(String name, Runnable lesson) {
    thread = new Thread(lesson, "nabla-training-" + name);
    thread.setDaemon(true);
  }

  /** Begins, unless that has been done. */
  void start() {
    if (!started.get() && started.compareAndSet(false, true)) {
      thread.start();
    }
  }

  /** Begins if need be, and waits for the end. */
  void await() throws InterruptedException {
    start();
    thread.join();
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
