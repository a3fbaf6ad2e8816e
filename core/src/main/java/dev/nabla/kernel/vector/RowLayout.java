package dev.nabla.kernel.vector;

import dev.nabla.kernel.Strided;
import java.util.Arrays;

/**
 * The axes of a row program, sorted out for several windows of one shape: axes of size 1 dropped, the dense axis last, neighbours merged that
 * are one axis in all windows.
 *
 * <p>The innermost axis is the one that loops run along. Around it are lines, and around these the outer axes, whose index is the number of a
 * task. By what is reduced there are three kinds, see {@link Kind}.
 */
final class RowLayout {
  /** How rows lie. */
  enum Kind {
    /** A row is one dense line; the lines of a task are some rows. */
    ROWS,
    /** A row is several dense runs; the lines of a task are the runs of one row. */
    RUNS,
    /** Rows lie beside each other; the lines of a task are the elements of some dense rows. */
    COLUMNS
  }

  final Kind kind;
  /** The number of elements along the innermost axis. */
  final int inner;
  /** The number of lines around it. */
  final int lines;
  /** The number of index tuples of the outer axes. */
  final int outer;
  /** The step of each window along the innermost axis. */
  final int[] innerSteps;
  private final int[] lineDims;
  private final int[][] lineSteps;
  private final int[] outerDims;
  private final int[][] outerSteps;

  /** The layout for these steps by axis; {@code order} sorts the axes and {@code reduced} tells which are reduced. */
  RowLayout(int[] dims, int[][] steps, int[] order, boolean[] reduced) {
    int windows = steps.length;
    int[] sizes = new int[order.length];
    int[][] strides = new int[windows][order.length];
    boolean[] folded = new boolean[order.length];
    int rank = 0;
    for (int axis : order) {
      if (rank > 0 && folded[rank - 1] == reduced[axis] && joins(strides, rank - 1, steps, axis, dims[axis])) {
        sizes[rank - 1] *= dims[axis];
      } else {
        folded[rank] = reduced[axis];
        sizes[rank++] = dims[axis];
      }
      for (int k = 0; k < windows; k++) {
        strides[k][rank - 1] = steps[k][axis];
      }
    }
    int last = rank - 1;
    int count = 0;
    for (int i = 0; i < last; i++) {
      count += folded[i] ? 1 : 0;
    }
    kind = last < 0 || folded[last] ? count == 0 ? Kind.ROWS : Kind.RUNS : Kind.COLUMNS;
    inner = last < 0 ? 1 : sizes[last];
    innerSteps = column(strides, last);
    boolean[] isLine = new boolean[Math.max(last, 0)];
    for (int i = 0; i < last; i++) {
      // Of rows, those along the last kept axis go together.
      isLine[i] = kind == Kind.ROWS ? i == last - 1 : folded[i];
    }
    lineDims = pick(sizes, isLine, true);
    lineSteps = new int[windows][];
    outerDims = pick(sizes, isLine, false);
    outerSteps = new int[windows][];
    for (int k = 0; k < windows; k++) {
      lineSteps[k] = pick(strides[k], isLine, true);
      outerSteps[k] = pick(strides[k], isLine, false);
    }
    lines = product(lineDims);
    outer = product(outerDims);
  }

  /** The axes with more than one element, by falling steps of {@code leader}; broadcast ones first. */
  static int[] order(Strided leader) {
    int n = 0;
    int[] order = new int[leader.rank()];
    for (int axis = 0; axis < order.length; axis++) {
      if (leader.dim(axis) == 1) {
        continue;
      }
      int at = n++;
      for (; at > 0 && reach(leader.stride(order[at - 1])) < reach(leader.stride(axis)); at--) {
        order[at] = order[at - 1];
      }
      order[at] = axis;
    }
    return Arrays.copyOf(order, n);
  }

  private static int reach(int stride) {
    return stride == 0 ? Integer.MAX_VALUE : stride;
  }

  private static boolean joins(int[][] strides, int outer, int[][] steps, int axis, int size) {
    for (int k = 0; k < steps.length; k++) {
      if (strides[k][outer] != steps[k][axis] * size) {
        return false;
      }
    }
    return true;
  }

  private static int[] column(int[][] rows, int at) {
    int[] out = new int[rows.length];
    for (int k = 0; k < out.length; k++) {
      out[k] = at < 0 ? 0 : rows[k][at];
    }
    return out;
  }

  private static int[] pick(int[] from, boolean[] which, boolean wanted) {
    int[] out = new int[which.length];
    int n = 0;
    for (int i = 0; i < which.length; i++) {
      if (which[i] == wanted) {
        out[n++] = from[i];
      }
    }
    return Arrays.copyOf(out, n);
  }

  private static int product(int[] dims) {
    int n = 1;
    for (int d : dims) {
      n *= d;
    }
    return n;
  }

  /** How far window {@code k} is from its start at outer index {@code i}. */
  int outerStart(int k, int i) {
    return start(outerDims, outerSteps[k], i);
  }

  /** How far window {@code k} is from the first line at line {@code i}. */
  int lineStart(int k, int i) {
    return start(lineDims, lineSteps[k], i);
  }

  /** The constant distance of the lines of window {@code k}; the lines lie on one axis at most. */
  int lineStep(int k) {
    return lineDims.length == 0 ? 0 : lineSteps[k][lineDims.length - 1];
  }

  /** Whether the lines lie on one axis at most, so that all are {@link #lineStep} apart. */
  boolean isEven() {
    return lineDims.length <= 1;
  }

  /** Whether window {@code k} is at the same place on all lines. */
  boolean isFixed(int k) {
    for (int step : lineSteps[k]) {
      if (step != 0) {
        return false;
      }
    }
    return true;
  }

  private static int start(int[] dims, int[] steps, int index) {
    if (dims.length == 1) {
      return index * steps[0];
    }
    int at = 0;
    int rest = index;
    for (int i = dims.length - 1; i >= 0; i--) {
      at += rest % dims[i] * steps[i];
      rest /= dims[i];
    }
    return at;
  }
}
