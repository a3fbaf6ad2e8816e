package dev.nabla.nn;

import dev.nabla.F;

/** The hyperbolic tangent. */
public final class Tanh extends Stateless {
  /** The layer. */
  public Tanh() {
    super(F::tanh);
  }
}
