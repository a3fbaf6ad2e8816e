package dev.nabla.nn;

import dev.nabla.F;

/** The input [N, C, L] or [C, L] with a number added at its edges. */
public final class ConstantPad1d extends Stateless {
  /** {@code padding} positions of this value on all sides. */
  public ConstantPad1d(int padding, double value) {
    this(new int[] {padding}, value);
  }

  /** So many positions left, right; negative ones cut off. */
  public ConstantPad1d(int[] padding, double value) {
    super("padding=" + PythonText.tuple(ConvOptions.spread(padding, 2)) + ", value=" + PythonText.number(value),
        x -> F.pad(x, ConvOptions.spread(padding, 2), value));
  }
}
