package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** A convolution over 3 spatial axes with a learned kernel. Input [N, in, D, H, W] or without N; see {@link F#conv3d}. */
public final class Conv3d extends ConvLayer {
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
    this(in, out, new int[] {kernel}, options);
  }

  /** With a kernel of this size on each axis. */
  public Conv3d(int in, int out, int[] kernel, ConvOptions options) {
    super(3, false, in, out, kernel, options);
  }

  @Override
  protected Tensor compute(Tensor x) {
    ConvOptions o = options();
    return same()
        ? F.conv3d(x, weight(), bias(), o.stride(), "same", o.dilation(), o.groups())
        : F.conv3d(padded(x), weight(), bias(), o.stride(), padding(), o.dilation(), o.groups());
  }
}
