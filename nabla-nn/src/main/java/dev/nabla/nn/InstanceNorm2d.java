package dev.nabla.nn;

/** Instance normalisation of [N, C, H, W], or without N. */
public final class InstanceNorm2d extends InstanceNorm {
  /** With eps 1e-5 and nothing learned. */
  public InstanceNorm2d(int features) {
    this(features, 1e-5, false);
  }

  /** {@code affine}: whether a scale and a shift of each channel are learned. */
  public InstanceNorm2d(int features, double eps, boolean affine) {
    super(features, 4, eps, affine);
  }
}
