package dev.nabla.kernel;

import dev.nabla.kernel.vector.Parallel;
import dev.nabla.kernel.vector.VectorBackend;

/** Which back end computes. */
public final class Backends {
  private Backends() {}

  private static volatile Backend active = new VectorBackend();

  /** The back end in use. */
  public static Backend active() {
    return active;
  }

  /** Makes {@code backend} the one in use, for all threads; for tests that hold two of them against each other. */
  public static void use(Backend backend) {
    active = backend;
  }

  /** How many threads compute. */
  public static int threads() {
    return Parallel.threads();
  }

  /** Changes how many threads compute; results do not depend on it. */
  public static void setThreads(int n) {
    Parallel.setThreads(n);
  }
}
