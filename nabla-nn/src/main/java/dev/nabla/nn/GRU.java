package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import java.util.List;

/** Layers of gated recurrent units (Cho and others 2014). Shapes as of {@link LSTM}. */
public final class GRU extends HiddenStateLayers {
  /** One layer. */
  public GRU(int inputSize, int hiddenSize) {
    this(inputSize, hiddenSize, RecurrentOptions.DEFAULT);
  }

  /** With these settings; no projection. */
  public GRU(int inputSize, int hiddenSize, RecurrentOptions options) {
    super(3, inputSize, hiddenSize, options);
  }

  @Override
  List<Tensor> layers(Tensor x, List<Tensor> states) {
    RecurrentOptions o = options();
    return F.gru(x, states.get(0), weights(), o.bias(), o.numLayers(), o.dropout(), isTraining(), o.bidirectional(),
        o.batchFirst());
  }
}
