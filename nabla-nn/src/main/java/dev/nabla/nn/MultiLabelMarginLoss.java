package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;

/**
 * {@code Σ max(0, 1 - input[y] + input[j]) / C} over the target classes y, those before the first -1, and the other classes j.
 *
 * @param reduction what becomes of the losses of the single examples
 */
public record MultiLabelMarginLoss(Reduction reduction) implements Loss {
  /** The mean. */
  public MultiLabelMarginLoss() {
    this(Reduction.MEAN);
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.multilabelMarginLoss(input, target, reduction);
  }
}
