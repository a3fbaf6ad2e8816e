package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;

/**
 * {@code max(0, -target * (x1 - x2) + margin)}: target 1 wants {@code x1} ahead, -1 {@code x2}.
 *
 * @param margin how far ahead
 * @param reduction what becomes of the losses of the single elements
 */
public record MarginRankingLoss(double margin, Reduction reduction) {
  /** The mean. */
  public MarginRankingLoss() {
    this(0, Reduction.MEAN);
  }

  /** The loss of two scores. */
  public Tensor forward(Tensor x1, Tensor x2, Tensor target) {
    return F.marginRankingLoss(x1, x2, target, margin, reduction);
  }
}
