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

  @Override
  protected Tensor compute(Tensor x) {
    return step(x, null, null).get(0);
  }

  /** A step from this state and cell; null for zeros. */
  public Result forward(Tensor x, @Nullable Tensor hidden, @Nullable Tensor cell) {
    Tensor[] next = new Tensor[1];
    Tensor y = around(x, in -> {
      List<Tensor> out = step(in, hidden, cell);
      next[0] = out.get(1);
      return out.get(0);
    });
    return new Result(y, next[0]);
  }

  private List<Tensor> step(Tensor x, @Nullable Tensor hidden, @Nullable Tensor cell) {
    return F.lstmCell(x, List.of(orZeros(hidden, x), orZeros(cell, x)), value(inputWeight), value(stateWeight),
        inputBias(),
        stateBias());
  }
}
