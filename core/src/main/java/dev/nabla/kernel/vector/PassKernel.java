package dev.nabla.kernel.vector;

/** The loop of several stages of a row program over lines, by whole vectors. */
abstract class PassKernel {
  /** Logical accumulators of a reduction along a line; loops are multiples of it long. */
  static final int LANES = 32;

  /**
   * Runs over {@code n} elements, a multiple of {@link #LANES}. The arrays are those of the operands, of the elements to be stored, and of the
   * accumulators, which are {@link #LANES} long for reductions along the line and n long for those across lines.
   *
   * @param lines how many lines; one if there are reductions along it
   * @param steps how far the positions {@code at} are from line to line
   */
  abstract void block(Object[] arrays, int[] at, double[] params, int n, int lines, int[] steps);
}
