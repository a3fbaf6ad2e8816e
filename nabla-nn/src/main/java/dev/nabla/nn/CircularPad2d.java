package dev.nabla.nn;

import dev.nabla.F;

/** The input [N, C, H, W] or [C, H, W] with the other end of the input added at its edges. */
public final class CircularPad2d extends Stateless {
  /** One number of positions on all sides, or so many left, right, top, bottom. */
  public CircularPad2d(int... padding) {
    super(PythonText.tuple(ConvOptions.spread(padding, 4)), x -> F.pad(x, ConvOptions.spread(padding, 4), "circular"));
  }
}
