package dev.nabla.testkit.golden;

/** What of a recorded case is compared on its own. */
public enum Aspect {
  /** The values, or the error. */
  FORWARD("forward"),
  /** The gradients. */
  BACKWARD("backward"),
  /** The tangents in forward mode. */
  JVP("jvp"),
  /** The gradients of the gradients. */
  DOUBLE_BACKWARD("double backward");

  private final String words;

  Aspect(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
