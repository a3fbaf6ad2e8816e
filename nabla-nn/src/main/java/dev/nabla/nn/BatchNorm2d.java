package dev.nabla.nn;

/** Batch normalisation of [N, C, H, W] over all axes but the channels (Ioffe and Szegedy 2015). */
public final class BatchNorm2d extends BatchNorm {
  /** With eps 1e-5, momentum 0.1, a learned scale and shift. */
  public BatchNorm2d(int features) {
    this(features, NormOptions.BATCH);
  }

  /** With these settings. */
  public BatchNorm2d(int features, NormOptions options) {
    super(2, features, options);
  }
}
