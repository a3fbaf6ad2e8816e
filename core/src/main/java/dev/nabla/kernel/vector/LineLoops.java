package dev.nabla.kernel.vector;

import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Storage;
import java.util.Arrays;

/**
 * Reductions of one line: n elements from {@code at}, {@code stride} apart.
 *
 * <p>Note [Summation]: sums of contiguous lines are made in blocks of {@link #BLOCK} elements. Within a block, element i is added to
 * logical lane {@code i % LANES}, in double precision; the lanes are then added as a tree. This order holds for every vector width and
 * for plain loops, so that all machines and any number of threads give the same bits.
 */
final class LineLoops {
  // Lambdas: references would link a class that may be of no use.
  private static final Training SUMS = new Training(() -> SimdLoops.trainSums());
  private static final Training EXTREMES = new Training(() -> SimdLoops.trainExtremes());

  /** Logical accumulators of a sum. */
  static final int LANES = 32;
  /** Elements of a sum that share their accumulators. */
  private static final int BLOCK = 4096;
  /** Lines shorter than this are not worth the lanes. */
  private static final int SHORT = 48;

  private LineLoops() {}

  /** The scratch space that {@link #real} needs for lines of length n; only sums of long lines do. */
  static double[] scratch(Reducer reducer, int n) {
    return reducer == Reducer.SUM && n >= SHORT ? new double[LANES] : NOTHING;
  }

  private static final double[] NOTHING = new double[0];

  /** One number reduced with another. */
  static double combine(Reducer reducer, double a, double b) {
    return switch (reducer) {
      case PROD -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      default -> a + b;
    };
  }

  /** One whole number or truth value (0 or 1) reduced with another. */
  static long combine(Reducer reducer, long a, long b) {
    return switch (reducer) {
      case PROD -> a * b;
      case MAX, ANY -> Math.max(a, b);
      case MIN, ALL -> Math.min(a, b);
      default -> a + b;
    };
  }

  /** The neutral element of a reduction of whole numbers. */
  private static long start(Reducer reducer) {
    return switch (reducer) {
      case PROD -> 1;
      case MAX -> Long.MIN_VALUE;
      case MIN -> Long.MAX_VALUE;
      default -> 0;
    };
  }

  /** SUM, PROD, MAX or MIN of a line of real numbers. */
  static double real(Reducer reducer, Storage data, int at, int stride, int n, double[] lanes) {
    return data.array() instanceof float[] x
        ? real(reducer, x, at, stride, n, lanes)
        : real(reducer, data.doubles(), at, stride, n, lanes);
  }

  /**
   * SUM, PROD, MAX or MIN of {@code count} lines of real numbers, each to one element: from {@code walk.a} to {@code
   * walk.b}.
   */
  static void real(Reducer reducer, Storage data, Walk walk, int stride, int n, Storage out, int count) {
    double[] lanes = scratch(reducer, n);
    if (data.array() instanceof float[] x) {
      float[] y = out.floats();
      for (int k = 0; k < count; k++, walk.next()) {
        y[walk.b] = (float) real(reducer, x, walk.a, stride, n, lanes);
      }
    } else {
      double[] x = data.doubles();
      double[] y = out.doubles();
      for (int k = 0; k < count; k++, walk.next()) {
        y[walk.b] = real(reducer, x, walk.a, stride, n, lanes);
      }
    }
  }

  private static double real(Reducer reducer, float[] x, int at, int stride, int n, double[] lanes) {
    return switch (reducer) {
      case PROD -> product(x, at, stride, n);
      case MAX -> max(x, at, stride, n);
      case MIN -> min(x, at, stride, n);
      default -> sum(x, at, stride, n, lanes);
    };
  }

  private static double real(Reducer reducer, double[] x, int at, int stride, int n, double[] lanes) {
    return switch (reducer) {
      case PROD -> product(x, at, stride, n);
      case MAX -> max(x, at, stride, n);
      case MIN -> min(x, at, stride, n);
      default -> sum(x, at, stride, n, lanes);
    };
  }

  private static double sum(float[] x, int at, int stride, int n, double[] lanes) {
    if (stride != 1 || n < SHORT) {
      return sum(x, at, stride, n);
    }
    double total = 0;
    for (int from = 0; from < n; from += BLOCK) {
      total += sumBlock(x, at + from, Math.min(BLOCK, n - from), lanes);
    }
    return total;
  }

  private static double sumBlock(float[] x, int at, int n, double[] lanes) {
    int whole = n & -LANES;
    if (SUMS.isReady()) {
      SimdLoops.lanes(x, at, whole, lanes);
    } else {
      Arrays.fill(lanes, 0);
      for (int i = at; i < at + whole; i += LANES) {
        for (int k = 0; k < LANES; k++) {
          lanes[k] += x[i + k];
        }
      }
    }
    for (int k = 0; k < n - whole; k++) {
      lanes[k] += x[at + whole + k];
    }
    return tree(lanes);
  }

