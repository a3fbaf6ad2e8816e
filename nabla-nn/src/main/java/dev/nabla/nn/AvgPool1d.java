package dev.nabla.nn;

import dev.nabla.F;

/** The mean of each window. Input [N, C, L] or without N. */
public final class AvgPool1d extends Stateless {
  /** Windows side by side, {@code kernel} elements on each axis. */
  public AvgPool1d(int kernel) {
    this(PoolOptions.of(kernel));
  }

  /** Windows every {@code stride} elements, the input padded on all sides. */
  public AvgPool1d(int kernel, int stride, int padding) {
    this(PoolOptions.of(kernel).withStride(stride).withPadding(padding));
  }

  /** With these settings. */
  public AvgPool1d(PoolOptions o) {
    super(o.describeMeans(true),
        x -> F.avgPool1d(x, o.kernel(), o.stride(), o.padding(), o.ceilMode(), o.countIncludePad()));
  }
}
