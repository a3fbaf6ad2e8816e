package dev.nabla.nn;

import dev.nabla.F;

/** {@code x} where positive, else {@code alpha * (exp(x) - 1)} (Clevert and others 2015). */
public final class ELU extends Stateless {
  /** With alpha 1. */
  public ELU() {
    this(1);
  }

  /** With this scale of the negative part. */
  public ELU(double alpha) {
    super("alpha=" + PythonText.number(alpha), x -> F.elu(x, alpha));
  }
}
