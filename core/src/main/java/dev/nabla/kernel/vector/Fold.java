package dev.nabla.kernel.vector;

import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Storage;

/**
 * How the elements of one result are combined, line after line; for one thread.
 *
 * <p>Results are passed as longs: the bits of a double (see {@link #isReal}), a whole number, a truth value, or for ARGMAX and ARGMIN the
 * number of the element in row-major order over the reduced axes.
 */
final class Fold {
  private final Reducer reducer;
  private final Storage data;
  private final int n;
  private final int stride;
  private final Walk walk;
  private final double[] lanes;

  Fold(Reducer reducer, Storage data, ReduceLayout layout) {
    this.reducer = reducer;
    this.data = data;
    this.n = layout.lineLength();
    this.stride = layout.lineStride();
    this.walk = layout.walkLines();
    this.lanes = LineLoops.scratch(reducer, n);
  }

  /** Whether results of this reducer over this data are the bits of doubles. */
  static boolean isReal(Reducer reducer, Storage data) {
    return switch (reducer) {
      case SUM, PROD, MAX, MIN -> data.dtype().isFloating();
      case ARGMAX, ARGMIN, ALL, ANY -> false;
    };
  }

  /** Stores a result. */
  static void store(Reducer reducer, Storage data, long result, Storage out, int at) {
    if (isReal(reducer, data)) {
      out.setDouble(at, Double.longBitsToDouble(result));
    } else {
      out.setLong(at, result);
    }
  }

  /** The reduction of one line; of no elements, the neutral element. */
  static long line(Reducer reducer, Storage data, int at, int stride, int n, double[] lanes) {
    return switch (reducer) {
      case SUM, PROD, MAX, MIN -> data.dtype().isFloating()
          ? Double.doubleToRawLongBits(LineLoops.real(reducer, data, at, stride, n, lanes))
          : LineLoops.whole(reducer, data, at, stride, n);
      case ARGMAX, ARGMIN -> LineLoops.extreme(data, reducer == Reducer.ARGMAX, at, stride, n);
      case ALL -> LineLoops.findTruth(data, at, stride, n, false) == n ? 1 : 0;
      case ANY -> LineLoops.findTruth(data, at, stride, n, true) < n ? 1 : 0;
    };
  }

  /**
   * The reduction of the elements {@code i0} to {@code i1} of the lines {@code line0} to {@code line1} of the result
   * that begins at {@code base}.
   */
  long part(int base, int line0, int line1, int i0, int i1) {
    boolean positions = reducer == Reducer.ARGMAX || reducer == Reducer.ARGMIN;
    walk.seek(line0);
    long result = 0;
    long best = 0;
    for (int k = line0; k < line1; k++, walk.next()) {
      int at = base + walk.a + i0 * stride;
      long more = line(reducer, data, at, stride, i1 - i0, lanes);
      if (!positions) {
        result = k == line0 ? more : combine(result, more);
        continue;
      }
      long rank = LineLoops.rank(data, reducer == Reducer.ARGMAX, at + (int) more * stride);
      if (k == line0 || rank > best) {
        best = rank;
        result = (long) k * n + i0 + more;
      }
    }
    return result;
  }

  /** The result of two consecutive parts of the result that begins at {@code base}. */
  long combine(int base, long a, long b) {
    return switch (reducer) {
      case ARGMAX, ARGMIN -> rank(base, b) > rank(base, a) ? b : a;
      default -> combine(a, b);
    };
  }

  private long rank(int base, long position) {
    walk.seek((int) (position / n));
    return LineLoops.rank(data, reducer == Reducer.ARGMAX, base + walk.a + (int) (position % n) * stride);
  }

  private long combine(long a, long b) {
    return isReal(reducer, data)
        ? Double.doubleToRawLongBits(LineLoops.combine(reducer, Double.longBitsToDouble(a), Double.longBitsToDouble(b)))
        : LineLoops.combine(reducer, a, b);
  }
}
