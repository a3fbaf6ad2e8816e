package dev.nabla.nn;

import dev.nabla.Tensor;

/** The larger of the element and 0. */
public final class ReLU extends Module {
  /** The layer; it has no parameters. */
  public ReLU() {}

  @Override
  public Tensor forward(Tensor x) {
    return x.relu();
  }
}
