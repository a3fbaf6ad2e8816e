package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sum, mean or maximum of the learned vectors of each bag of things. Shapes: indices [B, S] (int64), weight [count, width], result [B, width]. */
public final class EmbeddingBag extends Layer {
  private final EmbeddingOptions options;
  private final String mode;
  private final boolean includeLastOffset;
  private final Tensor weight;

  /** The mean of each bag. */
  public EmbeddingBag(int count, int width) {
    this(count, width, "mean", false, EmbeddingOptions.DEFAULT);
  }

  /** With {@code sum}, {@code mean} or {@code max}; {@code includeLastOffset}: whether offsets end with the end of the last bag. */
  public EmbeddingBag(int count, int width, String mode, boolean includeLastOffset, EmbeddingOptions options) {
    if (!List.of("sum", "mean", "max").contains(mode)) {
      throw new NablaException("mode has to be one of sum or mean or max; got " + mode);
    }
    this.options = options.counted(count);
    this.mode = mode;
    this.includeLastOffset = includeLastOffset;
    weight = parameter("weight", Init.normal_(Nabla.zeros(count, width), 0, 1));
    options.zeroPadding(weight);
  }

  /** The vectors, [count, width]. */
  public Tensor weight() {
    return value(weight);
  }

  @Override
  protected Tensor compute(Tensor x) {
    return bags(x, null, null);
  }

  /**
   * The bags of a vector of indices.
   *
   * @param offsets where each bag begins in {@code x}; null if {@code x} is a matrix with a bag in each row
   * @param perSampleWeights factors of the vectors, for mode {@code sum}; null for ones
   */
  public Tensor forward(Tensor x, @Nullable Tensor offsets, @Nullable Tensor perSampleWeights) {
    return around(x, in -> bags(in, offsets, perSampleWeights));
  }

  private Tensor bags(Tensor x, @Nullable Tensor offsets, @Nullable Tensor perSampleWeights) {
    EmbeddingOptions o = options;
    return F.embeddingBag(x, weight(), offsets, o.maxNorm(), o.normType(), o.scaleGradByFreq(), mode,
        perSampleWeights, includeLastOffset, o.paddingIdx());
  }

  @Override
  protected String describe() {
    return weight.size(0) + ", " + weight.size(1) + options.describe(", mode='" + mode + "'");
  }
}
