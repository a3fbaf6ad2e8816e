package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import dev.nabla.ValuesIndices;
import org.jspecify.annotations.Nullable;

/** The largest elements of windows that lie at random (Graham 2014). Input [N, C, D, H, W] or without N. */
public final class FractionalMaxPool3d extends Layer {
  private final int[] kernel;
  private final int @Nullable [] outputSize;
  private final double @Nullable [] outputRatio;

  /** To an output of this size, one number for all axes. */
  public FractionalMaxPool3d(int kernel, int... outputSize) {
    this.kernel = ConvOptions.spread(new int[] {kernel}, 3);
    this.outputSize = ConvOptions.spread(outputSize, 3);
    outputRatio = null;
  }

  /** To an output of this part of the input's size, between 0 and 1 for each axis. */
  public FractionalMaxPool3d(int[] kernel, double... outputRatio) {
    this.kernel = ConvOptions.spread(kernel, 3);
    this.outputRatio = outputRatio.clone();
    outputSize = null;
  }

  @Override
  protected Tensor compute(Tensor x) {
    return F.fractionalMaxPool3d(x, kernel, PoolOptions.outputSize(x, 3, outputSize, outputRatio));
  }

  /** The largest elements, and where in its image each was. */
  public ValuesIndices forwardWithIndices(Tensor x) {
    return F.fractionalMaxPool3dWithIndices(x, kernel, PoolOptions.outputSize(x, 3, outputSize, outputRatio), null);
  }
}
