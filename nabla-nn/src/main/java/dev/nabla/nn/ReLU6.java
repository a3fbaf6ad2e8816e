package dev.nabla.nn;

import dev.nabla.F;

/** {@code min(max(x, 0), 6)}. */
public final class ReLU6 extends Stateless {
  /** The layer. */
  public ReLU6() {
    super(F::relu6);
  }
}
