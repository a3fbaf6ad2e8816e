package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** In training, drops whole channels so that mean and variance stay those of a {@link SELU}; else the input itself. */
public final class FeatureAlphaDropout extends DropoutLayer {
  /** Drops with probability one half. */
  public FeatureAlphaDropout() {
    this(0.5);
  }

  /** Drops with probability {@code p}. */
  public FeatureAlphaDropout(double p) {
    super(p);
  }

  @Override
  protected Tensor compute(Tensor x) {
    return F.featureAlphaDropout(x, p, isTraining());
  }
}
