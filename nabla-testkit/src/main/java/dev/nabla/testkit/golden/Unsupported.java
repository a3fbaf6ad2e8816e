package dev.nabla.testkit.golden;

/** Nabla lacks what a case needs: an op, an argument, an element type. */
public class Unsupported extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what Nabla lacks, such as {@code no frobnicate}. */
  public Unsupported(String reason) {
    super(reason);
  }
}
