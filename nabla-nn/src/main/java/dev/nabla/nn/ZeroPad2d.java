package dev.nabla.nn;

import dev.nabla.F;

/** The input [N, C, H, W] or [C, H, W] with zeros added at its edges. */
public final class ZeroPad2d extends Stateless {
  /** One number of positions on all sides, or so many left, right, top, bottom; negative ones cut off. */
  public ZeroPad2d(int... padding) {
    super(PythonText.tuple(ConvOptions.spread(padding, 4)), x -> F.pad(x, ConvOptions.spread(padding, 4), "constant"));
  }
}
