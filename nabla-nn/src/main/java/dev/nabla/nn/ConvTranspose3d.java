package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** A transposed convolution over 3 spatial axes with a learned kernel. Input [N, in, D, H, W]; see {@link F#convTranspose3d}. */
public final class ConvTranspose3d extends ConvTranspose {
  /** Stride 1, no padding, with a bias. */
  public ConvTranspose3d(int in, int out, int kernel) {
    this(in, out, kernel, ConvOptions.DEFAULT, 0);
  }

  /** With the stride and padding of the convolution. */
  public ConvTranspose3d(int in, int out, int kernel, int stride, int padding) {
    this(in, out, kernel, ConvOptions.DEFAULT.withStride(stride).withPadding(padding), 0);
  }

  /** With the settings of the convolution; {@code outputPadding} more positions at the end of each axis. */
  public ConvTranspose3d(int in, int out, int kernel, ConvOptions options, int outputPadding) {
    super(3, in, out, kernel, options, outputPadding);
  }

  @Override
  public Tensor forward(Tensor x) {
    ConvOptions o = options();
    return F.convTranspose3d(x, weight(), bias(), o.stride(), o.padding(), outputPadding(), o.groups(), o.dilation());
  }
}
