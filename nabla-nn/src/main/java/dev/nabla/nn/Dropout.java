package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;

/** In training, sets elements to 0 with probability {@code p} and scales the others by {@code 1 / (1 - p)}; else the input itself. */
public final class Dropout extends Module {
  private final double p;

  /** Drops half of the elements. */
  public Dropout() {
    this(0.5);
  }

  /** Drops elements with probability {@code p}. */
  public Dropout(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new NablaException("dropout probability has to be between 0 and 1, but got " + p);
    }
    this.p = p;
  }

  @Override
  public Tensor forward(Tensor x) {
    return F.dropout(x, p, isTraining());
  }

  @Override
  protected String describe() {
    return "p=" + p + ", inplace=False";
  }
}
