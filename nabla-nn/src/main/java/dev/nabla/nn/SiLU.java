package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** {@code x * sigmoid(x)} of every element. */
public final class SiLU extends Module {
  @Override
  public Tensor forward(Tensor x) {
    return F.silu(x);
  }
}
