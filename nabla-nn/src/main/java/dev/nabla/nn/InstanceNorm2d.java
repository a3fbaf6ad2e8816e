package dev.nabla.nn;

/** Instance normalisation of [N, C, H, W], or without N: each channel of each example by itself (Ulyanov and others 2016). */
public final class InstanceNorm2d extends InstanceNorm {
  /** With eps 1e-5, nothing learned, nothing tracked. */
  public InstanceNorm2d(int features) {
    this(features, NormOptions.INSTANCE);
  }

  /** With these settings. */
  public InstanceNorm2d(int features, NormOptions options) {
    super(2, features, options);
  }
}
