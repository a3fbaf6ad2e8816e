package dev.nabla.testkit;

import java.util.Locale;

/**
 * The first place at which two results differ.
 *
 * @param where what differs: {@code type}, {@code shape}, or {@code element [0, 2]}
 * @param relativeError the difference in proportion to the expected number; NaN where that means nothing
 */
public record Difference(String where, String actual, String expected, double relativeError) {
  /** A difference between things that are no numbers. */
  public Difference(String where, Object actual, Object expected) {
    this(where, actual.toString(), expected.toString(), Double.NaN);
  }

  /** A difference between numbers. */
  static Difference of(String where, double actual, double expected) {
    return new Difference(where, Double.toString(actual), Double.toString(expected),
        Math.abs(actual - expected) / Math.abs(expected));
  }

  @Override
  public String toString() {
    return where + " is " + actual + ", expected " + expected
        + (Double.isFinite(relativeError) ? String.format(Locale.ROOT, " (relative error %.2g)", relativeError) : "");
  }
}
