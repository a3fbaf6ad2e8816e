package dev.nabla.nn;

import dev.nabla.F;

/** The input [N, C, D, H, W] or [C, D, H, W] with a number added at its edges. */
public final class ConstantPad3d extends Stateless {
  /** {@code padding} positions of this value on all sides. */
  public ConstantPad3d(int padding, double value) {
    this(new int[] {padding}, value);
  }

  /** So many positions left, right, top, bottom, front, back; negative ones cut off. */
  public ConstantPad3d(int[] padding, double value) {
    super("padding=" + PythonText.tuple(ConvOptions.spread(padding, 6)) + ", value=" + PythonText.number(value),
        x -> F.pad(x, ConvOptions.spread(padding, 6), value));
  }
}
