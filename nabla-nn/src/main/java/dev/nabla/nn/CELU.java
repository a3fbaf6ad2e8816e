package dev.nabla.nn;

import dev.nabla.F;

/** {@code x} where positive, else {@code alpha * (exp(x / alpha) - 1)} (Barron 2017). */
public final class CELU extends Stateless {
  /** With alpha 1. */
  public CELU() {
    this(1);
  }

  /** With this scale of the negative part. */
  public CELU(double alpha) {
    super("alpha=" + PythonText.number(alpha), x -> F.celu(x, alpha));
  }
}
