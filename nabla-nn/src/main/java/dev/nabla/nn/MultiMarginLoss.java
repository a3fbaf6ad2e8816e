package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@code weight[y] Σ max(0, margin - input[y] + input[j])^p / C} over the classes j other than the target y.
 *
 * @param p 1 or 2
 * @param margin how far the target is to be ahead
 * @param weight a weight for each class, [C]; null for ones
 * @param reduction what becomes of the losses of the single examples
 */
public record MultiMarginLoss(double p, double margin, @Nullable Tensor weight, Reduction reduction) implements Loss {
  /** The mean. */
  public MultiMarginLoss() {
    this(1, 1, null, Reduction.MEAN);
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.multiMarginLoss(input, target, p, margin, weight, reduction);
  }
}
