package dev.nabla.nn;

import dev.nabla.Tensor;

/** The logarithm of the softmax along an axis. */
public final class LogSoftmax extends Module {
  private final int dim;

  /** With this axis. */
  public LogSoftmax(int dim) {
    this.dim = dim;
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.logSoftmax(dim);
  }

  @Override
  protected String describe() {
    return "dim=" + dim;
  }
}
