package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;

/**
 * {@code max(0, d(anchor, positive) - d(anchor, negative) + margin)} with the p-norm as distance d.
 *
 * @param margin how much farther negatives have to be
 * @param p which norm
 * @param eps added to differences
 * @param swap whether the distance of positive to negative counts where it is smaller
 * @param reduction what becomes of the losses of the single triplets
 */
public record TripletMarginLoss(double margin, double p, double eps, boolean swap, Reduction reduction) {
  /** The mean. */
  public TripletMarginLoss() {
    this(1, 2, 1e-6, false, Reduction.MEAN);
  }

  /** The loss of triplets of vectors [N, D] or [D]. */
  public Tensor forward(Tensor anchor, Tensor positive, Tensor negative) {
    return F.tripletMarginLoss(anchor, positive, negative, margin, p, eps, swap, reduction);
  }
}
