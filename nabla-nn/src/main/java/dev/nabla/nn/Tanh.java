package dev.nabla.nn;

import dev.nabla.Tensor;

/** The hyperbolic tangent of every element. */
public final class Tanh extends Module {
  /** The layer; it has no parameters. */
  public Tanh() {}

  @Override
  public Tensor forward(Tensor x) {
    return x.tanh();
  }
}
