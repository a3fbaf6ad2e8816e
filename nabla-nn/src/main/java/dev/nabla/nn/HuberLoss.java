package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;

/**
 * Half the squared difference below {@code delta}, and {@code delta * (|difference| - delta / 2)} above.
 *
 * @param reduction what becomes of the losses of the single elements
 * @param delta where squares become lines
 */
public record HuberLoss(Reduction reduction, double delta) implements Loss {
  /** The mean. */
  public HuberLoss() {
    this(Reduction.MEAN, 1);
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.huberLoss(input, target, reduction, delta);
  }
}
