package dev.nabla.kernel.vector;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A parallel loop over whole numbers, on this thread and a few daemon threads.
 *
 * <p>One loop at a time has the workers; any other that starts meanwhile, nested or from another user thread, runs
 * serially on its own thread. Loops must therefore compute the same bits however they are cut.
 */
public final class Parallel {
  /** Work on the whole numbers from {@code from} (inclusive) to {@code to} (exclusive). */
  @FunctionalInterface
  public interface Range {
    /** Does the part; several parts may run at once. */
    void run(int from, int to);
  }

  /** Chunks per thread: more than one, so that a thread which the system holds up does not hold up the loop. */
  private static final int CHUNKS_PER_THREAD = 4;

  /** How often an idle thread looks for work before it parks: some 20 microseconds. */
  private static final int SPINS = 500;

  private static final AtomicBoolean BUSY = new AtomicBoolean();
  private static volatile int threads = initialThreads();
  private static volatile @Nullable Job current;
  private static volatile Worker[] workers = new Worker[0];
  private static long serial;

  private Parallel() {}

  private static int initialThreads() {
    int n = Integer.getInteger("nabla.threads", 0);
    return n > 0 ? n : Runtime.getRuntime().availableProcessors();
  }

  /** The number of threads that a loop uses, this one included. */
  public static int threads() {
    return threads;
  }

  /**
   * Sets {@link #threads()}, at least 1; at first the system property {@code nabla.threads} or the number of
   * processors.
   */
  public static void setThreads(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("setThreads: expected at least 1 thread; got " + n);
    }
    threads = n;
  }

  /**
   * Runs {@code body} over [0, n) cut into parts of at least {@code grain} (but for n smaller than that); returns when
   * all are done.
   */
  public static void range(int n, int grain, Range body) {
    if (n <= 0) {
      return;
    }
    int crew = threads;
    int chunks = (int) Math.min(n / Math.max(grain, 1), (long) crew * CHUNKS_PER_THREAD);
    if (chunks < 2 || crew < 2 || !BUSY.compareAndSet(false, true)) {
      body.run(0, n);
      return;
    }
    Throwable error;
    try {
      error = share(new Job(++serial, n, chunks, Math.min(crew, chunks), body));
    } finally {
      current = null;
      BUSY.set(false);
    }
    if (error != null) {
      Parallel.<RuntimeException>rethrow(error);
    }
  }

  /** Runs the job with the help of the workers; only one thread at a time is in here. */
  private static @Nullable Throwable share(Job job) {
    Worker[] staff = workers;
    if (staff.length < job.crew - 1) {
      staff = hire(staff, job.crew - 1);
    }
    current = job;
    for (int i = 0; i < job.crew - 1; i++) {
      staff[i].wake();
    }
    job.work();
    job.await();
    return job.error.get();
  }

  private static Worker[] hire(Worker[] staff, int n) {
    Worker[] more = new Worker[n];
    System.arraycopy(staff, 0, more, 0, staff.length);
    for (int i = staff.length; i < n; i++) {
      more[i] = new Worker(i);
    }
    workers = more;
    for (int i = staff.length; i < n; i++) {
      more[i].start();
    }
    return more;
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void rethrow(Throwable error) throws E {
    throw (E) error;
  }

  /** One loop: whoever takes part draws chunks until none is left. */
  private static final class Job {
    final long id;
    final int n;
    final int chunks;
    final int crew;
    final Range body;
    final Thread owner = Thread.currentThread();
    final AtomicInteger next = new AtomicInteger();
    final AtomicInteger done = new AtomicInteger();
    final AtomicReference<@Nullable Throwable> error = new AtomicReference<>();

    Job(long id, int n, int chunks, int crew, Range body) {
      this.id = id;
      this.n = n;
      this.chunks = chunks;
      this.crew = crew;
      this.body = body;
    }

    void work() {
      for (int i = next.getAndIncrement(); i < chunks; i = next.getAndIncrement()) {
        try {
          if (error.get() == null) {
            body.run((int) ((long) n * i / chunks), (int) ((long) n * (i + 1) / chunks));
          }
        } catch (Throwable t) {
          error.compareAndSet(null, t);
        } finally {
          if (done.incrementAndGet() == chunks && Thread.currentThread() != owner) {
            LockSupport.unpark(owner);
          }
        }
      }
    }

    void await() {
      for (int spins = 0; done.get() < chunks; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
    }
  }

  private static final class Worker extends Thread {
    private final int index;
    private volatile boolean parked;

    Worker(int index) {
      super("nabla-" + (index + 1));
      this.index = index;
      setDaemon(true);
    }

    void wake() {
      if (parked) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      long last = 0;
      int idle = 0;
      while (true) {
        long id = help(last);
        if (id != last) {
          last = id;
          idle = 0;
        } else if (idle++ < SPINS) {
          Thread.onSpinWait();
        } else {
          rest(last);
          idle = 0;
        }
      }
    }

    /**
     * Takes part in the current job unless it is number {@code last} or needs fewer threads; returns the number of the
     * job last seen.
     */
    private long help(long last) {
      Job job = current;
      if (job == null || job.id == last) {
        return last;
      }
      if (index < job.crew - 1) {
        job.work();
      }
      return job.id;
    }

    /** Parks until woken; the flag is raised before the last look, so no job slips between. */
    private void rest(long last) {
      parked = true;
      Job job = current;
      if (job == null || job.id == last) {
        LockSupport.park(this);
      }
      parked = false;
    }
  }
}
