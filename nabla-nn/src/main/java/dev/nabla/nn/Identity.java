package dev.nabla.nn;

/** The input itself. */
public final class Identity extends Stateless {
  /** The layer. */
  public Identity() {
    super(x -> x);
  }
}
