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

  /** What is wrong with {@code actual}: a sentence with the first element that differs; null if nothing is. */
  public @Nullable String difference(Tensor actual, Tensor expected) {
    if (actual.dtype() != expected.dtype()) {
      return "type " + actual.dtype() + ", expected " + expected.dtype();
    }
    if (!actual.shape().equals(expected.shape())) {
      return "shape " + actual.shape() + ", expected " + expected.shape();
    }
    return expected.dtype().isFloating() ? ofReals(actual, expected) : ofWholes(actual, expected);
  }

  private @Nullable String ofReals(Tensor actual, Tensor expected) {
    double[] a = Elements.doubles(actual);
    double[] e = Elements.doubles(expected);
    for (int i = 0; i < a.length; i++) {
      if (!close(a[i], e[i])) {
        return "element " + Elements.index(expected.shape(), i) + " is " + a[i] + ", expected " + e[i];
      }
    }
    return null;
  }

  private static @Nullable String ofWholes(Tensor actual, Tensor expected) {
    long[] a = Elements.longs(actual);
    long[] e = Elements.longs(expected);
    for (int i = 0; i < a.length; i++) {
      if (a[i] != e[i]) {
        return "element " + Elements.index(expected.shape(), i) + " is " + a[i] + ", expected " + e[i];
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
    String d = difference(actual, expected);
    if (d != null) {
      throw new AssertionError(what + ": " + d);
    }
  }
}
