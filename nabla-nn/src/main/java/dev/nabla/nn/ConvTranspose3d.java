package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** A transposed convolution over 3 spatial axes with a learned kernel. Input [N, in, D, H, W] or without N; see {@link F#convTranspose3d}. */
public final class ConvTranspose3d extends ConvLayer {
  /** Stride 1, no padding, with a bias. */
  public ConvTranspose3d(int in, int out, int kernel) {
    this(in, out, kernel, ConvOptions.DEFAULT);
  }

  /** With the stride and padding of the convolution. */
  public ConvTranspose3d(int in, int out, int kernel, int stride, int padding) {
    this(in, out, kernel, ConvOptions.DEFAULT.withStride(stride).withPadding(padding));
  }

  /** With the settings of the convolution. */
  public ConvTranspose3d(int in, int out, int kernel, ConvOptions options) {
    this(in, out, new int[] {kernel}, options);
  }

  /** With a kernel of this size on each axis. */
  public ConvTranspose3d(int in, int out, int[] kernel, ConvOptions options) {
    super(3, true, in, out, kernel, options);
  }

  @Override
  protected Tensor compute(Tensor x) {
    ConvOptions o = options();
    return F.convTranspose3d(x, weight(), bias(), o.stride(), o.padding(), o.outputPadding(), o.groups(), o.dilation());
  }
}
