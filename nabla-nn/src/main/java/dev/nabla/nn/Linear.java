package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/** {@code x Wᵀ + b}. Shapes: x […, in], weight [out, in], bias [out], result […, out]. */
public final class Linear extends Layer {
  private final Tensor weight;
  private final @Nullable Tensor bias;

  /** With a bias. */
  public Linear(int in, int out) {
    this(in, out, true);
  }

  /** With or without a bias. */
  public Linear(int in, int out, boolean withBias) {
    weight = parameter("weight", Init.weight(out, in));
    bias = withBias ? parameter("bias", Init.bias(out, weight)) : null;
  }

  /** The weight, [out, in]. */
  public Tensor weight() {
    return value(weight);
  }

  /** The bias, [out]; null if there is none. */
  public @Nullable Tensor bias() {
    return bias == null ? null : value(bias);
  }

  @Override
  protected Tensor compute(Tensor x) {
    return F.linear(x, weight(), bias());
  }

  @Override
  long flops(Tensor x, Tensor y) {
    return 2L * weight.size(1) * y.numel();
  }

  @Override
  protected String describe() {
    return "in_features=" + weight.size(1) + ", out_features=" + weight.size(0) + ", bias="
        + PythonText.truth(bias != null);
  }
}
