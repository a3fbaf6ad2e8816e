package dev.nabla.nn;

import dev.nabla.F;

/** {@code x * tanh(softplus(x))} (Misra 2019). */
public final class Mish extends Stateless {
  /** The layer. */
  public Mish() {
    super(F::mish);
  }
}
