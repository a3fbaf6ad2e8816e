package dev.nabla.nn;

import dev.nabla.F;

/** The mean of each window. Input [N, C, D, H, W] or without N. */
public final class AvgPool3d extends Stateless {
  /** Windows side by side, {@code kernel} elements on each axis. */
  public AvgPool3d(int kernel) {
    this(PoolOptions.of(kernel));
  }

  /** Windows every {@code stride} elements, the input padded on all sides. */
  public AvgPool3d(int kernel, int stride, int padding) {
    this(PoolOptions.of(kernel).withStride(stride).withPadding(padding));
  }

  /** With these settings. */
  public AvgPool3d(PoolOptions o) {
    super(o.describeMeans(false),
        x -> F.avgPool3d(x, o.kernel(), o.stride(), o.padding(), o.ceilMode(), o.countIncludePad(),
            o.divisorOverride()));
  }
}
