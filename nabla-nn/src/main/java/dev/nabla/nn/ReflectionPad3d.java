package dev.nabla.nn;

import dev.nabla.F;

/** The input [N, C, D, H, W] or [C, D, H, W] with the input mirrored at its edges added at its edges. */
public final class ReflectionPad3d extends Stateless {
  /** One number of positions on all sides, or so many left, right, top, bottom, front, back. */
  public ReflectionPad3d(int... padding) {
    super(PythonText.tuple(ConvOptions.spread(padding, 6)), x -> F.pad(x, ConvOptions.spread(padding, 6), "reflect"));
  }
}
