package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/** One step of an {@link RNN}. Shapes: x [B, I], state [B, H]; or both without B. */
public final class RNNCell extends RecurrentCell {
  private final boolean relu;

  /** With biases and tanh. */
  public RNNCell(int inputSize, int hiddenSize) {
    this(inputSize, hiddenSize, true, "tanh");
  }

  /** With or without biases, with {@code tanh} or {@code relu}. */
  public RNNCell(int inputSize, int hiddenSize, boolean bias, String nonlinearity) {
    super(1, inputSize, hiddenSize, bias);
    relu = RNN.isRelu(nonlinearity);
  }

  @Override
  protected Tensor compute(Tensor x) {
    return step(x, null);
  }

  /** The state after a step from this one; null for zeros. */
  public Tensor forward(Tensor x, @Nullable Tensor hidden) {
    return around(x, in -> step(in, hidden));
  }

  private Tensor step(Tensor x, @Nullable Tensor hidden) {
    Tensor h = orZeros(hidden, x);
    return relu
        ? F.rnnReluCell(x, h, value(inputWeight), value(stateWeight), inputBias(), stateBias())
        : F.rnnTanhCell(x, h, value(inputWeight), value(stateWeight), inputBias(), stateBias());
  }

  @Override
  protected String describe() {
    return super.describe() + (relu ? ", nonlinearity=relu" : "");
  }
}
