package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/**
 * The p-norm of {@code x1 - x2 + eps} along the last axis.
 *
 * @param p which norm
 * @param eps added to differences, so that slopes are finite
 * @param keepDim whether the last axis stays, with size 1
 */
public record PairwiseDistance(double p, double eps, boolean keepDim) {
  /** The Euclidean distance, eps 1e-6. */
  public PairwiseDistance() {
    this(2, 1e-6, false);
  }

  /** The distances. */
  public Tensor forward(Tensor x1, Tensor x2) {
    return F.pairwiseDistance(x1, x2, p, eps, keepDim);
  }
}
