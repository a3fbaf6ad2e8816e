package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** A transposed convolution over 1 spatial axis with a learned kernel. Input [N, in, L] or without N; see {@link F#convTranspose1d}. */
public final class ConvTranspose1d extends ConvLayer {
  /** Stride 1, no padding, with a bias. */
  public ConvTranspose1d(int in, int out, int kernel) {
    this(in, out, kernel, ConvOptions.DEFAULT);
  }

  /** With the stride and padding of the convolution. */
  public ConvTranspose1d(int in, int out, int kernel, int stride, int padding) {
    this(in, out, kernel, ConvOptions.DEFAULT.withStride(stride).withPadding(padding));
  }

  /** With the settings of the convolution. */
  public ConvTranspose1d(int in, int out, int kernel, ConvOptions options) {
    this(in, out, new int[] {kernel}, options);
  }

  /** With a kernel of this size on each axis. */
  public ConvTranspose1d(int in, int out, int[] kernel, ConvOptions options) {
    super(1, true, in, out, kernel, options);
  }

  @Override
  protected Tensor compute(Tensor x) {
    ConvOptions o = options();
    return F.convTranspose1d(x, weight(), bias(), o.stride(), o.padding(), o.outputPadding(), o.groups(), o.dilation());
  }
}
