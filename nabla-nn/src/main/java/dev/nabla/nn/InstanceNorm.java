package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.ShapeException;
import org.jspecify.annotations.Nullable;

/** What instance normalisation of all shapes shares: each channel of each example by its own statistics (Ulyanov and others 2016). */
public abstract sealed class InstanceNorm extends Module permits InstanceNorm1d, InstanceNorm2d {
  private final int features;
  private final int axes;
  private final double eps;
  private final double momentum = 0.1;
  private final @Nullable Tensor weight;
  private final @Nullable Tensor bias;

  /** {@code axes}: the number of axes of a batch. */
  InstanceNorm(int features, int axes, double eps, boolean affine) {
    this.features = features;
    this.axes = axes;
    this.eps = eps;
    weight = affine ? parameter("weight", Nabla.ones(features)) : null;
    bias = affine ? parameter("bias", Nabla.zeros(features)) : null;
  }

  @Override
  public Tensor forward(Tensor x) {
    if (x.dim() != axes && x.dim() != axes - 1) {
      throw new ShapeException(getClass().getSimpleName() + ": expected " + (axes - 1) + "D or " + axes
          + "D input (got " + x.dim() + "D input)");
    }
    Tensor batch = x.dim() == axes ? x : x.unsqueeze(0);
    Tensor y = F.instanceNorm(batch, null, null, weight, bias, true, momentum, eps);
    return x.dim() == axes ? y : y.squeeze(0);
  }

  @Override
  protected String describe() {
    return features + ", eps=" + Init.python(eps) + ", momentum=" + momentum + ", affine="
        + (weight != null ? "True" : "False") + ", track_running_stats=False";
  }
}
