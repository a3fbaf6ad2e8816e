package dev.nabla.nn;

import dev.nabla.F;

/** {@code 1 / (1 + exp(-x))}. */
public final class Sigmoid extends Stateless {
  /** The layer. */
  public Sigmoid() {
    super(F::sigmoid);
  }
}
