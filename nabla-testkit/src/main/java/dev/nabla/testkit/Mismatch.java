package dev.nabla.testkit;

/** A result is not what was expected; {@link #difference} says where, with both values. */
public final class Mismatch extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final transient Difference difference;

  /** {@code what} names the result that differs, such as {@code gradient 0}. */
  public Mismatch(String what, Difference difference) {
    super(what + ": " + difference);
    this.difference = difference;
  }

  /** The first difference. */
  public Difference difference() {
    return difference;
  }
}
