package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Layers with long short-term memory (Hochreiter and Schmidhuber 1997). Shapes: x [T, B, I] (or without B; or [B, T, I]), output [T, B, D·H] for D
 * directions, states [L·D, B, H].
 */
public final class LSTM extends RecurrentLayers {
  /** One layer. */
  public LSTM(int inputSize, int hiddenSize) {
    this(inputSize, hiddenSize, RecurrentOptions.DEFAULT);
  }

  /** With these settings. */
  public LSTM(int inputSize, int hiddenSize, RecurrentOptions options) {
    super(4, inputSize, hiddenSize, options);
  }

  /**
   * What an LSTM gives.
   *
   * @param output the last layer's states at all steps, both directions beside each other
   * @param hidden the last states of all layers and directions, [L·D, B, H]
   * @param cell the last cells of all layers and directions, [L·D, B, H]
   */
  public record Result(Tensor output, Tensor hidden, Tensor cell) {}

  /** From these states and cells on; null for zeros. */
  public Result forward(Tensor x, @Nullable Tensor hidden, @Nullable Tensor cell) {
    return result(results(x, Arrays.asList(hidden, cell), null));
  }

  /** As {@link #forward(Tensor, Tensor, Tensor)} for examples that end after {@code lengths} steps: outputs behind are 0. */
  public Result forward(Tensor x, @Nullable Tensor hidden, @Nullable Tensor cell, int[] lengths) {
    return result(results(x, Arrays.asList(hidden, cell), lengths));
  }

  /**
   * What an LSTM gives for packed sequences.
   *
   * @param output the last layer's states at all steps, both directions beside each other
   * @param hidden the states at the end of each sequence, of all layers and directions, [L·D, B, H]
   * @param cell the cells at the end of each sequence, of all layers and directions, [L·D, B, H]
   */
  public record PackedResult(PackedSequence output, Tensor hidden, Tensor cell) {}

  /** As {@link #forward(Tensor, Tensor, Tensor)} for sequences of several lengths. */
  public PackedResult forward(PackedSequence x, @Nullable Tensor hidden, @Nullable Tensor cell) {
    List<Tensor> out = results(x, Arrays.asList(hidden, cell));
    return new PackedResult(packed(out.get(0), x), out.get(1), out.get(2));
  }

  private static Result result(List<Tensor> out) {
    return new Result(out.get(0), out.get(1), out.get(2));
  }

  @Override
  int kinds() {
    return 2;
  }

  @Override
  List<Tensor> layers(Tensor x, List<Tensor> states) {
    RecurrentOptions o = options();
    return F.lstm(x, states, weights(), o.bias(), o.numLayers(), o.dropout(), isTraining(), o.bidirectional(),
        o.batchFirst());
  }
}
