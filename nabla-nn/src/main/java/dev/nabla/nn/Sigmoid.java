package dev.nabla.nn;

import dev.nabla.Tensor;

/** {@code 1 / (1 + exp(-x))} of every element. */
public final class Sigmoid extends Module {
  @Override
  public Tensor forward(Tensor x) {
    return x.sigmoid();
  }
}
