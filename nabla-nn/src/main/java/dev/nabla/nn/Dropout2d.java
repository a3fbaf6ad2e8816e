package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** In training, sets whole channels of [N, C, H, W] to 0 with probability {@code p} and scales the others by {@code 1 / (1 - p)}; else the input itself. */
public final class Dropout2d extends DropoutLayer {
  /** Drops with probability one half. */
  public Dropout2d() {
    this(0.5);
  }

  /** Drops with probability {@code p}. */
  public Dropout2d(double p) {
    super(p);
  }

  @Override
  protected Tensor compute(Tensor x) {
    return F.dropout2d(x, p, isTraining());
  }
}
