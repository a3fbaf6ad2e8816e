package dev.nabla.nn;

import dev.nabla.F;

/** The windows of images as columns: [N, C, H, W] to [N, C·K, windows]. */
public final class Unfold extends Stateless {
  /** Every window of this size. */
  public Unfold(int kernel) {
    this(new int[] {kernel}, ConvOptions.DEFAULT);
  }

  /** Windows of this size, with stride, padding and dilation of a convolution. */
  public Unfold(int[] kernel, ConvOptions o) {
    super(Fold.describe(kernel, o), x -> F.unfold(x, kernel, o.dilation(), o.padding(), o.stride()));
  }
}
