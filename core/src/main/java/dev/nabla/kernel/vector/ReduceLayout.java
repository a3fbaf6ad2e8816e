package dev.nabla.kernel.vector;

import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Strided;
import java.util.Arrays;

/**
 * The axes of a reduction, sorted out: axes of size 1 dropped, the dense axis last (unless the order of elements matters), and
 * neighbours that are one axis in memory merged.
 *
 * <p>The reduced axes are the outer ones, whose index is the number of a line, and the last one, the line. The last kept axis is the row.
 */
final class ReduceLayout {
  private final int inOffset;
  private final int outOffset;
  private final int[] keptDims;
  private final int[] keptIn;
  private final int[] keptOut;
  private final int[] lineDims;
  private final int[] lineSteps;
  private final int lineLength;
  private final int lineStride;

  ReduceLayout(Reducer reducer, Strided in, int[] axes, Strided out) {
    int rank = in.rank();
    boolean[] reduced = new boolean[rank];
    for (int axis : axes) {
      reduced[axis] = true;
    }
    boolean ordered = reducer == Reducer.ARGMAX || reducer == Reducer.ARGMIN;
    int[][] kept = {new int[rank], new int[rank], new int[rank]};
    int[][] folded = {new int[rank], new int[rank], new int[rank]};
    int k = 0;
    int f = 0;
    for (int i = 0; i < rank; i++) {
      if (in.dim(i) == 1) {
        continue;
      }
      if (reduced[i]) {
        insert(folded, f++, in.dim(i), in.stride(i), 0, !ordered);
      } else {
        insert(kept, k++, in.dim(i), in.stride(i), out.stride(i), true);
      }
    }
    k = merge(kept, k);
    f = merge(folded, f);
    inOffset = in.offset();
    outOffset = out.offset();
    keptDims = Arrays.copyOf(kept[0], k);
    keptIn = Arrays.copyOf(kept[1], k);
    keptOut = Arrays.copyOf(kept[2], k);
    int outer = Math.max(f - 1, 0);
    lineDims = Arrays.copyOf(folded[0], outer);
    lineSteps = Arrays.copyOf(folded[1], outer);
    lineLength = f == 0 ? 1 : folded[0][outer];
    lineStride = f == 0 ? 1 : folded[1][outer];
  }

  /** Adds an axis as number {@code count}, or if {@code sorted} before all axes of smaller {@link #reach}. */
  private static void insert(int[][] axes, int count, int dim, int in, int out, boolean sorted) {
    int at = count;
    while (sorted && at > 0 && reach(axes[1][at - 1]) < reach(in)) {
      for (int[] row : axes) {
        row[at] = row[at - 1];
      }
      at--;
    }
    axes[0][at] = dim;
    axes[1][at] = in;
    axes[2][at] = out;
  }

  /** What axes are sorted by: the stride, but broadcast axes come before all others. */
  private static int reach(int stride) {
    return stride == 0 ? Integer.MAX_VALUE : stride;
  }

  /** Merges neighbours that are one axis in both windows; returns how many are left. */
  private static int merge(int[][] axes, int count) {
    int last = 0;
    for (int i = 1; i < count; i++) {
      int dim = axes[0][i];
      if (axes[1][last] == axes[1][i] * dim && axes[2][last] == axes[2][i] * dim) {
        axes[0][last] *= dim;
      } else {
        last++;
        axes[0][last] = dim;
      }
      axes[1][last] = axes[1][i];
      axes[2][last] = axes[2][i];
    }
    return Math.min(count, last + 1);
  }

  private static int product(int[] dims, int count) {
    int n = 1;
    for (int i = 0; i < count; i++) {
      n *= dims[i];
    }
    return n;
  }

  /** The number of results. */
  int outputs() {
    return product(keptDims, keptDims.length);
  }

  /** The number of lines that make up one result. */
  int lines() {
    return product(lineDims, lineDims.length);
  }

  /** The number of elements of a line. */
  int lineLength() {
    return lineLength;
  }

  /** The distance of the elements of a line. */
  int lineStride() {
    return lineStride;
  }

  /** The number of results in a row: the size of the kept axis of smallest stride; 1 if no axis is kept. */
  int rowLength() {
    return keptDims.length == 0 ? 1 : keptDims[keptDims.length - 1];
  }

  /** The distance of the inputs of neighbours in a row; 0 if no axis is kept. */
  int rowStride() {
    return keptDims.length == 0 ? 0 : keptIn[keptDims.length - 1];
  }

  /** The distance of neighbours in a row of results. */
  int rowOut() {
    return keptDims.length == 0 ? 0 : keptOut[keptDims.length - 1];
  }

  /** The number of rows of results. */
  int rows() {
    return product(keptDims, keptDims.length - 1);
  }

  /** A walk over the results, from number {@code from} on: {@code a} is the first input, {@code b} the result. */
  Walk walkOutputs(int from) {
    Walk walk = new Walk(keptDims, new int[] {inOffset, outOffset}, keptIn, keptOut);
    walk.seek(from);
    return walk;
  }

  /** A walk over the starts of rows of results: {@code a} is the first input of the first result, {@code b} the first result. */
  Walk walkRows() {
    int n = keptDims.length - 1;
    return new Walk(Arrays.copyOf(keptDims, n), new int[] {inOffset, outOffset}, Arrays.copyOf(keptIn, n),
        Arrays.copyOf(keptOut, n));
  }

  /** A walk over the lines of a result: {@code a} is the start of the line relative to that of the first line. */
  Walk walkLines() {
    return new Walk(lineDims, new int[1], lineSteps);
  }
}
