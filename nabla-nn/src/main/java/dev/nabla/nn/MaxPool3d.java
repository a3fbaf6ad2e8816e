package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import dev.nabla.ValuesIndices;

/** The largest element of each window. Input [N, C, D, H, W] or without N. */
public final class MaxPool3d extends Layer {
  private final PoolOptions options;

  /** Windows side by side, {@code kernel} elements on each axis. */
  public MaxPool3d(int kernel) {
    this(PoolOptions.of(kernel));
  }

  /** Windows every {@code stride} elements, the input padded on all sides. */
  public MaxPool3d(int kernel, int stride, int padding) {
    this(PoolOptions.of(kernel).withStride(stride).withPadding(padding));
  }

  /** With these settings. */
  public MaxPool3d(PoolOptions options) {
    this.options = options;
  }

  @Override
  protected Tensor compute(Tensor x) {
    PoolOptions o = options;
    return F.maxPool3d(x, o.kernel(), o.stride(), o.padding(), o.dilation(), o.ceilMode());
  }

  /** The largest elements, and where in its image each was, for {@link MaxUnpool3d}. */
  public ValuesIndices forwardWithIndices(Tensor x) {
    PoolOptions o = options;
    return F.maxPool3dWithIndices(x, o.kernel(), o.stride(), o.padding(), o.dilation(), o.ceilMode());
  }

  @Override
  protected String describe() {
    return options.describeMaxima();
  }
}
