package dev.nabla.nn;

/** All axes from {@code startDim} to {@code endDim}, both included, as one. */
public final class Flatten extends Stateless {
  /** Axes 1 to the last: all but the batch. */
  public Flatten() {
    this(1, -1);
  }

  /** Axes {@code startDim} to {@code endDim}. */
  public Flatten(int startDim, int endDim) {
    super("start_dim=" + startDim + ", end_dim=" + endDim, x -> x.flatten(startDim, endDim));
  }
}
