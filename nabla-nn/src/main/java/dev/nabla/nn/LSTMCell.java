package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of an {@link LSTM}. Shapes: x [B, I], state and cell [B, H]; or all without B. */
public final class LSTMCell extends RecurrentCell {
  /** With biases. */
  public LSTMCell(int inputSize, int hiddenSize) {
    this(inputSize, hiddenSize, true);
  }

  /** With or without biases. */
  public LSTMCell(int inputSize, int hiddenSize, boolean bias) {
    super(4, inputSize, hiddenSize, bias);
  }

  /** The state and the cell after a step. */
  public record Result(Tensor hidden, Tensor cell) {}

  /** The state after a step from zeros. */
  @Override
  public Tensor forward(Tensor x) {
    return forward(x, null, null).hidden();
  }

  /** A step from this state and cell; null for zeros. */
  public Result forward(Tensor x, @Nullable Tensor hidden, @Nullable Tensor cell) {
    List<Tensor> out = F.lstmCell(x, List.of(orZeros(hidden, x), orZeros(cell, x)), inputWeight, stateWeight, inputBias,
        stateBias);
    return new Result(out.get(0), out.get(1));
  }
}
