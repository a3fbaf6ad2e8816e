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
 * @param bias whether linear layers, attention and normalisation have biases
 */
public record TransformerOptions(int feedforward, double dropout, UnaryOperator<Tensor> activation, double layerNormEps,
    boolean batchFirst, boolean normFirst, boolean bias) {
  /** Width 2048, dropout 0.1, relu, eps 1e-5, [T, B, E], normalised after. */
  public static final TransformerOptions DEFAULT = new TransformerOptions(2048, 0.1, F::relu, 1e-5, false, false, true);

  /** These settings with another width between the linear layers. */
  public TransformerOptions withFeedforward(int value) {
    return new TransformerOptions(value, dropout, activation, layerNormEps, batchFirst, normFirst, bias);
  }

  /** These settings with other dropout. */
  public TransformerOptions withDropout(double value) {
    return new TransformerOptions(feedforward, value, activation, layerNormEps, batchFirst, normFirst, bias);
  }

  /** These settings with another function between the linear layers, such as {@code F::gelu}. */
  public TransformerOptions withActivation(UnaryOperator<Tensor> value) {
    return new TransformerOptions(feedforward, dropout, value, layerNormEps, batchFirst, normFirst, bias);
  }

  /** These settings with another eps. */
  public TransformerOptions withLayerNormEps(double value) {
    return new TransformerOptions(feedforward, dropout, activation, value, batchFirst, normFirst, bias);
  }

  /** These settings with the batch as the first axis. */
  public TransformerOptions withBatchFirst() {
    return new TransformerOptions(feedforward, dropout, activation, layerNormEps, true, normFirst, bias);
  }

  /** These settings with normalisation before each part. */
  public TransformerOptions withNormFirst() {
    return new TransformerOptions(feedforward, dropout, activation, layerNormEps, batchFirst, true, bias);
  }

  /** These settings without biases. */
  public TransformerOptions withoutBias() {
    return new TransformerOptions(feedforward, dropout, activation, layerNormEps, batchFirst, normFirst, false);
  }

  AttentionOptions attention() {
    return new AttentionOptions(dropout, bias, false, false, 0, 0, batchFirst);
  }

  LayerNorm norm(int width) {
    return new LayerNorm(new int[] {width}, layerNormEps, true, bias);
  }
}
