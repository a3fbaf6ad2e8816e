package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;

/**
 * {@code 1 - cos(x1, x2)} for pairs with target 1 and {@code max(0, cos(x1, x2) - margin)} for those with -1.
 *
 * @param margin the cosine from which pairs of target -1 cost
 * @param reduction what becomes of the losses of the single pairs
 */
public record CosineEmbeddingLoss(double margin, Reduction reduction) {
  /** The mean. */
  public CosineEmbeddingLoss() {
    this(0, Reduction.MEAN);
  }

  /** The loss of pairs of vectors [N, D] or [D]. */
  public Tensor forward(Tensor x1, Tensor x2, Tensor target) {
    return F.cosineEmbeddingLoss(x1, x2, target, margin, reduction);
  }
}
