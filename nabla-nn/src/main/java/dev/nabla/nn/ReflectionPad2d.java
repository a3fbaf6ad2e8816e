package dev.nabla.nn;

import dev.nabla.F;

/** The input [N, C, H, W] or [C, H, W] with the input mirrored at its edges added at its edges. */
public final class ReflectionPad2d extends Stateless {
  /** One number of positions on all sides, or so many left, right, top, bottom. */
  public ReflectionPad2d(int... padding) {
    super(PythonText.tuple(ConvOptions.spread(padding, 4)), x -> F.pad(x, ConvOptions.spread(padding, 4), "reflect"));
  }
}
