package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The cross entropy of probabilities against targets from 0 to 1.
 *
 * @param weight a factor for each element, broadcast; null for ones
 * @param reduction what becomes of the losses of the single elements
 */
public record BCELoss(@Nullable Tensor weight, Reduction reduction) implements Loss {
  /** The mean. */
  public BCELoss() {
    this(null, Reduction.MEAN);
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.binaryCrossEntropy(input, target, weight, reduction);
  }
}
