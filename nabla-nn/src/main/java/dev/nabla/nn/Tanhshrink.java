package dev.nabla.nn;

import dev.nabla.F;

/** {@code x - tanh(x)}. */
public final class Tanhshrink extends Stateless {
  /** The layer. */
  public Tanhshrink() {
    super(F::tanhshrink);
  }
}
