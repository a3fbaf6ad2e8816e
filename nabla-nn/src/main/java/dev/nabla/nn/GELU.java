package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** {@code x} times the normal distribution function of {@code x}: exact by erf, or approximated by tanh. */
public final class GELU extends Module {
  private final String approximate;

  /** Exact. */
  public GELU() {
    this("none");
  }

  /** {@code none} or {@code tanh}. */
  public GELU(String approximate) {
    this.approximate = approximate;
  }

  @Override
  public Tensor forward(Tensor x) {
    return F.gelu(x, approximate);
  }

  @Override
  protected String describe() {
    return "approximate='" + approximate + "'";
  }
}
