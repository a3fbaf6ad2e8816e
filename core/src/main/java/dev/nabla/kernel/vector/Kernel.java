package dev.nabla.kernel.vector;

import dev.nabla.kernel.Strided;

/** The loop of one program over one-dimensional ranges, for one choice of which inputs are single numbers. */
abstract class Kernel {
  // A kernel never calls another, so each thread needs one set; new ones for every call would cost as much as the arithmetic.
  private static final ThreadLocal<float[][]> FLOATS = ThreadLocal.withInitial(() -> new float[0][]);
  private static final ThreadLocal<double[][]> DOUBLES = ThreadLocal.withInitial(() -> new double[0][]);
  private static final ThreadLocal<long[][]> LONGS = ThreadLocal.withInitial(() -> new long[0][]);

  /**
   * Computes elements {@code from} to {@code to} - 1 of contiguous windows; inputs that are single numbers stay where they are. Whether
   * {@code vectors} may be used makes no difference to the bits.
   */
  abstract void run(Strided[] in, double[] params, Strided out, int from, int to, boolean vectors);

  /** Computes {@code n} elements from position {@code at[k]} of input k on, into position {@code at[in.length]} of the output on. */
  abstract void row(Strided[] in, double[] params, Strided out, int[] at, int n, boolean vectors);

  /** At least {@code count} block buffers of this thread, of any content. */
  static float[][] floats(int count) {
    float[][] known = FLOATS.get();
    if (known.length < count) {
      known = new float[count][KernelWriter.BLOCK];
      FLOATS.set(known);
    }
    return known;
  }

  /** At least {@code count} block buffers of this thread, of any content. */
  static double[][] doubles(int count) {
    double[][] known = DOUBLES.get();
    if (known.length < count) {
      known = new double[count][KernelWriter.BLOCK];
      DOUBLES.set(known);
    }
    return known;
  }

  /** At least {@code count} block buffers of this thread, of any content. */
  static long[][] longs(int count) {
    long[][] known = LONGS.get();
    if (known.length < count) {
      known = new long[count][KernelWriter.BLOCK];
      LONGS.set(known);
    }
    return known;
  }
}
