package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** What instance normalisation of all shapes shares: each channel of each example by its own statistics, or in evaluation by running ones. */
public abstract sealed class InstanceNorm extends ChannelNorm permits InstanceNorm1d, InstanceNorm2d, InstanceNorm3d {
  private final int axes;

  InstanceNorm(int axes, int features, NormOptions options) {
    super(features, options);
    this.axes = axes;
  }

  @Override
  protected Tensor compute(Tensor x) {
    check(x, axes + 1, axes + 2);
    boolean single = x.dim() == axes + 1;
    Double momentum = options.momentum();
    Tensor y = F.instanceNorm(single ? x.unsqueeze(0) : x, runningMean, runningVar, weight(), bias(), usesInput(),
        momentum == null ? 0 : momentum, options.eps());
    return single ? y.squeeze(0) : y;
  }
}
