package dev.nabla.nn;

/** The exponentials along an axis, divided by their sum. */
public final class Softmax extends Stateless {
  /** Along this axis. */
  public Softmax(int dim) {
    super("dim=" + dim, x -> x.softmax(dim));
  }
}
