package dev.nabla.nn;

/** Instance normalisation of [N, C, L], or without N. */
public final class InstanceNorm1d extends InstanceNorm {
  /** With eps 1e-5 and nothing learned. */
  public InstanceNorm1d(int features) {
    this(features, 1e-5, false);
  }

  /** {@code affine}: whether a scale and a shift of each channel are learned. */
  public InstanceNorm1d(int features, double eps, boolean affine) {
    super(features, 3, eps, affine);
  }
}
