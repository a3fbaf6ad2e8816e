package dev.nabla.nn;

/** Instance normalisation of [N, C, D, H, W], or without N: each channel of each example by itself (Ulyanov and others 2016). */
public final class InstanceNorm3d extends InstanceNorm {
  /** With eps 1e-5, nothing learned, nothing tracked. */
  public InstanceNorm3d(int features) {
    this(features, NormOptions.INSTANCE);
  }

  /** With these settings. */
  public InstanceNorm3d(int features, NormOptions options) {
    super(3, features, options);
  }
}
