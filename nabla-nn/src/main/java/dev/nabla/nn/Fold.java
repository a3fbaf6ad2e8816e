package dev.nabla.nn;

import dev.nabla.F;

/** Images from the columns of {@link Unfold}, overlapping windows added: [N, C·K, windows] to [N, C, H, W]. */
public final class Fold extends Stateless {
  /** To images of this size, from every window. */
  public Fold(int[] outputSize, int kernel) {
    this(outputSize, new int[] {kernel}, ConvOptions.DEFAULT);
  }

  /** To images of this size, from windows with stride, padding and dilation of a convolution. */
  public Fold(int[] outputSize, int[] kernel, ConvOptions o) {
    super("output_size=" + PythonText.sizes(outputSize) + ", " + describe(kernel, o),
        x -> F.fold(x, outputSize, kernel, o.dilation(), o.padding(), o.stride()));
  }

  static String describe(int[] kernel, ConvOptions o) {
    return "kernel_size=" + PythonText.sizes(kernel) + ", dilation=" + PythonText.sizes(o.dilation()) + ", padding="
        + PythonText.sizes(o.padding()) + ", stride=" + PythonText.sizes(o.stride());
  }
}
