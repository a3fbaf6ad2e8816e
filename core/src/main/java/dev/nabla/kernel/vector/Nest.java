package dev.nabla.kernel.vector;

import dev.nabla.kernel.Strided;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The axes of several windows of one shape as a nest of loops: ordered by the steps of the last window, the largest outermost, without axes of
 * size 1, and with neighbours joined wherever all windows allow it. Never of rank 0.
 */
final class Nest {
  /** The number of axes, at least 1. */
  final int rank;
  /** The sizes of the axes, the outermost first. */
  final int[] dims;
  /** The step of each window on each axis. */
  final int[][] strides;

  /** The sizes and steps that this is the nest of. */
  private final int[] givenDims;
  private final int[][] givenSteps;

  private Nest(int rank, int[] dims, int[][] strides, int[] givenDims, int[][] givenSteps) {
    this.rank = rank;
    this.dims = dims;
    this.strides = strides;
    this.givenDims = givenDims;
    this.givenSteps = givenSteps;
  }

  /** The nest of {@code in} and {@code out}, which is window {@code in.length}; {@code last} if it is that already. */
  static Nest of(Strided[] in, Strided out, @Nullable Nest last) {
    if (last != null && last.isOf(in, out)) {
      return last;
    }
    int[][] steps = new int[in.length + 1][];
    for (int k = 0; k < in.length; k++) {
      steps[k] = in[k].strides();
    }
    steps[in.length] = out.strides();
    return of(out.shape().toArray(), steps);
  }

  private boolean isOf(Strided[] in, Strided out) {
    if (out.rank() != givenDims.length || !Arrays.equals(out.strides(), givenSteps[in.length])) {
      return false;
    }
    for (int i = 0; i < givenDims.length; i++) {
      if (out.dim(i) != givenDims[i]) {
        return false;
      }
    }
    for (int k = 0; k < in.length; k++) {
      if (!Arrays.equals(in[k].strides(), givenSteps[k])) {
        return false;
      }
    }
    return true;
  }

  /** The nest of windows with these sizes and steps. */
  static Nest of(int[] dims, int[][] steps) {
    int windows = steps.length;
    int[] order = order(dims, steps[windows - 1]);
    int[] sizes = new int[Math.max(order.length, 1)];
    int[][] strides = new int[windows][sizes.length];
    int rank = 0;
    for (int axis : order) {
      if (rank > 0 && joins(strides, rank - 1, steps, axis, dims[axis])) {
        sizes[rank - 1] *= dims[axis];
      } else {
        sizes[rank++] = dims[axis];
      }
      for (int k = 0; k < windows; k++) {
        strides[k][rank - 1] = steps[k][axis];
      }
    }
    if (rank == 0) {
      sizes[0] = 1;
      rank = 1;
    }
    return new Nest(rank, sizes, strides, dims, steps);
  }

  private static boolean joins(int[][] strides, int outer, int[][] steps, int axis, int size) {
    for (int k = 0; k < steps.length; k++) {
      if (strides[k][outer] != steps[k][axis] * size) {
        return false;
      }
    }
    return true;
  }

  /** The axes with more than one element, by falling steps; stable. */
  private static int[] order(int[] dims, int[] steps) {
    int n = 0;
    int[] order = new int[dims.length];
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] == 1) {
        continue;
      }
      int at = n++;
      for (; at > 0 && steps[order[at - 1]] < steps[axis]; at--) {
        order[at] = order[at - 1];
      }
      order[at] = axis;
    }
    return Arrays.copyOf(order, n);
  }

  /** The size of the innermost axis. */
  int inner() {
    return dims[rank - 1];
  }

  /** The step of window {@code k} on the innermost axis. */
  int innerStride(int k) {
    return strides[k][rank - 1];
  }

  /** The number of innermost loops. */
  int rows() {
    int n = 1;
    for (int i = 0; i < rank - 1; i++) {
      n *= dims[i];
    }
    return n;
  }

  /** How far window {@code k} is from its start at the beginning of innermost loop {@code row}. */
  int start(int k, int row) {
    if (rank == 2) {
      return row * strides[k][0];
    }
    int at = 0;
    int rest = row;
    for (int i = rank - 2; i >= 0; i--) {
      at += rest % dims[i] * strides[k][i];
      rest /= dims[i];
    }
    return at;
  }
}
