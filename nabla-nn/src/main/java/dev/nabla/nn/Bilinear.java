package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/** {@code Σ x1_i · w_oij · x2_j + b_o}. Shapes: x1 […, in1], x2 […, in2], weight [out, in1, in2], result […, out]. */
public final class Bilinear extends Layer {
  private final Tensor weight;
  private final @Nullable Tensor bias;

  /** With a bias. */
  public Bilinear(int in1, int in2, int out) {
    this(in1, in2, out, true);
  }

  /** With or without a bias. */
  public Bilinear(int in1, int in2, int out, boolean withBias) {
    double bound = 1 / Math.sqrt(in1);
    weight = parameter("weight", Init.uniform_(Nabla.zeros(out, in1, in2), -bound, bound));
    bias = withBias ? parameter("bias", Init.uniform_(Nabla.zeros(out), -bound, bound)) : null;
  }

  /** The form of {@code x} with itself. */
  @Override
  protected Tensor compute(Tensor x) {
    return F.bilinear(x, x, value(weight), bias == null ? null : value(bias));
  }

  /** The form of {@code x1} and {@code x2}. */
  public Tensor forward(Tensor x1, Tensor x2) {
    return around(x1, x -> F.bilinear(x, x2, value(weight), bias == null ? null : value(bias)));
  }

  @Override
  long flops(Tensor x, Tensor y) {
    return 2L * (weight.size(1) + 1) * weight.size(2) * y.numel();
  }

  @Override
  protected String describe() {
    return "in1_features=" + weight.size(1) + ", in2_features=" + weight.size(2) + ", out_features=" + weight.size(0)
        + ", bias=" + PythonText.truth(bias != null);
  }
}
