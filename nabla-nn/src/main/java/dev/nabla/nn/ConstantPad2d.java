package dev.nabla.nn;

import dev.nabla.F;

/** The input [N, C, H, W] or [C, H, W] with a number added at its edges. */
public final class ConstantPad2d extends Stateless {
  /** {@code padding} positions of this value on all sides. */
  public ConstantPad2d(int padding, double value) {
    this(new int[] {padding}, value);
  }

  /** So many positions left, right, top, bottom; negative ones cut off. */
  public ConstantPad2d(int[] padding, double value) {
    super("padding=" + PythonText.tuple(ConvOptions.spread(padding, 4)) + ", value=" + PythonText.number(value),
        x -> F.pad(x, ConvOptions.spread(padding, 4), value));
  }
}
