package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** {@code x * sigmoid(x)} of every element. */
public final class SiLU extends Module {
  /** The layer; it has no parameters. */
  public SiLU() {}

  @Override
  public Tensor forward(Tensor x) {
    return F.silu(x);
  }
}
