package dev.nabla.nn;

import dev.nabla.F;

/** {@code (Σ xᵖ)^(1/p)} over each window. Input [N, C, D, H, W] or without N. */
public final class LPPool3d extends Stateless {
  /** Windows side by side, {@code kernel} elements on each axis. */
  public LPPool3d(double p, int kernel) {
    this(p, PoolOptions.of(kernel));
  }

  /** With kernel, stride and ceil mode of these settings. */
  public LPPool3d(double p, PoolOptions o) {
    super(o.describePowers(p), x -> F.lpPool3d(x, p, o.kernel(), o.givenStride(), o.ceilMode()));
  }
}
