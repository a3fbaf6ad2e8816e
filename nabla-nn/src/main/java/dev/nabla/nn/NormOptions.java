package dev.nabla.nn;

import org.jspecify.annotations.Nullable;

/**
 * The settings of batch and instance normalisation.
 *
 * @param eps what is added to variances
 * @param momentum by which part of the difference running statistics move; null for the mean of all batches (batch normalisation only)
 * @param affine whether a scale and a shift of each channel are learned
 * @param trackRunningStats whether there are running statistics, to be used in evaluation
 */
public record NormOptions(double eps, @Nullable Double momentum, boolean affine, boolean trackRunningStats) {
  /** Batch normalisation as usual: eps 1e-5, momentum 0.1, a learned scale and shift, running statistics. */
  public static final NormOptions BATCH = new NormOptions(1e-5, 0.1, true, true);

  /** Instance normalisation as usual: eps 1e-5, momentum 0.1, nothing learned, nothing tracked. */
  public static final NormOptions INSTANCE = new NormOptions(1e-5, 0.1, false, false);

  /** These settings with another eps. */
  public NormOptions withEps(double value) {
    return new NormOptions(value, momentum, affine, trackRunningStats);
  }

  /** These settings with another momentum. */
  public NormOptions withMomentum(@Nullable Double value) {
    return new NormOptions(eps, value, affine, trackRunningStats);
  }

  /** These settings with or without a learned scale and shift. */
  public NormOptions withAffine(boolean value) {
    return new NormOptions(eps, momentum, value, trackRunningStats);
  }

  /** These settings with or without running statistics. */
  public NormOptions withTrackRunningStats(boolean value) {
    return new NormOptions(eps, momentum, affine, value);
  }
}
