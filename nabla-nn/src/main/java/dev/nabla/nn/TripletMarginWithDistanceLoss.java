package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;
import java.util.function.BinaryOperator;

/**
 * {@code max(0, d(anchor, positive) - d(anchor, negative) + margin)} with a distance d of your own.
 *
 * @param distance the distance
 * @param margin how much farther negatives have to be
 * @param swap whether the distance of positive to negative counts where it is smaller
 * @param reduction what becomes of the losses of the single triplets
 */
public record TripletMarginWithDistanceLoss(BinaryOperator<Tensor> distance, double margin, boolean swap,
    Reduction reduction) {
  /** The mean, by the Euclidean distance. */
  public TripletMarginWithDistanceLoss() {
    this(F::pairwiseDistance, 1, false, Reduction.MEAN);
  }

  /** The loss of triplets. */
  public Tensor forward(Tensor anchor, Tensor positive, Tensor negative) {
    return F.tripletMarginWithDistanceLoss(anchor, positive, negative, distance, margin, swap, reduction);
  }
}
