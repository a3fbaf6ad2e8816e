package dev.nabla.nn;

import dev.nabla.F;

/** The input [N, C, L] or [C, L] with zeros added at its edges. */
public final class ZeroPad1d extends Stateless {
  /** One number of positions on all sides, or so many left, right; negative ones cut off. */
  public ZeroPad1d(int... padding) {
    super(PythonText.tuple(ConvOptions.spread(padding, 2)), x -> F.pad(x, ConvOptions.spread(padding, 2), "constant"));
  }
}
