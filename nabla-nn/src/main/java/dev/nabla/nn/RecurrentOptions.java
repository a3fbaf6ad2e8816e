package dev.nabla.nn;

/**
 * The settings of a recurrent network.
 *
 * @param numLayers how many layers stand on each other
 * @param bias whether biases are learned
 * @param batchFirst whether input and output are [B, T, …], not [T, B, …]
 * @param dropout the probability with which, in training, an output of any layer but the last is dropped
 * @param bidirectional whether every layer also walks from the end to the beginning
 * @param projSize the size that an LSTM's states are projected to; 0 for none
 */
public record RecurrentOptions(int numLayers, boolean bias, boolean batchFirst, double dropout, boolean bidirectional,
    int projSize) {
  /** One layer with biases, [T, B, …], no dropout, one direction, no projection. */
  public static final RecurrentOptions DEFAULT = new RecurrentOptions(1, true, false, 0, false, 0);

  /** These settings with another number of layers. */
  public RecurrentOptions withNumLayers(int value) {
    return new RecurrentOptions(value, bias, batchFirst, dropout, bidirectional, projSize);
  }

  /** These settings without biases. */
  public RecurrentOptions withoutBias() {
    return new RecurrentOptions(numLayers, false, batchFirst, dropout, bidirectional, projSize);
  }

  /** These settings with the batch as the first axis. */
  public RecurrentOptions withBatchFirst() {
    return new RecurrentOptions(numLayers, bias, true, dropout, bidirectional, projSize);
  }

  /** These settings with dropout between layers. */
  public RecurrentOptions withDropout(double value) {
    return new RecurrentOptions(numLayers, bias, batchFirst, value, bidirectional, projSize);
  }

  /** These settings with both directions. */
  public RecurrentOptions withBidirectional() {
    return new RecurrentOptions(numLayers, bias, batchFirst, dropout, true, projSize);
  }

  /** These settings with projected states. */
  public RecurrentOptions withProjSize(int value) {
    return new RecurrentOptions(numLayers, bias, batchFirst, dropout, bidirectional, value);
  }
}
