package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.List;

/** Layers {@code h' = tanh(Wx + b + Uh + c)}, or relu (Elman 1990). Shapes as of {@link LSTM}. */
public final class RNN extends HiddenStateLayers {
  private final boolean relu;

  /** One layer with tanh. */
  public RNN(int inputSize, int hiddenSize) {
    this(inputSize, hiddenSize, "tanh", RecurrentOptions.DEFAULT);
  }

  /** With {@code tanh} or {@code relu} and these settings; no projection. */
  public RNN(int inputSize, int hiddenSize, String nonlinearity, RecurrentOptions options) {
    super(1, inputSize, hiddenSize, options);
    relu = isRelu(nonlinearity);
  }

  static boolean isRelu(String nonlinearity) {
    return switch (nonlinearity) {
      case "tanh" -> false;
      case "relu" -> true;
      default -> throw new NablaException("Unknown nonlinearity '" + nonlinearity + "'. Select from 'tanh' or 'relu'.");
    };
  }

  @Override
  List<Tensor> layers(Tensor x, List<Tensor> states) {
    RecurrentOptions o = options();
    return relu
        ? F.rnnRelu(x, states.get(0), weights(), o.bias(), o.numLayers(), o.dropout(), isTraining(),
            o.bidirectional(), o.batchFirst())
        : F.rnnTanh(x, states.get(0), weights(), o.bias(), o.numLayers(), o.dropout(), isTraining(),
            o.bidirectional(), o.batchFirst());
  }
}
