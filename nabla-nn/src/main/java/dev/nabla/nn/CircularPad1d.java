package dev.nabla.nn;

import dev.nabla.F;

/** The input [N, C, L] or [C, L] with the other end of the input added at its edges. */
public final class CircularPad1d extends Stateless {
  /** One number of positions on all sides, or so many left, right. */
  public CircularPad1d(int... padding) {
    super(PythonText.tuple(ConvOptions.spread(padding, 2)), x -> F.pad(x, ConvOptions.spread(padding, 2), "circular"));
  }
}
