package dev.nabla.nn;

import dev.nabla.F;

/** {@code relu6(x + 3) / 6}. */
public final class Hardsigmoid extends Stateless {
  /** The layer. */
  public Hardsigmoid() {
    super(F::hardsigmoid);
  }
}
