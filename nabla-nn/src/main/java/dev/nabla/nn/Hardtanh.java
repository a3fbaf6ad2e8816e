package dev.nabla.nn;

import dev.nabla.F;

/** {@code min(max(x, low), high)}. */
public final class Hardtanh extends Stateless {
  /** Between -1 and 1. */
  public Hardtanh() {
    this(-1, 1);
  }

  /** Between these bounds. */
  public Hardtanh(double low, double high) {
    super("min_val=" + PythonText.number(low) + ", max_val=" + PythonText.number(high), x -> F.hardtanh(x, low, high));
  }
}
