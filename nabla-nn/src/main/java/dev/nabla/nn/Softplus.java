package dev.nabla.nn;

import dev.nabla.F;

/** {@code log(1 + exp(beta * x)) / beta}; {@code x} itself where {@code beta * x} is above the threshold. */
public final class Softplus extends Stateless {
  /** With beta 1 and threshold 20. */
  public Softplus() {
    this(1, 20);
  }

  /** With these settings. */
  public Softplus(double beta, double threshold) {
    super("beta=" + PythonText.number(beta) + ", threshold=" + PythonText.number(threshold),
        x -> F.softplus(x, beta, threshold));
  }
}
