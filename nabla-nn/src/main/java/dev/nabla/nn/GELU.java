package dev.nabla.nn;

import dev.nabla.F;

/** {@code x} times the normal distribution function of {@code x}: exact by erf, or approximated by tanh (Hendrycks and Gimpel 2016). */
public final class GELU extends Stateless {
  /** Exact. */
  public GELU() {
    this("none");
  }

  /** {@code none} or {@code tanh}. */
  public GELU(String approximate) {
    super("approximate='" + approximate + "'", x -> F.gelu(x, approximate));
  }
}
