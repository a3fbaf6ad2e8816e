package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import dev.nabla.ValuesIndices;

/** The largest element of each window. Input [N, C, H, W] or without N. */
public final class MaxPool2d extends Layer {
  private final PoolOptions options;

  /** Windows side by side, {@code kernel} elements on each axis. */
  public MaxPool2d(int kernel) {
    this(PoolOptions.of(kernel));
  }

  /** Windows every {@code stride} elements, the input padded on all sides. */
  public MaxPool2d(int kernel, int stride, int padding) {
    this(PoolOptions.of(kernel).withStride(stride).withPadding(padding));
  }

  /** With these settings. */
  public MaxPool2d(PoolOptions options) {
    this.options = options;
  }

  @Override
  protected Tensor compute(Tensor x) {
    PoolOptions o = options;
    return F.maxPool2d(x, o.kernel(), o.stride(), o.padding(), o.dilation(), o.ceilMode());
  }

  /** The largest elements, and where in its image each was, for {@link MaxUnpool2d}. */
  public ValuesIndices forwardWithIndices(Tensor x) {
    PoolOptions o = options;
    return F.maxPool2dWithIndices(x, o.kernel(), o.stride(), o.padding(), o.dilation(), o.ceilMode());
  }

  @Override
  protected String describe() {
    return options.describeMaxima();
  }
}
