package dev.nabla.data;

import dev.nabla.type.NablaException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the batches of a {@link DataLoader}, for one thread. Workers load a bounded number of batches ahead and never wait for anyone: when
 * nobody takes batches any more they have nothing to do, and end. That is why a loop may be left at any point.
 *
 * @param <B> a batch
 */
public final class Pass<B> implements Iterator<B>, AutoCloseable {
  private static final long IDLE_MILLIS = 200;
  private static final AtomicInteger WORKERS = new AtomicInteger();

  private final Iterator<Load<B>> loads;
  private final int ahead;
  private final @Nullable ThreadPoolExecutor pool;
  private final Executor executor;
  private final Deque<FutureTask<@Nullable B>> pending = new ArrayDeque<>();
  private @Nullable Load<B> last;
  private @Nullable B next;
  private int taken;
  private boolean over;

  Pass(Iterator<Load<B>> loads, int workers, int prefetch) {
    this.loads = loads;
    this.ahead = Math.multiplyExact(workers, prefetch) + 1;
    this.pool = workers == 0 ? null : pool(workers);
    this.executor = pool == null ? Runnable::run : pool;
  }

  private static ThreadPoolExecutor pool(int workers) {
    ThreadPoolExecutor pool = new ThreadPoolExecutor(workers, workers, IDLE_MILLIS, TimeUnit.MILLISECONDS,
        new LinkedBlockingQueue<>(), work -> {
          Thread t = new Thread(work, "nabla-data-" + WORKERS.incrementAndGet());
          t.setDaemon(true);
          return t;
        });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  Pass<B> skip(int batches) {
    for (int i = 0; i < batches && loads.hasNext(); i++) {
      last = loads.next();
      last.skip();
      taken++;
    }
    return this;
  }

  /** Whether there is another batch; waits until it is loaded. */
  @Override
  public boolean hasNext() {
    if (next == null && !over) {
      while (pending.size() < ahead && loads.hasNext()) {
        last = loads.next();
        FutureTask<@Nullable B> task = new FutureTask<>(last::load);
        pending.add(task);
        executor.execute(task);
      }
      next = pending.isEmpty() ? null : take(pending.remove());
      if (next == null) {
        close();
      }
    }
    return next != null;
  }

  private @Nullable B take(FutureTask<@Nullable B> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      String reason = cause instanceof NablaException ? cause.getMessage() : cause.toString();
      throw new DataException("DataLoader: batch " + taken + " cannot be loaded: " + reason, cause);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new DataException("DataLoader: interrupted while waiting for batch " + taken, e);
    }
  }

  @Override
  public B next() {
    if (!hasNext()) {
      throw new NoSuchElementException("this pass is over");
    }
    B batch = Objects.requireNonNull(next);
    next = null;
    taken++;
    return batch;
  }

  /** Ends the pass: nothing more is loaded, and the workers end. Nothing happens if it has ended already. */
  @Override
  public void close() {
    if (over) {
      return;
    }
    over = true;
    next = null;
    pending.clear();
    if (pool != null) {
      pool.getQueue().clear();
    }
    if (last != null) {
      executor.execute(new FutureTask<>(last::close, null));
    }
    if (pool != null) {
      // Not shutdownNow: an interrupted thread would close the files that a data set keeps open.
      pool.shutdown();
    }
  }
}
