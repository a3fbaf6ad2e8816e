package dev.nabla;

import java.util.concurrent.atomic.AtomicInteger;

/** Whether operations of the current thread are recorded for {@code backward()}. On unless a scope switches it off. */
public final class GradMode {
  private GradMode() {}

  /** Threads that have a setting of their own; while there is none, no thread-local is read. */
  private static final AtomicInteger SCOPES = new AtomicInteger();

  private static final ThreadLocal<boolean[]> ENABLED = ThreadLocal.withInitial(() -> new boolean[] {true});

  /** A setting that ends with {@link #close}, which restores the one before. */
  public static final class Scope implements AutoCloseable {
    private final boolean before;
    private boolean open = true;

    private Scope(boolean enabled) {
      SCOPES.incrementAndGet();
      boolean[] mode = ENABLED.get();
      before = mode[0];
      mode[0] = enabled;
    }

    /** Restores the setting that was in force before this scope. */
    @Override
    public void close() {
      if (open) {
        open = false;
        ENABLED.get()[0] = before;
        SCOPES.decrementAndGet();
      }
    }
  }

  /** Whether recording is on for this thread. */
  public static boolean isEnabled() {
    return SCOPES.getPlain() == 0 || ENABLED.get()[0];
  }

  /** Switches recording on or off until the scope is closed. */
  public static Scope set(boolean enabled) {
    return new Scope(enabled);
  }
}
