package dev.nabla.bench;

import java.util.List;

/**
 * Something that all contestants do.
 *
 * @param work   how much arithmetic or memory traffic one run needs at least, in the unit
 * @param target what {@code docs/performance.md} aims at: our time over the better peer's
 */
record Workload(String name, Unit unit, double work, double target, Setup setup) {
  /** In what the work is counted. */
  enum Unit {
    /** Multiplications and additions. */
    FLOP,
    /** Bytes read or written. */
    BYTE,
    /** Not counted. */
    NONE
  }

  /** Makes everything that is there before the clock runs: inputs, parameters, an optimizer. */
  interface Setup {
    <T> Step<T> in(Library<T> lib);

    /**
     * How far results may differ, as a part of the largest: here what sums of a few thousand float32 products differ by in different
     * orders.
     */
    default double tolerance() {
      return 2e-4;
    }
  }

  /** One run. Its results, gradients among them, are compared between the contestants. */
  interface Step<T> {
    List<T> run();
  }
}