  private static double sum(float[] x, int at, int stride, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int p = at;
    int i = 0;
    for (; i < n - 3; i += 4) {
      s0 += x[p];
      s1 += x[p + stride];
      s2 += x[p + 2 * stride];
      s3 += x[p + 3 * stride];
      p += 4 * stride;
    }
    for (; i < n; i++) {
      s0 += x[p];
      p += stride;
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static double product(float[] x, int at, int stride, int n) {
    double even = 1;
    double odd = 1;
    int p = at;
    int i = 0;
    for (; i < n - 1; i += 2) {
      even *= x[p];
      odd *= x[p + stride];
      p += 2 * stride;
    }
    return i < n ? even * odd * x[p] : even * odd;
  }

  private static float max(float[] x, int at, int stride, int n) {
    if (stride == 1 && n >= SHORT && EXTREMES.isReady()) {
      return SimdLoops.max(x, at, n);
    }
    float result = Float.NEGATIVE_INFINITY;
    for (int i = 0, p = at; i < n; i++, p += stride) {
      result = Math.max(result, x[p]);
    }
    return result;
  }

  private static float min(float[] x, int at, int stride, int n) {
    if (stride == 1 && n >= SHORT && EXTREMES.isReady()) {
      return SimdLoops.min(x, at, n);
    }
    float result = Float.POSITIVE_INFINITY;
    for (int i = 0, p = at; i < n; i++, p += stride) {
      result = Math.min(result, x[p]);
    }
    return result;
  }

  private static double sum(double[] x, int at, int stride, int n, double[] lanes) {
    if (stride != 1 || n < SHORT) {
      return sum(x, at, stride, n);
    }
    double total = 0;
    for (int from = 0; from < n; from += BLOCK) {
      total += sumBlock(x, at + from, Math.min(BLOCK, n - from), lanes);
    }
    return total;
  }

  private static double sumBlock(double[] x, int at, int n, double[] lanes) {
    int whole = n & -LANES;
    if (SUMS.isReady()) {
      SimdLoops.lanes(x, at, whole, lanes);
    } else {
      Arrays.fill(lanes, 0);
      for (int i = at; i < at + whole; i += LANES) {
        for (int k = 0; k < LANES; k++) {
          lanes[k] += x[i + k];
        }
      }
    }
    for (int k = 0; k < n - whole; k++) {
      lanes[k] += x[at + whole + k];
    }
    return tree(lanes);
  }

  private static double sum(double[] x, int at, int stride, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int p = at;
    int i = 0;
    for (; i < n - 3; i += 4) {
      s0 += x[p];
      s1 += x[p + stride];
      s2 += x[p + 2 * stride];
      s3 += x[p + 3 * stride];
      p += 4 * stride;
    }
    for (; i < n; i++) {
      s0 += x[p];
      p += stride;
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static double product(double[] x, int at, int stride, int n) {
    double even = 1;
    double odd = 1;
    int p = at;
    int i = 0;
    for (; i < n - 1; i += 2) {
      even *= x[p];
      odd *= x[p + stride];
      p += 2 * stride;
    }
    return i < n ? even * odd * x[p] : even * odd;
  }

  private static double max(double[] x, int at, int stride, int n) {
    if (stride == 1 && n >= SHORT && EXTREMES.isReady()) {
      return SimdLoops.max(x, at, n);
    }
    double result = Double.NEGATIVE_INFINITY;
    for (int i = 0, p = at; i < n; i++, p += stride) {
      result = Math.max(result, x[p]);
    }
    return result;
  }

  private static double min(double[] x, int at, int stride, int n) {
    if (stride == 1 && n >= SHORT && EXTREMES.isReady()) {
      return SimdLoops.min(x, at, n);
    }
    double result = Double.POSITIVE_INFINITY;
    for (int i = 0, p = at; i < n; i++, p += stride) {
      result = Math.min(result, x[p]);
    }
    return result;
  }

  /** The lanes added as a tree: halves onto halves. */
  static double tree(double[] lanes) {
    int half = LANES / 2;
    if (SUMS.isReady()) {
      half = SimdLoops.tree(lanes, half);
    }
    for (; half > 0; half >>= 1) {
      for (int k = 0; k < half; k++) {
        lanes[k] += lanes[k + half];
      }
    }
    return lanes[0];
  }

  /** SUM, PROD, MAX or MIN of a line of whole numbers or truth values. */
  static long whole(Reducer reducer, Storage data, int at, int stride, int n) {
    if (data.array() instanceof long[] x) {
      return whole(reducer, x, at, stride, n);
    }
    long acc = start(reducer);
    for (int i = 0, p = at; i < n; i++, p += stride) {
      acc = combine(reducer, acc, data.getLong(p));
    }
    return acc;
  }

  private static long whole(Reducer reducer, long[] x, int at, int stride, int n) {
    long acc = start(reducer);
    switch (reducer) {
      case PROD -> {
        for (int i = 0, p = at; i < n; i++, p += stride) {
          acc *= x[p];
        }
      }
      case MAX -> {
        for (int i = 0, p = at; i < n; i++, p += stride) {
          acc = Math.max(acc, x[p]);
        }
      }
      case MIN -> {
        for (int i = 0, p = at; i < n; i++, p += stride) {
          acc = Math.min(acc, x[p]);
        }
      }
      default -> acc = sum(x, at, stride, n);
    }
    return acc;
  }

  private static long sum(long[] x, int at, int stride, int n) {
    long acc = 0;
    if (stride == 1) {
      for (int i = at; i < at + n; i++) {
        acc += x[i];
      }
      return acc;
    }
    for (int i = 0, p = at; i < n; i++, p += stride) {
      acc += x[p];
    }
    return acc;
  }

  /** The number of leading elements whose truth value is not {@code wanted}; n if no element has it. */
  static int findTruth(Storage data, int at, int stride, int n, boolean wanted) {
    int p = at;
    int i = 0;
    switch (data.array()) {
      case byte[] x -> {
        for (; i < n && (x[p] != 0) != wanted; i++) {
          p += stride;
        }
      }
      case float[] x -> {
        for (; i < n && (x[p] != 0) != wanted; i++) {
          p += stride;
        }
      }
      case double[] x -> {
        for (; i < n && (x[p] != 0) != wanted; i++) {
          p += stride;
        }
      }
      default -> {
        for (; i < n && (data.getLong(p) != 0) != wanted; i++) {
          p += stride;
        }
      }
    }
    return i;
  }

  /** The number of the first largest (or smallest) element of a line, NaN being beyond all. */
  static int extreme(Storage data, boolean largest, int at, int stride, int n) {
    if (stride == 1 && n >= SHORT) {
      if (data.array() instanceof float[] x) {
        return extreme(x, largest, at, n);
      }
      if (data.array() instanceof double[] x) {
        return extreme(x, largest, at, n);
      }
    }
    int best = 0;
    long bestRank = rank(data, largest, at);
    for (int i = 1, p = at + stride; i < n; i++, p += stride) {
      long rank = rank(data, largest, p);
      if (rank > bestRank) {
        bestRank = rank;
        best = i;
      }
    }
    return best;
  }

  /**
   * A number that orders elements: the larger it is, the larger the element (or smaller, unless {@code largest}); NaN
   * is on top, -0 is 0.
   */
  static long rank(Storage data, boolean largest, int at) {
    if (!data.dtype().isFloating()) {
      long v = data.getLong(at);
      return largest ? v : ~v;
    }
    double v = data.getDouble(at);
    if (Double.isNaN(v)) {
      return Long.MAX_VALUE;
    }
    long bits = Double.doubleToRawLongBits(v + 0.0);
    bits ^= (bits >> 63) & Long.MAX_VALUE;
    return largest ? bits : ~bits;
  }

  /**
   * As {@link #extreme(Storage, boolean, int, int, int)}: finds the value, block by block, then its first place in
   * the block.
   */
  private static int extreme(float[] x, boolean largest, int at, int n) {
    int block = 0;
    float best = 0;
    for (int from = 0; from < n; from += BLOCK) {
      int length = Math.min(BLOCK, n - from);
      float v = largest ? max(x, at + from, 1, length) : min(x, at + from, 1, length);
      if (from == 0 || Double.isNaN(v) || (largest ? v > best : v < best)) {
        block = from;
        best = v;
      }
      if (Double.isNaN(v)) {
        break;
      }
    }
    return block + find(x, at + block, Math.min(BLOCK, n - block), best);
  }

  private static int find(float[] x, int at, int n, float v) {
    int i = 0;
    if (Double.isNaN(v)) {
      while (i < n && !Double.isNaN(x[at + i])) {
        i++;
      }
      return i;
    }
    if (EXTREMES.isReady()) {
      return SimdLoops.find(x, at, n, v);
    }
    while (i < n && x[at + i] != v) {
      i++;
    }
    return i;
  }

  /**
   * As {@link #extreme(Storage, boolean, int, int, int)}: finds the value, block by block, then its first place in
   * the block.
   */
  private static int extreme(double[] x, boolean largest, int at, int n) {
    int block = 0;
    double best = 0;
    for (int from = 0; from < n; from += BLOCK) {
      int length = Math.min(BLOCK, n - from);
      double v = largest ? max(x, at + from, 1, length) : min(x, at + from, 1, length);
      if (from == 0 || Double.isNaN(v) || (largest ? v > best : v < best)) {
        block = from;
        best = v;
      }
      if (Double.isNaN(v)) {
        break;
      }
    }
    return block + find(x, at + block, Math.min(BLOCK, n - block), best);
  }

  private static int find(double[] x, int at, int n, double v) {
    int i = 0;
    if (Double.isNaN(v)) {
      while (i < n && !Double.isNaN(x[at + i])) {
        i++;
      }
      return i;
    }
    if (EXTREMES.isReady()) {
      return SimdLoops.find(x, at, n, v);
    }
    while (i < n && x[at + i] != v) {
      i++;
    }
    return i;
  }
}
