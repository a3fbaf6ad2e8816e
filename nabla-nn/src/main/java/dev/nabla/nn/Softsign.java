package dev.nabla.nn;

import dev.nabla.F;

/** {@code x / (1 + |x|)}. */
public final class Softsign extends Stateless {
  /** The layer. */
  public Softsign() {
    super(F::softsign);
  }
}
