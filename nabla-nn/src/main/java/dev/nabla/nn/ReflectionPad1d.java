package dev.nabla.nn;

import dev.nabla.F;

/** The input [N, C, L] or [C, L] with the input mirrored at its edges added at its edges. */
public final class ReflectionPad1d extends Stateless {
  /** One number of positions on all sides, or so many left, right. */
  public ReflectionPad1d(int... padding) {
    super(PythonText.tuple(ConvOptions.spread(padding, 2)), x -> F.pad(x, ConvOptions.spread(padding, 2), "reflect"));
  }
}
