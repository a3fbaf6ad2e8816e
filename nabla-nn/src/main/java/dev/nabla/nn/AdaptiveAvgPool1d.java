package dev.nabla.nn;

import dev.nabla.F;

/** The mean of each of as many windows as make the given output size. Input [N, C, L] or without N. */
public final class AdaptiveAvgPool1d extends Stateless {
  /** To this size, one number for all axes, -1 for that of the input. */
  public AdaptiveAvgPool1d(int... size) {
    super("output_size=" + PythonText.sizes(size), x -> F.adaptiveAvgPool1d(x, size));
  }
}
