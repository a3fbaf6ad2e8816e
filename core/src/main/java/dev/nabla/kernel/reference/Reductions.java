package dev.nabla.kernel.reference;

import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Scan;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reductions and running reductions, one element after the other; real numbers are accumulated in double precision. */
final class Reductions {
  private Reductions() {}

  /** {@code out} = the reduction of {@code in} over {@code axes}. */
  static void reduce(Reducer reducer, Strided in, int[] axes, Strided out) {
    Strided starts = new Strided(in.storage(), in.offset(), out.shape(), in.strides());
    Strided group = group(in, axes);
    for (int i = 0; i < out.numel(); i++) {
      int base = starts.position(i);
      int to = out.position(i);
      switch (reducer) {
        case ARGMAX, ARGMIN -> out.storage().setLong(to, argument(reducer, in.storage(), base, group));
        case ALL, ANY -> out.storage().setLong(to, truth(reducer, in.storage(), base, group) ? 1 : 0);
        case SUM, PROD, MAX, MIN -> {
          if (in.dtype().isFloating()) {
            out.storage().setDouble(to, real(reducer, in.storage(), base, group));
          } else {
            out.storage().setLong(to, whole(reducer, in.storage(), base, group));
          }
        }
      }
    }
  }

  /** The elements that make up one result, as a window that starts at 0. */
  private static Strided group(Strided in, int[] axes) {
    int[] sorted = axes.clone();
    Arrays.sort(sorted);
    int[] dims = new int[sorted.length];
    int[] strides = new int[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      dims[i] = in.dim(sorted[i]);
      strides[i] = in.stride(sorted[i]);
    }
    return new Strided(in.storage(), 0, Shape.of(dims), strides);
  }

  private static double real(Reducer reducer, Storage data, int base, Strided group) {
    double acc = switch (reducer) {
      case PROD -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
      default -> 0;
    };
    for (int i = 0; i < group.numel(); i++) {
      double v = data.getDouble(base + group.position(i));
      acc = switch (reducer) {
        case PROD -> acc * v;
        case MAX -> Math.max(acc, v);
        case MIN -> Math.min(acc, v);
        default -> acc + v;
      };
    }
    return acc;
  }

  private static long whole(Reducer reducer, Storage data, int base, Strided group) {
    long acc = switch (reducer) {
      case PROD -> 1;
      case MAX -> Long.MIN_VALUE;
      case MIN -> Long.MAX_VALUE;
      default -> 0;
    };
    for (int i = 0; i < group.numel(); i++) {
      long v = data.getLong(base + group.position(i));
      acc = switch (reducer) {
        case PROD -> acc * v;
        case MAX -> Math.max(acc, v);
        case MIN -> Math.min(acc, v);
        default -> acc + v;
      };
    }
    return acc;
  }

  private static int argument(Reducer reducer, Storage data, int base, Strided group) {
    int best = 0;
    for (int i = 1; i < group.numel(); i++) {
      int sign = compare(data, base + group.position(i), base + group.position(best), reducer == Reducer.ARGMAX);
      if (sign > 0) {
        best = i;
      }
    }
    return best;
  }

  private static boolean truth(Reducer reducer, Storage data, int base, Strided group) {
    boolean all = true;
    boolean any = false;
    for (int i = 0; i < group.numel(); i++) {
      boolean v = data.getDouble(base + group.position(i)) != 0;
      all &= v;
      any |= v;
    }
    return reducer == Reducer.ALL ? all : any;
  }

  /** The running reduction of {@code in} along {@code axis}. */
  static void scan(Scan scan, Strided in, int axis, Strided out, @Nullable Strided positions) {
    Lines lines = new Lines(in, axis);
    for (int line = 0; line < lines.count(); line++) {
      if (scan == Scan.MAX || scan == Scan.MIN) {
        extremes(scan, in, lines, line, out, positions);
      } else if (in.dtype().isFloating()) {
        realPrefixes(scan, in, lines, line, out);
      } else {
        wholePrefixes(scan, in, lines, line, out);
      }
    }
  }

  private static void extremes(Scan scan, Strided in, Lines lines, int line, Strided out, @Nullable Strided positions) {
    int best = 0;
    for (int i = 0; i < lines.length(); i++) {
      if (i > 0 && replaces(scan, in.storage(), lines.position(in, line, i), lines.position(in, line, best))) {
        best = i;
      }
      copy(in.storage(), lines.position(in, line, best), out.storage(), lines.position(out, line, i));
      if (positions != null) {
        positions.storage().setLong(lines.position(positions, line, i), best);
      }
    }
  }

  private static void realPrefixes(Scan scan, Strided in, Lines lines, int line, Strided out) {
    double acc = switch (scan) {
      case SUM -> 0;
      case PROD -> 1;
      default -> Double.NEGATIVE_INFINITY;
    };
    for (int i = 0; i < lines.length(); i++) {
      double v = in.storage().getDouble(lines.position(in, line, i));
      acc = switch (scan) {
        case SUM -> acc + v;
        case PROD -> acc * v;
        default -> logAddExp(acc, v);
      };
      out.storage().setDouble(lines.position(out, line, i), acc);
    }
  }

  private static void wholePrefixes(Scan scan, Strided in, Lines lines, int line, Strided out) {
    long acc = scan == Scan.SUM ? 0 : 1;
    for (int i = 0; i < lines.length(); i++) {
      long v = in.storage().getLong(lines.position(in, line, i));
      acc = scan == Scan.SUM ? acc + v : acc * v;
      out.storage().setLong(lines.position(out, line, i), acc);
    }
  }

  private static double logAddExp(double a, double b) {
    double high = Math.max(a, b);
    double low = Math.min(a, b);
    return high == low && Double.isInfinite(high) ? high : high + Math.log1p(Math.exp(low - high));
  }

  /** Whether the element at {@code i} replaces the extreme so far, at {@code best}: it is at least as extreme, or NaN. */
  private static boolean replaces(Scan scan, Storage data, int i, int best) {
    if (data.dtype().isFloating()) {
      double v = data.getDouble(i);
      double old = data.getDouble(best);
      return Double.isNaN(v) || !Double.isNaN(old) && (scan == Scan.MAX ? v >= old : v <= old);
    }
    int sign = Long.compare(data.getLong(i), data.getLong(best));
    return scan == Scan.MAX ? sign >= 0 : sign <= 0;
  }

  /** More than 0 if the element at {@code i} is larger (or with {@code !largest} smaller) than the one at {@code k}; NaN is beyond all. */
  private static int compare(Storage data, int i, int k, boolean largest) {
    if (!data.dtype().isFloating()) {
      int sign = Long.compare(data.getLong(i), data.getLong(k));
      return largest ? sign : -sign;
    }
    double a = data.getDouble(i);
    double b = data.getDouble(k);
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Double.isNaN(b) ? 0 : 1;
    }
    return a == b ? 0 : a > b == largest ? 1 : -1;
  }

  /** Copies one element between buffers of one type. */
  private static void copy(Storage from, int at, Storage to, int there) {
    if (from.dtype().isFloating()) {
      to.setDouble(there, from.getDouble(at));
    } else {
      to.setLong(there, from.getLong(at));
    }
  }
}
