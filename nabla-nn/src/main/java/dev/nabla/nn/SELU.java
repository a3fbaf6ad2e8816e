package dev.nabla.nn;

import dev.nabla.F;

/** {@code scale * (max(x, 0) + min(0, alpha * (exp(x) - 1)))} with the constants of Klambauer and others (2017). */
public final class SELU extends Stateless {
  /** The layer. */
  public SELU() {
    super(F::selu);
  }
}
