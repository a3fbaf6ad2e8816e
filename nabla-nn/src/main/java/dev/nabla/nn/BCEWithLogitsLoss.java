package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Sigmoid and cross entropy in one, against targets from 0 to 1.
 *
 * @param weight a factor for each element, broadcast; null for ones
 * @param reduction what becomes of the losses of the single elements
 * @param posWeight what positive targets cost, for each class; null for ones
 */
public record BCEWithLogitsLoss(@Nullable Tensor weight, Reduction reduction,
    @Nullable Tensor posWeight) implements Loss {
  /** The mean. */
  public BCEWithLogitsLoss() {
    this(null, Reduction.MEAN, null);
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.binaryCrossEntropyWithLogits(input, target, weight, reduction, posWeight);
  }
}
