package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;

/**
 * Half the squared difference over {@code beta} below {@code beta}, and {@code |difference| - beta / 2} above (Girshick 2015).
 *
 * @param reduction what becomes of the losses of the single elements
 * @param beta where squares become lines
 */
public record SmoothL1Loss(Reduction reduction, double beta) implements Loss {
  /** The mean. */
  public SmoothL1Loss() {
    this(Reduction.MEAN, 1);
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.smoothL1Loss(input, target, reduction, beta);
  }
}
