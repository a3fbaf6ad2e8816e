package dev.nabla.nn;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a table of vectors.
 *
 * @param paddingIdx the vector that starts as zeros and does not learn, from the end if negative; null for none
 * @param maxNorm vectors that are used are first scaled down to at most this norm; null for no limit
 * @param normType which norm
 * @param scaleGradByFreq whether the gradient of a vector is divided by how often it was used
 */
public record EmbeddingOptions(@Nullable Integer paddingIdx, @Nullable Double maxNorm, double normType,
    boolean scaleGradByFreq) {
  /** Nothing of all this. */
  public static final EmbeddingOptions DEFAULT = new EmbeddingOptions(null, null, 2, false);

  /** These settings with a vector for padding. */
  public EmbeddingOptions withPaddingIdx(int value) {
    return new EmbeddingOptions(value, maxNorm, normType, scaleGradByFreq);
  }

  /** These settings with a largest p-norm. */
  public EmbeddingOptions withMaxNorm(double value, double p) {
    return new EmbeddingOptions(paddingIdx, value, p, scaleGradByFreq);
  }

  /** These settings with gradients divided by how often a vector was used. */
  public EmbeddingOptions withScaleGradByFreq() {
    return new EmbeddingOptions(paddingIdx, maxNorm, normType, true);
  }

  /** These settings with {@code paddingIdx} counted from the start. */
  EmbeddingOptions counted(int count) {
    Integer i = paddingIdx;
    if (i == null) {
      return this;
    }
    if (i < -count || i >= count) {
      throw new NablaException("padding_idx (" + i + ") must be within num_embeddings (" + count + ")");
    }
    return withPaddingIdx(i < 0 ? i + count : i);
  }

  /** Sets the vector for padding to zeros. */
  void zeroPadding(Tensor weight) {
    Integer i = counted(weight.size(0)).paddingIdx;
    if (i != null) {
      Nabla.noGrad(() -> weight.select(0, i).zero_());
    }
  }

  /** The settings that are not as usual, as they are printed. */
  String describe() {
    return padding() + limits();
  }

  /** The same for bags, which have a mode. */
  String describe(String mode) {
    return limits() + mode + padding();
  }

  private String padding() {
    return paddingIdx == null ? "" : ", padding_idx=" + paddingIdx;
  }

  private String limits() {
    return (maxNorm == null ? "" : ", max_norm=" + PythonText.number(maxNorm))
        + (normType == 2 ? "" : ", norm_type=" + PythonText.number(normType))
        + (scaleGradByFreq ? ", scale_grad_by_freq=True" : "");
  }
}
