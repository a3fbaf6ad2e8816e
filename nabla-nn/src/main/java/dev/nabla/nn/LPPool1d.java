package dev.nabla.nn;

import dev.nabla.F;

/** {@code (Σ xᵖ)^(1/p)} over each window. Input [N, C, L] or without N. */
public final class LPPool1d extends Stateless {
  /** Windows side by side, {@code kernel} elements on each axis. */
  public LPPool1d(double p, int kernel) {
    this(p, PoolOptions.of(kernel));
  }

  /** With kernel, stride and ceil mode of these settings. */
  public LPPool1d(double p, PoolOptions o) {
    super(o.describePowers(p), x -> F.lpPool1d(x, p, o.kernel(), o.givenStride(), o.ceilMode()));
  }
}
