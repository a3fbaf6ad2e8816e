package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;

/**
 * {@code log(1 + exp(-target * input))}, targets 1 or -1.
 *
 * @param reduction what becomes of the losses of the single elements
 */
public record SoftMarginLoss(Reduction reduction) implements Loss {
  /** The mean. */
  public SoftMarginLoss() {
    this(Reduction.MEAN);
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.softMarginLoss(input, target, reduction);
  }
}
