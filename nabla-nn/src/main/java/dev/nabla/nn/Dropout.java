package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** In training, sets elements to 0 with probability {@code p} and scales the others by {@code 1 / (1 - p)}; else the input itself. */
public final class Dropout extends DropoutLayer {
  /** Drops with probability one half. */
  public Dropout() {
    this(0.5);
  }

  /** Drops with probability {@code p}. */
  public Dropout(double p) {
    super(p);
  }

  @Override
  protected Tensor compute(Tensor x) {
    return F.dropout(x, p, isTraining());
  }
}
