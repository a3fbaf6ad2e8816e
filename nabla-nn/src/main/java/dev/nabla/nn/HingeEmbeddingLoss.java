package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;

/**
 * {@code input} where the target is 1 and {@code max(0, margin - input)} where it is -1.
 *
 * @param margin how large inputs of target -1 have to be
 * @param reduction what becomes of the losses of the single elements
 */
public record HingeEmbeddingLoss(double margin, Reduction reduction) implements Loss {
  /** The mean. */
  public HingeEmbeddingLoss() {
    this(1, Reduction.MEAN);
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.hingeEmbeddingLoss(input, target, margin, reduction);
  }
}
