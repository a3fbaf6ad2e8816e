package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** What batch normalisation of all shapes shares. In training by the batch's own statistics, which also move the running ones; else by those. */
public abstract sealed class BatchNorm extends ChannelNorm permits BatchNorm1d, BatchNorm2d, BatchNorm3d {
  private final int axes;

  BatchNorm(int axes, int features, NormOptions options) {
    super(features, options);
    this.axes = axes;
  }

  @Override
  protected Tensor compute(Tensor x) {
    check(x, axes == 1 ? 2 : axes + 2, axes + 2);
    Double momentum = options.momentum();
    double factor = momentum == null ? 0 : momentum;
    if (isTraining() && batches != null) {
      batches.add_(1L);
      factor = momentum == null ? 1 / batches.item() : momentum;
    }
    return F.batchNorm(x, runningMean, runningVar, weight(), bias(), usesInput(), factor, options.eps());
  }
}
