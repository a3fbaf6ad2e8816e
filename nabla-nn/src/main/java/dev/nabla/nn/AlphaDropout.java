package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** In training, drops elements so that mean and variance stay those of a {@link SELU}; else the input itself. */
public final class AlphaDropout extends DropoutLayer {
  /** Drops with probability one half. */
  public AlphaDropout() {
    this(0.5);
  }

  /** Drops with probability {@code p}. */
  public AlphaDropout(double p) {
    super(p);
  }

  @Override
  protected Tensor compute(Tensor x) {
    return F.alphaDropout(x, p, isTraining());
  }
}
