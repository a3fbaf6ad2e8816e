package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** A convolution over 2 spatial axes with a learned kernel. Input [N, in, H, W] or without N; see {@link F#conv2d}. */
public final class Conv2d extends ConvLayer {
  /** Stride 1, no padding, with a bias. */
  public Conv2d(int in, int out, int kernel) {
    this(in, out, kernel, ConvOptions.DEFAULT);
  }

  /** With this stride and padding. */
  public Conv2d(int in, int out, int kernel, int stride, int padding) {
    this(in, out, kernel, ConvOptions.DEFAULT.withStride(stride).withPadding(padding));
  }

  /** With these settings. */
  public Conv2d(int in, int out, int kernel, ConvOptions options) {
    this(in, out, new int[] {kernel}, options);
  }

  /** With a kernel of this size on each axis. */
  public Conv2d(int in, int out, int[] kernel, ConvOptions options) {
    super(2, false, in, out, kernel, options);
  }

  @Override
  protected Tensor compute(Tensor x) {
    ConvOptions o = options();
    return same()
        ? F.conv2d(x, weight(), bias(), o.stride(), "same", o.dilation(), o.groups())
        : F.conv2d(padded(x), weight(), bias(), o.stride(), padding(), o.dilation(), o.groups());
  }
}
