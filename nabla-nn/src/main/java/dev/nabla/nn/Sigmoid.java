package dev.nabla.nn;

import dev.nabla.Tensor;

/** {@code 1 / (1 + exp(-x))} of every element. */
public final class Sigmoid extends Module {
  /** The layer; it has no parameters. */
  public Sigmoid() {}

  @Override
  public Tensor forward(Tensor x) {
    return x.sigmoid();
  }
}
