package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;

/**
 * Absolute differences.
 *
 * @param reduction what becomes of the losses of the single elements
 */
public record L1Loss(Reduction reduction) implements Loss {
  /** The mean. */
  public L1Loss() {
    this(Reduction.MEAN);
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.l1Loss(input, target, reduction);
  }
}
