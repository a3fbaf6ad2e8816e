package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** Softmax and negative log-likelihood in one: input [N, C, …] of logits, target [N, …] of class numbers (int64) or class probabilities [N, C, …]. The mean over all elements. */
public final class CrossEntropyLoss implements Loss {
  /** The loss; it has no parameters. */
  public CrossEntropyLoss() {}

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.crossEntropy(input, target);
  }
}
