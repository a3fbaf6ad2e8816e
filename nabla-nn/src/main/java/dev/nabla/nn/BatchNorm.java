package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;

/** What batch normalisation of all shapes shares. In training by the batch's own statistics, which also move the running ones; else by those. */
public abstract sealed class BatchNorm extends Module permits BatchNorm1d, BatchNorm2d {
  private final Tensor weight;
  private final Tensor bias;
  private final Tensor runningMean;
  private final Tensor runningVar;
  private final Tensor batches;
  private final double eps;
  private final double momentum;

  BatchNorm(int features, double eps, double momentum) {
    this.eps = eps;
    this.momentum = momentum;
    weight = parameter("weight", Nabla.ones(features));
    bias = parameter("bias", Nabla.zeros(features));
    runningMean = buffer("running_mean", Nabla.zeros(features));
    runningVar = buffer("running_var", Nabla.ones(features));
    batches = buffer("num_batches_tracked", Nabla.tensor(0L));
  }

  /** Refuses inputs that are not of this layer's shape. */
  abstract void check(Tensor x);

  @Override
  public Tensor forward(Tensor x) {
    check(x);
    if (isTraining()) {
      batches.add_(1L);
    }
    return F.batchNorm(x, runningMean, runningVar, weight, bias, isTraining(), momentum, eps);
  }

  @Override
  protected String describe() {
    return weight.numel() + ", eps=" + Init.python(eps) + ", momentum=" + momentum
        + ", affine=True, track_running_stats=True";
  }
}
