package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Layers of gated recurrent units (Cho and others 2014). Shapes as of {@link LSTM}. */
public final class GRU extends RecurrentLayers {
  /** One layer. */
  public GRU(int inputSize, int hiddenSize) {
    this(inputSize, hiddenSize, RecurrentOptions.DEFAULT);
  }

  /** With these settings; no projection. */
  public GRU(int inputSize, int hiddenSize, RecurrentOptions options) {
    super(3, inputSize, hiddenSize, withoutProjection(options));
  }

  static RecurrentOptions withoutProjection(RecurrentOptions options) {
    if (options.projSize() > 0) {
      throw new NablaException("proj_size argument is only supported for LSTM, not RNN or GRU");
    }
    return options;
  }

  @Override
  public Tensor forward(Tensor x) {
    return forward(x, null).output();
  }

  /** From these states on; null for zeros. */
  public Result forward(Tensor x, @Nullable Tensor hidden) {
    List<Tensor> out = run(x, Arrays.asList(hidden), null);
    return new Result(out.get(0), out.get(1));
  }

  /** As {@link #forward(Tensor, Tensor)} for examples that end after {@code lengths} steps: outputs behind are 0. */
  public Result forward(Tensor x, @Nullable Tensor hidden, int[] lengths) {
    List<Tensor> out = run(x, Arrays.asList(hidden), lengths);
    return new Result(out.get(0), out.get(1));
  }

  @Override
  int kinds() {
    return 1;
  }

  @Override
  List<Tensor> layers(Tensor x, List<Tensor> states) {
    RecurrentOptions o = options();
    return F.gru(x, states.get(0), weights(), o.bias(), o.numLayers(), o.dropout(), isTraining(), o.bidirectional(),
        o.batchFirst());
  }
}
