package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/** One step of a {@link GRU}. Shapes: x [B, I], state [B, H]; or both without B. */
public final class GRUCell extends RecurrentCell {
  /** With biases. */
  public GRUCell(int inputSize, int hiddenSize) {
    this(inputSize, hiddenSize, true);
  }

  /** With or without biases. */
  public GRUCell(int inputSize, int hiddenSize, boolean bias) {
    super(3, inputSize, hiddenSize, bias);
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
    return F.gruCell(x, orZeros(hidden, x), value(inputWeight), value(stateWeight), inputBias(), stateBias());
  }
}
