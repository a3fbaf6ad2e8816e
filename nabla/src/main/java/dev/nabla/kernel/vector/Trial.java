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

  /** Samples in one call, at most. */
  private static final int SAMPLES_PER_CALL = 256;

  /** Of so many short calls the vectors get one. */
  private static final int SHORT_CALLS = 8;

  /** How often in succession vectors must win. */
  private static final int WINS = 20;

  /** What taking the time may cost, in nanoseconds. */
  private static final double CLOCK = 60;

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
    int i = from;
    for (int end = samplesEnd(from, to); i < end; i += CHUNK) {
      int stop = Math.min(to, i + CHUNK);
      int middle = i + sample(stop - i);
      long start = System.nanoTime();
      kernel.run(in, params, out, i, middle, true);
      long half = System.nanoTime();
      kernel.run(in, params, out, middle, stop, false);
      judge(half - start, middle - i, System.nanoTime() - half, stop - middle);
    }
    if (i < to) {
      kernel.run(in, params, out, i, to, false);
    }
  }

  @Override
  void row(Strided[] in, double[] params, Strided out, int[] at, int n, boolean vectors) {
    int[] here = at.clone();
    int i = 0;
    for (int end = samplesEnd(0, n); i < end; i += CHUNK) {
      int stop = Math.min(n, i + CHUNK);
      int middle = i + sample(stop - i);
      advance(here, at, i);
      long start = System.nanoTime();
      kernel.row(in, params, out, here, middle - i, true);
      long half = System.nanoTime();
      advance(here, at, middle);
      kernel.row(in, params, out, here, stop - middle, false);
      judge(half - start, middle - i, System.nanoTime() - half, stop - middle);
    }
    if (i < n) {
      advance(here, at, i);
      kernel.row(in, params, out, here, n - i, false);
    }
  }

  private void advance(int[] here, int[] at, int by) {
    for (int k = 0; k < at.length; k++) {
      here[k] = at[k] + ((mask >>> k & 1) != 0 ? 0 : by);
    }
  }

  /** Up to where samples are taken in this call; of the rest none is. */
  private int samplesEnd(int from, int to) {
    if (seen < PATIENCE) {
      seen += Math.min(to - from, PATIENCE);
      return from;
    }
    return (int) Math.min(to, from + (long) SAMPLES_PER_CALL * CHUNK);
  }

  /** How many of {@code n} elements are the vectors' part; short loops are theirs as a whole, or not at all. */
  private int sample(int n) {
    return n >= 2 * SAMPLE ? SAMPLE : (calls++ & SHORT_CALLS - 1) == 0 ? n : 0;
  }

  private void judge(long vectorTime, int vectorCount, long time, int count) {
    if (count > 0) {
      scalarTime += 0.1 * ((double) time / count - scalarTime);
    }
    if (vectorCount > 0) {
      wins = vectorTime < vectorCount * scalarTime + CLOCK ? wins + 1 : 0;
    }
  }
}
