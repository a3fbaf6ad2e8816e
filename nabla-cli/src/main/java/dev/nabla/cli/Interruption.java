package dev.nabla.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request to end, by Ctrl-C or by the system, that waits until the work at hand is brought to a good end. */
final class Interruption implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::asked, "interruption");
  private volatile boolean asked;

  private Interruption() {}

  /** Takes requests from now on until it is closed. */
  static Interruption watch() {
    Interruption i = new Interruption();
    Runtime.getRuntime().addShutdownHook(i.hook);
    return i;
  }

  private void asked() {
    asked = true;
    try {
      done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the work is to end soon. */
  boolean requested() {
    return asked;
  }

  /** The work is done; whoever asked need not wait any longer. */
  @Override
  public void close() {
    done.countDown();
    if (!asked) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // The JVM is ending already, and the hook no longer waits.
      }
    }
  }
}
