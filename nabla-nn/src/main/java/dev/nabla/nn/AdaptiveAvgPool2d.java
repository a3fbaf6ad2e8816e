package dev.nabla.nn;

import dev.nabla.F;

/** The mean of each of as many windows as make the given output size. Input [N, C, H, W] or without N. */
public final class AdaptiveAvgPool2d extends Stateless {
  /** To this size, one number for all axes, -1 for that of the input. */
  public AdaptiveAvgPool2d(int... size) {
    super("output_size=" + PythonText.sizes(size), x -> F.adaptiveAvgPool2d(x, size));
  }
}
