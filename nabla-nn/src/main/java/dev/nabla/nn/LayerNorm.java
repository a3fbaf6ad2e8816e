package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/** Normalises over the last axes, with a learned scale and shift (Ba and others 2016). */
public final class LayerNorm extends Layer {
  private final int[] shape;
  private final double eps;
  private final @Nullable Tensor weight;
  private final @Nullable Tensor bias;

  /** Over the last axes, which have these sizes. */
  public LayerNorm(int... shape) {
    this(shape, 1e-5);
  }

  /** Over the last axes, which have these sizes; {@code eps} is added to the variance. */
  public LayerNorm(int[] shape, double eps) {
    this(shape, eps, true, true);
  }

  /** {@code affine}: whether a scale is learned, and with {@code withBias} a shift as well. */
  public LayerNorm(int[] shape, double eps, boolean affine, boolean withBias) {
    this.shape = shape.clone();
    this.eps = eps;
    weight = affine ? parameter("weight", Nabla.ones(shape)) : null;
    bias = affine && withBias ? parameter("bias", Nabla.zeros(shape)) : null;
  }

  @Override
  protected Tensor compute(Tensor x) {
    return F.layerNorm(x, shape, weight == null ? null : value(weight), bias == null ? null : value(bias),
        eps);
  }

  @Override
  protected String describe() {
    return PythonText.tuple(shape) + ", eps=" + PythonText.number(eps) + ", elementwise_affine="
        + PythonText.truth(weight != null);
  }
}
