package dev.nabla.nn;

/**
 * The settings of multi-head attention.
 *
 * @param dropout the probability with which, in training, a weight is dropped
 * @param bias whether projections have biases
 * @param addBiasKv whether a learned key and value stand behind all others
 * @param addZeroAttn whether a key and a value of zeros stand behind all others
 * @param kdim the width of keys; 0 for that of queries
 * @param vdim the width of values; 0 for that of queries
 * @param batchFirst whether sequences are [B, T, E], not [T, B, E]
 */
public record AttentionOptions(double dropout, boolean bias, boolean addBiasKv, boolean addZeroAttn, int kdim, int vdim,
    boolean batchFirst) {
  /** No dropout, biases, nothing added, one width, [T, B, E]. */
  public static final AttentionOptions DEFAULT = new AttentionOptions(0, true, false, false, 0, 0, false);

  /** These settings with dropout. */
  public AttentionOptions withDropout(double value) {
    return new AttentionOptions(value, bias, addBiasKv, addZeroAttn, kdim, vdim, batchFirst);
  }

  /** These settings without biases. */
  public AttentionOptions withoutBias() {
    return new AttentionOptions(dropout, false, addBiasKv, addZeroAttn, kdim, vdim, batchFirst);
  }

  /** These settings with a learned key and value behind all others. */
  public AttentionOptions withBiasKv() {
    return new AttentionOptions(dropout, bias, true, addZeroAttn, kdim, vdim, batchFirst);
  }

  /** These settings with a key and a value of zeros behind all others. */
  public AttentionOptions withZeroAttn() {
    return new AttentionOptions(dropout, bias, addBiasKv, true, kdim, vdim, batchFirst);
  }

  /** These settings with keys and values of other widths. */
  public AttentionOptions withDims(int keys, int values) {
    return new AttentionOptions(dropout, bias, addBiasKv, addZeroAttn, keys, values, batchFirst);
  }

  /** These settings with the batch as the first axis. */
  public AttentionOptions withBatchFirst() {
    return new AttentionOptions(dropout, bias, addBiasKv, addZeroAttn, kdim, vdim, true);
  }
}
