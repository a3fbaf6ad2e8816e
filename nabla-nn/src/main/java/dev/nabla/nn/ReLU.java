package dev.nabla.nn;

import dev.nabla.F;

/** The larger of the element and 0. */
public final class ReLU extends Stateless {
  /** Into a new tensor. */
  public ReLU() {
    this(false);
  }

  /** {@code inPlace}: whether the input itself is changed. */
  public ReLU(boolean inPlace) {
    super(inPlace ? "inplace=True" : "", inPlace ? F::relu_ : F::relu);
  }
}
