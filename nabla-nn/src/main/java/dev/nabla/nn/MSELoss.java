package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;

/**
 * Squared differences.
 *
 * @param reduction what becomes of the losses of the single elements
 */
public record MSELoss(Reduction reduction) implements Loss {
  /** The mean. */
  public MSELoss() {
    this(Reduction.MEAN);
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.mseLoss(input, target, reduction);
  }
}
