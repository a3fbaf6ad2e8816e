package dev.nabla.nn;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.Shape;
import org.jspecify.annotations.Nullable;

/** What single steps of recurrent networks share: their weights. */
public abstract sealed class RecurrentCell extends Layer permits RNNCell, GRUCell, LSTMCell {
  final Tensor inputWeight;
  final Tensor stateWeight;
  private final @Nullable Tensor inputBias;
  private final @Nullable Tensor stateBias;

  RecurrentCell(int gates, int inputSize, int hiddenSize, boolean bias) {
    double bound = 1 / Math.sqrt(hiddenSize);
    inputWeight = parameter("weight_ih", start(bound, gates * hiddenSize, inputSize));
    stateWeight = parameter("weight_hh", start(bound, gates * hiddenSize, hiddenSize));
    inputBias = bias ? parameter("bias_ih", start(bound, gates * hiddenSize)) : null;
    stateBias = bias ? parameter("bias_hh", start(bound, gates * hiddenSize)) : null;
  }

  private static Tensor start(double bound, int... dims) {
    return Init.uniform_(Nabla.zeros(dims), -bound, bound);
  }

  final @Nullable Tensor inputBias() {
    return inputBias == null ? null : value(inputBias);
  }

  final @Nullable Tensor stateBias() {
    return stateBias == null ? null : value(stateBias);
  }

  /** {@code state}, or zeros if it is null. */
  final Tensor orZeros(@Nullable Tensor state, Tensor x) {
    int hidden = stateWeight.size(1);
    return state != null
        ? state
        : Nabla.zeros(x.dtype(), x.dim() == 1 ? Shape.of(hidden) : Shape.of(x.size(0), hidden));
  }

  @Override
  long flops(Tensor x, Tensor y) {
    return 2L * (x.dim() == 1 ? 1 : x.size(0)) * (inputWeight.numel() + stateWeight.numel());
  }

  @Override
  protected String describe() {
    return inputWeight.size(1) + ", " + stateWeight.size(1) + (inputBias != null ? "" : ", bias=False");
  }
}
