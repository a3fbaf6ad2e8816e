package dev.nabla;

import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import java.util.function.IntToDoubleFunction;

/** Tensors whose elements follow from their position: ranges, identity matrices, triangles of indices, windows. */
final class Sequences {
  private Sequences() {}

  private static Tensor over(Storage s, int... dims) {
    return new ConcreteTensor(Strided.contiguous(s, Shape.of(dims)));
  }

  private static Tensor filled(DType dtype, int n, IntToDoubleFunction value) {
    Storage s = Storage.allocate(dtype, n);
    for (int i = 0; i < n; i++) {
      s.setDouble(i, value.applyAsDouble(i));
    }
    return over(s, n);
  }

  static Tensor arange(long start, long end, long step, DType dtype) {
    checkSteps(start, end, step, step == 0 || (end > start ? step < 0 : end < start && step > 0));
    int n = Math.toIntExact(Math.max(0, step > 0 ? Math.ceilDiv(end - start, step) : Math.ceilDiv(start - end, -step)));
    Storage s = Storage.allocate(dtype, n);
    for (int i = 0; i < n; i++) {
      s.setLong(i, start + i * step);
    }
    return over(s, n);
  }

  static Tensor arange(double start, double end, double step, DType dtype) {
    checkSteps(start, end, step, step == 0 || (end - start) * step < 0);
    if (!Double.isFinite(start) || !Double.isFinite(end)) {
      throw new NablaException("unsupported range: " + start + " -> " + end);
    }
    if (!dtype.isFloating()) {
      // Whole types count in whole steps from the whole part of the start.
      int n = (int) Math.max(0, Math.ceil((end - start) / step));
      return filled(dtype, n, i -> (long) start + i * (long) step);
    }
    return filled(dtype, (int) Math.max(0, Math.ceil((end - start) / step)), i -> start + i * step);
  }

  private static void checkSteps(Number start, Number end, Number step, boolean wrong) {
    if (step.doubleValue() == 0) {
      throw new NablaException("arange: step must be nonzero");
    }
    if (wrong) {
      throw new NablaException("arange: upper bound and larger bound inconsistent with step sign: " + start + " -> "
          + end + " in steps of " + step);
    }
  }

  static Tensor linspace(double start, double end, int steps, DType dtype) {
    checkCount(steps);
    return filled(dtype, steps, line(whole(start, dtype), whole(end, dtype), steps));
  }

  static Tensor logspace(double start, double end, int steps, double base, DType dtype) {
    checkCount(steps);
    IntToDoubleFunction exponent = line(whole(start, dtype), whole(end, dtype), steps);
    return filled(dtype, steps, i -> Math.pow(base, exponent.applyAsDouble(i)));
  }

  private static void checkCount(int steps) {
    if (steps < 0) {
      throw new NablaException("number of steps must be non-negative; got " + steps);
    }
  }

  private static double whole(double v, DType dtype) {
    return dtype.isFloating() ? v : (long) v;
  }

  /** The i-th of {@code steps} numbers from start to end, counted from the nearer end so that both are exact. */
  private static IntToDoubleFunction line(double start, double end, int steps) {
    double step = steps > 1 ? (end - start) / (steps - 1) : 0;
    return i -> i < steps / 2 || steps == 1 ? start + step * i : end - step * (steps - 1 - i);
  }

  static Tensor eye(int n, int m, DType dtype) {
    if (n < 0 || m < 0) {
      throw new NablaException((n < 0 ? "n" : "m") + " must be greater or equal to 0, got " + (n < 0 ? n : m));
    }
    Storage s = Storage.allocate(dtype, n * m);
    for (int i = 0; i < Math.min(n, m); i++) {
      s.setLong(i * (m + 1), 1);
    }
    return over(s, n, m);
  }

  /** Row numbers, then column numbers, of the elements of an n × m matrix below (or above) diagonal {@code offset}, that included: [2, k]. */
  static Tensor triangleIndices(int n, int m, int offset, boolean lower, DType dtype) {
    if (n < 0 || m < 0) {
      throw new NablaException((n < 0 ? "row" : "col") + " must be non-negative, got " + (n < 0 ? n : m));
    }
    int count = 0;
    for (int i = 0; i < n; i++) {
      count += to(i, m, offset, lower) - from(i, m, offset, lower);
    }
    Storage s = Storage.allocate(dtype, 2 * count);
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = from(i, m, offset, lower); j < to(i, m, offset, lower); j++) {
        s.setLong(at, i);
        s.setLong(count + at++, j);
      }
    }
    return over(s, 2, count);
  }

  private static int from(int i, int m, int offset, boolean lower) {
    return lower ? 0 : (int) Math.clamp((long) i + offset, 0L, (long) m);
  }

  private static int to(int i, int m, int offset, boolean lower) {
    return lower ? (int) Math.clamp((long) i + offset + 1, 0L, (long) m) : m;
  }

  /** {@code Σ (-1)^k a_k cos(2πki/N)}: the cosine windows. A periodic window is a symmetric one of n + 1 numbers without the last. */
  static Tensor cosineWindow(int n, boolean periodic, DType dtype, double... a) {
    checkWindow(n, dtype);
    if (n == 1) {
      return Nabla.ones(dtype, 1);
    }
    double turn = 2 * Math.PI / (periodic ? n : n - 1);
    return filled(dtype, n, i -> {
      double sum = 0;
      for (int k = 0; k < a.length; k++) {
        sum += (k % 2 == 0 ? a[k] : -a[k]) * Math.cos(k * turn * i);
      }
      return sum;
    });
  }

  static Tensor bartlettWindow(int n, boolean periodic, DType dtype) {
    checkWindow(n, dtype);
    if (n == 1) {
      return Nabla.ones(dtype, 1);
    }
    double last = periodic ? n : n - 1;
    return filled(dtype, n, i -> i <= last / 2 ? 2 * i / last : 2 - 2 * i / last);
  }

  private static void checkWindow(int n, DType dtype) {
    if (!dtype.isFloating()) {
      throw new DTypeException("window functions expect floating point dtypes, got: " + dtype);
    }
    if (n < 0) {
      throw new NablaException("window functions require non-negative window_length, got window_length=" + n);
    }
  }

  /** {@code k / (n d)} for the frequencies k = 0, 1, …, then, if {@code all}, the negative ones. */
  static Tensor frequencies(int n, double d, boolean all, DType dtype) {
    int positive = (n + 1) / 2;
    double scale = 1.0 / (n * d);
    return all ? filled(dtype, n, i -> (i < positive ? i : i - n) * scale) : filled(dtype, n / 2 + 1, i -> i * scale);
  }

  /** Whether a value of type {@code from} may be written to a tensor of type {@code to}. */
  static boolean canCast(DType from, DType to) {
    return from.category().compareTo(to.category()) <= 0;
  }
}
