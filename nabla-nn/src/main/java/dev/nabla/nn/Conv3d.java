package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** A convolution over 3 spatial axes with a learned kernel. Input [N, in, D, H, W]; see {@link F#conv3d}. */
public final class Conv3d extends Conv {
  /** Stride 1, no padding, with a bias. */
  public Conv3d(int in, int out, int kernel) {
    this(in, out, kernel, ConvOptions.DEFAULT);
  }

  /** With this stride and padding. */
  public Conv3d(int in, int out, int kernel, int stride, int padding) {
    this(in, out, kernel, ConvOptions.DEFAULT.withStride(stride).withPadding(padding));
  }

  /** With these settings. */
  public Conv3d(int in, int out, int kernel, ConvOptions options) {
    super(3, in, out, kernel, options);
  }

  @Override
  public Tensor forward(Tensor x) {
    ConvOptions o = options();
    return F.conv3d(x, weight(), bias(), o.stride(), o.padding(), o.dilation(), o.groups());
  }
}
