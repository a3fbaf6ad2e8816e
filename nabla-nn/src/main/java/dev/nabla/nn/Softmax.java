package dev.nabla.nn;

import dev.nabla.Tensor;

/** The exponentials along an axis, divided by their sum. */
public final class Softmax extends Module {
  private final int dim;

  /** With this axis. */
  public Softmax(int dim) {
    this.dim = dim;
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.softmax(dim);
  }

  @Override
  protected String describe() {
    return "dim=" + dim;
  }
}
