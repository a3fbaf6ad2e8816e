package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** The cross entropy of probabilities against targets from 0 to 1. The mean over all elements. */
public final class BCELoss implements Loss {
  /** The loss; it has no parameters. */
  public BCELoss() {}

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.binaryCrossEntropy(input, target);
  }
}
