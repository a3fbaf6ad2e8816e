package dev.nabla.testkit;

import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * When two tensors count as equal: same type and shape, NaN and infinities at the same places, and elements that differ by at most {@code atol
 * + rtol * |expected|}. Whole numbers and truth values must be the same.
 */
public record Closeness(double rtol, double atol) {
  /** Bit for bit, but for the sign of zero and the payload of NaN. */
  public static final Closeness EXACT = new Closeness(0, 0);

  /** The first difference between {@code actual} and {@code expected}; null if there is none. */
  public @Nullable Difference difference(Tensor actual, Tensor expected) {
    if (actual.dtype() != expected.dtype()) {
      return new Difference("type", actual.dtype(), expected.dtype());
    }
    if (!actual.shape().equals(expected.shape())) {
      return new Difference("shape", actual.shape(), expected.shape());
    }
    return expected.dtype().isFloating() ? ofReals(actual, expected) : ofWholes(actual, expected);
  }

  private @Nullable Difference ofReals(Tensor actual, Tensor expected) {
    double[] a = Elements.doubles(actual);
    double[] e = Elements.doubles(expected);
    for (int i = 0; i < a.length; i++) {
      if (!close(a[i], e[i])) {
        return Difference.of("element " + Elements.index(expected.shape(), i), a[i], e[i]);
      }
    }
    return null;
  }

  private static @Nullable Difference ofWholes(Tensor actual, Tensor expected) {
    long[] a = Elements.longs(actual);
    long[] e = Elements.longs(expected);
    for (int i = 0; i < a.length; i++) {
      if (a[i] != e[i]) {
        return new Difference("element " + Elements.index(expected.shape(), i), Long.toString(a[i]),
            Long.toString(e[i]), Math.abs(((double) a[i] - e[i]) / e[i]));
      }
    }
    return null;
  }

  /** Whether two numbers count as equal. */
  public boolean close(double actual, double expected) {
    if (Double.isNaN(expected) || Double.isInfinite(expected)) {
      return Double.compare(actual, expected) == 0;
    }
    return Math.abs(actual - expected) <= atol + rtol * Math.abs(expected);
  }

  /** Fails with {@code what} and the first difference, if there is one. */
  public void check(String what, Tensor actual, Tensor expected) {
    Difference d = difference(actual, expected);
    if (d != null) {
      throw new Mismatch(what, d);
    }
  }

  /** Fails with {@code what} if the numbers differ. */
  public void check(String what, double actual, double expected) {
    if (!close(actual, expected)) {
      throw new Mismatch(what, Difference.of("the number", actual, expected));
    }
  }
}
