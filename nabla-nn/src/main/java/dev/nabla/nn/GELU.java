package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** {@code x} times the normal distribution function of {@code x}, exact by erf. */
public final class GELU extends Module {
  /** The layer; it has no parameters. */
  public GELU() {}

  @Override
  public Tensor forward(Tensor x) {
    return F.gelu(x);
  }

  @Override
  protected String describe() {
    return "approximate='none'";
  }
}
