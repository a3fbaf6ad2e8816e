package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** In training, sets whole channels of [N, C, L] to 0 with probability {@code p} and scales the others by {@code 1 / (1 - p)}; else the input itself. */
public final class Dropout1d extends DropoutLayer {
  /** Drops with probability one half. */
  public Dropout1d() {
    this(0.5);
  }

  /** Drops with probability {@code p}. */
  public Dropout1d(double p) {
    super(p);
  }

  @Override
  protected Tensor compute(Tensor x) {
    return F.dropout1d(x, p, isTraining());
  }
}
