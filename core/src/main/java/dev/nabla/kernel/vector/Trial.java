package dev.nabla.kernel.vector;

import dev.nabla.kernel.Strided;

/**
 * Runs a new kernel by its scalar loop, which HotSpot compiles soon, and after a while a little by its vectors too, until those are the faster.
 *
 * <p>Vector code is a thousand times slower than in the end until HotSpot has compiled it for good, and that takes thousands of calls: a first
 * call over a large tensor would take a good part of a second. As both loops give the same bits, it does not matter which one runs.
 */
final class Trial extends Kernel {
  /** Loops shorter than this are always scalar. */
  static final int SHORT = 16;

  /** Elements after which vectors are tried at all: some milliseconds of scalar work. */
  private static final int PATIENCE = 1 << 18;

  /** Elements that the vectors compute at a time: few, as it is calls that make HotSpot compile. */
  private static final int SAMPLE = 64;

  /** Elements of which one sample is taken. */
  private static final int CHUNK = 512;

  /** Of so many short calls the vectors get one. */
  private static final int SHORT_CALLS = 8;

  /** How often in succession vectors must be as fast. */
  private static final int WINS = 10;

  /** How much slower vectors may be in one sample: cheap loops over so few elements take little longer than looking at the clock. */
  private static final double SLACK = 1.25;

  private final Kernel kernel;
  private final long mask;
  // Racy on purpose: lost updates only delay the decision.
  private double scalarTime;
  private int seen;
  private int calls;
  private int wins;

  Trial(Kernel kernel, long mask) {
    this.kernel = kernel;
    this.mask = mask;
  }

  /** Whether vectors have won. */
  boolean isDecided() {
    return wins >= WINS;
  }

  @Override
  void run(Strided[] in, double[] params, Strided out, int from, int to, boolean vectors) {
    if (isPatient(to - from)) {
      kernel.run(in, params, out, from, to, false);
      return;
    }
    int[] at = new int[in.length + 1];
    for (int k = 0; k < in.length; k++) {
      at[k] = in[k].offset();
    }
    at[in.length] = out.offset();
    advance(at, from);
    sampled(in, params, out, at, to - from);
  }

  @Override
  void row(Strided[] in, double[] params, Strided out, int[] at, int n, boolean vectors) {
    if (isPatient(n)) {
      kernel.row(in, params, out, at, n, false);
    } else {
      sampled(in, params, out, at.clone(), n);
    }
  }

  private boolean isPatient(int n) {
    if (seen >= PATIENCE) {
      return false;
    }
    seen += Math.min(n, PATIENCE);
    return true;
  }

  private void advance(int[] at, int by) {
    for (int k = 0; k < at.length; k++) {
      at[k] += (mask >>> k & 1) != 0 ? 0 : by;
    }
  }

  /**
   * Of each chunk, one sample by vectors and one of the same size by scalars are timed, until the vectors have taken as long as the scalar loop
   * takes for everything.
   */
  private void sampled(Strided[] in, double[] params, Strided out, int[] at, int n) {
    if (n < 2 * SAMPLE) {
      timed(in, params, out, at, n, (calls++ & SHORT_CALLS - 1) == 0);
      return;
    }
    int left = n;
    double budget = n * scalarTime;
    while (left >= 2 * SAMPLE && (budget > 0 || left == n)) {
      budget -= timed(in, params, out, at, SAMPLE, true);
      timed(in, params, out, at, SAMPLE, false);
      int rest = Math.min(left, CHUNK) - 2 * SAMPLE;
      kernel.row(in, params, out, at, rest, false);
      advance(at, rest);
      left -= rest + 2 * SAMPLE;
    }
    kernel.row(in, params, out, at, left, false);
  }

  private double timed(Strided[] in, double[] params, Strided out, int[] at, int n, boolean vectors) {
    long start = System.nanoTime();
    kernel.row(in, params, out, at, n, vectors);
    double total = System.nanoTime() - start;
    double time = total / n;
    if (vectors) {
      wins = time < SLACK * scalarTime ? wins + 1 : 0;
    } else {
      scalarTime += 0.1 * (time - scalarTime);
    }
    advance(at, n);
    return total;
  }
}
