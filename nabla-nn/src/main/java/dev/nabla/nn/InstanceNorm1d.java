package dev.nabla.nn;

/** Instance normalisation of [N, C, L], or without N: each channel of each example by itself (Ulyanov and others 2016). */
public final class InstanceNorm1d extends InstanceNorm {
  /** With eps 1e-5, nothing learned, nothing tracked. */
  public InstanceNorm1d(int features) {
    this(features, NormOptions.INSTANCE);
  }

  /** With these settings. */
  public InstanceNorm1d(int features, NormOptions options) {
    super(1, features, options);
  }
}
