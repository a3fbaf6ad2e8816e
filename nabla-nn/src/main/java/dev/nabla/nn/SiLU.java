package dev.nabla.nn;

import dev.nabla.F;

/** {@code x * sigmoid(x)}, also known as swish. */
public final class SiLU extends Stateless {
  /** The layer. */
  public SiLU() {
    super(F::silu);
  }
}
