package dev.nabla.kernel.vector;

import dev.nabla.kernel.Strided;
import java.util.Arrays;

/**
 * A walk in row-major order over some axes of up to three windows at once, which keeps the position in each of them.
 *
 * <p>Windows that take no part have strides of 0.
 */
final class Walk {
  /** The position in the first window. */
  int a;
  /** The position in the second window. */
  int b;
  /** The position in the third window. */
  int c;

  private final int[] dims;
  private final int[] stepsA;
  private final int[] stepsB;
  private final int[] stepsC;
  private final int startA;
  private final int startB;
  private final int startC;
  private final int[] index;

  /** A walk over axes of these sizes; {@code starts} and {@code steps} have one entry for each of up to three windows. */
  Walk(int[] dims, int[] starts, int[]... steps) {
    this.dims = dims;
    this.stepsA = steps[0];
    this.stepsB = steps.length > 1 ? steps[1] : new int[dims.length];
    this.stepsC = steps.length > 2 ? steps[2] : new int[dims.length];
    this.startA = starts[0];
    this.startB = starts.length > 1 ? starts[1] : 0;
    this.startC = starts.length > 2 ? starts[2] : 0;
    this.index = new int[dims.length];
    seek(0);
  }

  /** Goes to the element with row-major number {@code linear}. */
  void seek(int linear) {
    a = startA;
    b = startB;
    c = startC;
    for (int i = dims.length - 1; i >= 0; i--) {
      int n = dims[i];
      int at = n == 0 ? 0 : linear % n;
      linear = n == 0 ? 0 : linear / n;
      index[i] = at;
      a += at * stepsA[i];
      b += at * stepsB[i];
      c += at * stepsC[i];
    }
  }

  /** Goes to the next element; from the last one back to the first. */
  void next() {
    for (int i = dims.length - 1; i >= 0; i--) {
      if (++index[i] < dims[i]) {
        a += stepsA[i];
        b += stepsB[i];
        c += stepsC[i];
        return;
      }
      int back = dims[i] - 1;
      index[i] = 0;
      a -= back * stepsA[i];
      b -= back * stepsB[i];
      c -= back * stepsC[i];
    }
  }

  /** A walk over all axes but {@code axis} of some windows of one shape (but for that axis): over the lines along it. */
  static Walk across(int axis, Strided... windows) {
    return across(axis, axis, windows);
  }

  /** A walk over all axes but two of some windows of one shape (but for these axes). */
  static Walk across(int axis, int second, Strided... windows) {
    int rank = windows[0].rank();
    int[] dims = new int[rank];
    int[] starts = new int[windows.length];
    int[][] steps = new int[windows.length][rank];
    int n = 0;
    for (int i = 0; i < rank; i++) {
      if (i == axis || i == second || windows[0].dim(i) == 1) {
        continue;
      }
      dims[n] = windows[0].dim(i);
      for (int k = 0; k < windows.length; k++) {
        steps[k][n] = windows[k].stride(i);
      }
      n++;
    }
    for (int k = 0; k < windows.length; k++) {
      starts[k] = windows[k].offset();
      steps[k] = Arrays.copyOf(steps[k], n);
    }
    return new Walk(Arrays.copyOf(dims, n), starts, steps);
  }
}
