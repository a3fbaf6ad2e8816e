package dev.nabla.nn;

import dev.nabla.F;

/** The softmax of the negated input. */
public final class Softmin extends Stateless {
  /** Along this axis. */
  public Softmin(int dim) {
    super("dim=" + dim, x -> F.softmin(x, dim));
  }
}
