package dev.nabla.nn;

/** Batch normalisation of [N, C, D, H, W] over all axes but the channels (Ioffe and Szegedy 2015). */
public final class BatchNorm3d extends BatchNorm {
  /** With eps 1e-5, momentum 0.1, a learned scale and shift. */
  public BatchNorm3d(int features) {
    this(features, NormOptions.BATCH);
  }

  /** With these settings. */
  public BatchNorm3d(int features, NormOptions options) {
    super(3, features, options);
  }
}
