package dev.nabla.kernel.vector;

/** The loop of several stages of a row program over one line, by whole vectors. */
abstract class PassKernel {
  /** Logical accumulators of a reduction along a line; loops are multiples of it long. */
  static final int LANES = 32;

  /**
   * Runs over {@code n} elements, a multiple of {@link #LANES}. The arrays are those of the operands, of the elements to be stored, and of the
   * accumulators, which are {@link #LANES} long for reductions along the line and n long for those across lines.
   */
  abstract void block(Object[] arrays, int[] at, double[] params, int n);
}
