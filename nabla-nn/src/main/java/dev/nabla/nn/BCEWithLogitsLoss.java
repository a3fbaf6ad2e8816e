package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** Sigmoid and cross entropy in one, against targets from 0 to 1. The mean over all elements. */
public final class BCEWithLogitsLoss implements Loss {
  /** The loss; it has no parameters. */
  public BCEWithLogitsLoss() {}

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.binaryCrossEntropyWithLogits(input, target);
  }
}
