package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** A transposed convolution over 2 spatial axes with a learned kernel. Input [N, in, H, W] or without N; see {@link F#convTranspose2d}. */
public final class ConvTranspose2d extends ConvLayer {
  /** Stride 1, no padding, with a bias. */
  public ConvTranspose2d(int in, int out, int kernel) {
    this(in, out, kernel, ConvOptions.DEFAULT);
  }

  /** With the stride and padding of the convolution. */
  public ConvTranspose2d(int in, int out, int kernel, int stride, int padding) {
    this(in, out, kernel, ConvOptions.DEFAULT.withStride(stride).withPadding(padding));
  }

  /** With the settings of the convolution. */
  public ConvTranspose2d(int in, int out, int kernel, ConvOptions options) {
    this(in, out, new int[] {kernel}, options);
  }

  /** With a kernel of this size on each axis. */
  public ConvTranspose2d(int in, int out, int[] kernel, ConvOptions options) {
    super(2, true, in, out, kernel, options);
  }

  @Override
  protected Tensor compute(Tensor x) {
    ConvOptions o = options();
    return F.convTranspose2d(x, weight(), bias(), o.stride(), o.padding(), o.outputPadding(), o.groups(), o.dilation());
  }
}
