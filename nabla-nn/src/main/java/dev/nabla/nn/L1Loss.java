package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** The mean of absolute differences. The mean over all elements. */
public final class L1Loss implements Loss {
  /** The loss; it has no parameters. */
  public L1Loss() {}

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.l1Loss(input, target);
  }
}
