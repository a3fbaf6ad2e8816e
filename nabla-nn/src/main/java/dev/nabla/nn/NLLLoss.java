package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The negative log-likelihood: input [N, C, …] of log-probabilities, target [N, …] of class numbers (int64).
 *
 * @param weight a weight for each class, [C]; null for ones
 * @param ignoreIndex the class number that costs nothing
 * @param reduction what becomes of the losses of the single examples; the mean is weighted
 */
public record NLLLoss(@Nullable Tensor weight, int ignoreIndex, Reduction reduction) implements Loss {
  /** The mean. */
  public NLLLoss() {
    this(null, -100, Reduction.MEAN);
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.nllLoss(input, target, weight, ignoreIndex, reduction);
  }
}
