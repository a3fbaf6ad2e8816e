package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import java.util.function.UnaryOperator;

/**
 * The settings of a transformer layer.
 *
 * @param feedforward the width between the two linear layers
 * @param dropout the probability with which, in training, an element is dropped
 * @param activation what stands between the linear layers
 * @param layerNormEps what is added to variances
 * @param batchFirst whether sequences are [B, T, E], not [T, B, E]
 * @param normFirst whether parts are normalised before, not after
 */
public record TransformerOptions(int feedforward, double dropout, UnaryOperator<Tensor> activation, double layerNormEps,
    boolean batchFirst, boolean normFirst) {
  /** Width 2048, dropout 0.1, relu, eps 1e-5, [T, B, E], normalised after. */
  public static final TransformerOptions DEFAULT = new TransformerOptions(2048, 0.1, F::relu, 1e-5, false, false);

  /** These settings with another width between the linear layers. */
  public TransformerOptions withFeedforward(int value) {
    return new TransformerOptions(value, dropout, activation, layerNormEps, batchFirst, normFirst);
  }

  /** These settings with other dropout. */
  public TransformerOptions withDropout(double value) {
    return new TransformerOptions(feedforward, value, activation, layerNormEps, batchFirst, normFirst);
  }

  /** These settings with another function between the linear layers, such as {@code F::gelu}. */
  public TransformerOptions withActivation(UnaryOperator<Tensor> value) {
    return new TransformerOptions(feedforward, dropout, value, layerNormEps, batchFirst, normFirst);
  }

  /** These settings with another eps. */
  public TransformerOptions withLayerNormEps(double value) {
    return new TransformerOptions(feedforward, dropout, activation, value, batchFirst, normFirst);
  }

  /** These settings with the batch as the first axis. */
  public TransformerOptions withBatchFirst() {
    return new TransformerOptions(feedforward, dropout, activation, layerNormEps, true, normFirst);
  }

  /** These settings with normalisation before each part. */
  public TransformerOptions withNormFirst() {
    return new TransformerOptions(feedforward, dropout, activation, layerNormEps, batchFirst, true);
  }

  AttentionOptions attention() {
    AttentionOptions a = AttentionOptions.DEFAULT.withDropout(dropout);
    return batchFirst ? a.withBatchFirst() : a;
  }
}
