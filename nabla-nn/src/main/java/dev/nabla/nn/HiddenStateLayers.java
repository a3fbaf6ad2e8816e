package dev.nabla.nn;

import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What recurrent networks with one kind of state share: how they are called. */
public abstract sealed class HiddenStateLayers extends RecurrentLayers permits RNN, GRU {
  HiddenStateLayers(int gates, int inputSize, int hiddenSize, RecurrentOptions options) {
    super(gates, inputSize, hiddenSize, options);
    if (options.projSize() > 0) {
      throw new NablaException("proj_size argument is only supported for LSTM, not RNN or GRU");
    }
  }

  /**
   * What a network gives.
   *
   * @param output the last layer's states at all steps, both directions beside each other
   * @param hidden the last states of all layers and directions, [L·D, B, H]
   */
  public record Result(Tensor output, Tensor hidden) {}

  /**
   * What a network gives for packed sequences.
   *
   * @param output the last layer's states at all steps, both directions beside each other
   * @param hidden the states at the end of each sequence, of all layers and directions, [L·D, B, H]
   */
  public record PackedResult(PackedSequence output, Tensor hidden) {}

  /** From these states on; null for zeros. */
  public final Result forward(Tensor x, @Nullable Tensor hidden) {
    return result(results(x, Arrays.asList(hidden), null));
  }

  /** As {@link #forward(Tensor, Tensor)} for examples that end after {@code lengths} steps: outputs behind are 0. */
  public final Result forward(Tensor x, @Nullable Tensor hidden, int[] lengths) {
    return result(results(x, Arrays.asList(hidden), lengths));
  }

  /** As {@link #forward(Tensor, Tensor)} for sequences of several lengths. */
  public final PackedResult forward(PackedSequence x, @Nullable Tensor hidden) {
    List<Tensor> out = results(x, Arrays.asList(hidden));
    return new PackedResult(packed(out.get(0), x), out.get(1));
  }

  private static Result result(List<Tensor> out) {
    return new Result(out.get(0), out.get(1));
  }

  @Override
  final int kinds() {
    return 1;
  }
}
