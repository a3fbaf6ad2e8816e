package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/** Divides by the root of the mean square over the last axes, with a learned scale (Zhang and Sennrich 2019). */
public final class RMSNorm extends Layer {
  private final int[] shape;
  private final @Nullable Double eps;
  private final @Nullable Tensor weight;

  /** Over the last axes, which have these sizes; eps is the distance of 1 to the next number of the type. */
  public RMSNorm(int... shape) {
    this(shape, null, true);
  }

  /** {@code affine}: whether a scale is learned; {@code eps} is added to the mean square, null for that of the type. */
  public RMSNorm(int[] shape, @Nullable Double eps, boolean affine) {
    this.shape = shape.clone();
    this.eps = eps;
    weight = affine ? parameter("weight", Nabla.ones(shape)) : null;
  }

  @Override
  protected Tensor compute(Tensor x) {
    return F.rmsNorm(x, shape, weight == null ? null : value(weight), eps);
  }

  @Override
  protected String describe() {
    return PythonText.tuple(shape) + ", eps=" + (eps == null ? "None" : PythonText.number(eps))
        + ", elementwise_affine="
        + PythonText.truth(weight != null);
  }
}
