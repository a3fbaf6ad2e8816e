package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import dev.nabla.ValuesIndices;

/** The largest element of each window. Input [N, C, L] or without N. */
public final class MaxPool1d extends Layer {
  private final PoolOptions options;

  /** Windows side by side, {@code kernel} elements on each axis. */
  public MaxPool1d(int kernel) {
    this(PoolOptions.of(kernel));
  }

  /** Windows every {@code stride} elements, the input padded on all sides. */
  public MaxPool1d(int kernel, int stride, int padding) {
    this(PoolOptions.of(kernel).withStride(stride).withPadding(padding));
  }

  /** With these settings. */
  public MaxPool1d(PoolOptions options) {
    this.options = options;
  }

  @Override
  protected Tensor compute(Tensor x) {
    PoolOptions o = options;
    return F.maxPool1d(x, o.kernel(), o.stride(), o.padding(), o.dilation(), o.ceilMode());
  }

  /** The largest elements, and where in its image each was, for {@link MaxUnpool1d}. */
  public ValuesIndices forwardWithIndices(Tensor x) {
    PoolOptions o = options;
    return F.maxPool1dWithIndices(x, o.kernel(), o.stride(), o.padding(), o.dilation(), o.ceilMode());
  }

  @Override
  protected String describe() {
    return options.describeMaxima();
  }
}
