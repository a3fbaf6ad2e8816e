package dev.nabla.nn;

import dev.nabla.Tensor;

/** All axes from {@code startDim} to {@code endDim} as one; by default all but the batch. */
public final class Flatten extends Module {
  private final int startDim;
  private final int endDim;

  /** Axes 1 to the last. */
  public Flatten() {
    this(1, -1);
  }

  /** Axes {@code startDim} to {@code endDim}, both included. */
  public Flatten(int startDim, int endDim) {
    this.startDim = startDim;
    this.endDim = endDim;
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.flatten(startDim, endDim);
  }

  @Override
  protected String describe() {
    return "start_dim=" + startDim + ", end_dim=" + endDim;
  }
}
