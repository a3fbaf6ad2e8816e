package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** The negative log-likelihood: input [N, C, …] of log-probabilities, target [N, …] of class numbers (int64). The mean over all elements. */
public final class NLLLoss implements Loss {
  /** The loss; it has no parameters. */
  public NLLLoss() {}

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.nllLoss(input, target);
  }
}
