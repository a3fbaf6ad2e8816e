package dev.nabla.kernel.vector;

import java.util.Arrays;

/**
 * One spatial axis of a convolution, seen from the side that is computed: destination element {@code start + stride·j},
 * j from 0 to {@code count}, meets source element {@code step·(j + shifts[t]) + phases[t]} through kernel tap {@code
 * taps[t]}.
 *
 * <p>So if the source is cut into phases (its elements with equal remainder modulo {@code step}), every tap is a shift
 * of one of them.
 */
record ConvAxis(int source, int step, int start, int stride, int count, int[] taps, int[] phases, int[] shifts) {
  /** The axis as the forward pass and the weight gradient see it: from input to output positions. */
  static ConvAxis forward(int input, int output, int kernel, int stride, int padding, int dilation) {
    int[] taps = new int[kernel];
    int[] phases = new int[kernel];
    int[] shifts = new int[kernel];
    for (int k = 0; k < kernel; k++) {
      taps[k] = k;
      phases[k] = Math.floorMod(k * dilation - padding, stride);
      shifts[k] = Math.floorDiv(k * dilation - padding, stride);
    }
    return new ConvAxis(input, stride, 0, 1, output, taps, phases, shifts);
  }

  /**
   * The axis as the input side sees it: from output positions to the input positions with remainder {@code rest} modulo
   * the stride.
   */
  static ConvAxis input(int input, int output, int kernel, int stride, int padding, int dilation, int rest) {
    int n = 0;
    int[] taps = new int[kernel];
    int[] shifts = new int[kernel];
    for (int k = 0; k < kernel; k++) {
      int distance = rest + padding - k * dilation;
      if (Math.floorMod(distance, stride) == 0) {
        taps[n] = k;
        shifts[n++] = Math.floorDiv(distance, stride);
      }
    }
    int count = Math.max(0, Math.ceilDiv(input - rest, stride));
    return new ConvAxis(output, 1, rest, stride, count, Arrays.copyOf(taps, n), new int[n], Arrays.copyOf(shifts, n));
  }

  /** The smallest shift; 0 if there is no tap. */
  int low() {
    return Arrays.stream(shifts).min().orElse(0);
  }

  /** By how much shifts differ at most. */
  int spread() {
    return Arrays.stream(shifts).max().orElse(0) - low();
  }

  /** The phases that some tap needs, ascending. */
  int[] usedPhases() {
    return Arrays.stream(phases).distinct().sorted().toArray();
  }
}
