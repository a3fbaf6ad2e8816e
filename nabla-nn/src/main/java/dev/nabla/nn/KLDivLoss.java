package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;

/**
 * The divergence {@code target (log target - input)} of log-probabilities; mathematically right with {@link Reduction#BATCH_MEAN}.
 *
 * @param reduction what becomes of the losses of the single elements
 * @param logTarget whether targets are log-probabilities as well
 */
public record KLDivLoss(Reduction reduction, boolean logTarget) implements Loss {
  /** The mean over all elements. */
  public KLDivLoss() {
    this(Reduction.MEAN, false);
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.klDiv(input, target, reduction, logTarget);
  }
}
