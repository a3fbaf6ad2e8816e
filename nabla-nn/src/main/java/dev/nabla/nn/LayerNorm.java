package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;

/** Normalises over the last axes, with a learned scale and shift (Ba and others 2016). */
public final class LayerNorm extends Module {
  private final int[] shape;
  private final Tensor weight;
  private final Tensor bias;
  private final double eps = 1e-5;

  /** Over the last axes, which have these sizes. */
  public LayerNorm(int... shape) {
    this.shape = shape.clone();
    weight = parameter("weight", Nabla.ones(shape));
    bias = parameter("bias", Nabla.zeros(shape));
  }

  @Override
  public Tensor forward(Tensor x) {
    return F.layerNorm(x, shape, weight, bias, eps);
  }

  @Override
  protected String describe() {
    String sizes = java.util.Arrays.toString(shape).replace("[", "(").replace("]", shape.length == 1 ? ",)" : ")");
    return sizes + ", eps=" + Init.python(eps) + ", elementwise_affine=True";
  }
}
