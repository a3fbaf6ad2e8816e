package dev.nabla.kernel;

import dev.nabla.kernel.vector.Parallel;
import dev.nabla.kernel.vector.VectorBackend;

/** Which back end computes. */
public final class Backends {
  private Backends() {}

  private static volatile Backend active = Fenced.of(new VectorBackend());

  /** The back end in use. */
  public static Backend active() {
    return active;
  }

  /** Makes {@code backend} the one in use, for all threads; for tests that hold two of them against each other. */
  public static void use(Backend backend) {
    active = Fenced.of(backend);
  }

  /** How many threads compute. */
  public static int threads() {
    return Parallel.threads();
  }

  /** Changes how many threads compute; results do not depend on it. */
  public static void setThreads(int n) {
    Parallel.setThreads(n);
  }

  /** Work on the whole numbers from {@code from} (inclusive) to {@code to} (exclusive). */
  @FunctionalInterface
  public interface Range {
    /** Does the part; several parts may run at once. */
    void run(int from, int to);
  }

  /** Runs {@code body} over [0, n), cut into parts of at least {@code grain} for the threads; kernels called inside of it stay on their thread. */
  public static void range(int n, int grain, Range body) {
    Parallel.range(n, grain, body::run);
  }
}
