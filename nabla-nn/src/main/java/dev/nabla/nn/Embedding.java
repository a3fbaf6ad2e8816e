package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;

/** A learned vector for each of a number of things. Shapes: indices […] (int64), weight [count, width], result […, width]. */
public final class Embedding extends Layer {
  private final EmbeddingOptions options;
  private final Tensor weight;

  /** {@code count} vectors of {@code width} elements, normal at the start. */
  public Embedding(int count, int width) {
    this(count, width, EmbeddingOptions.DEFAULT);
  }

  /** With these settings. */
  public Embedding(int count, int width, EmbeddingOptions options) {
    this(Init.normal_(Nabla.zeros(count, width), 0, 1), options);
    options.zeroPadding(weight);
  }

  private Embedding(Tensor vectors, EmbeddingOptions options) {
    this.options = options.counted(vectors.size(0));
    weight = parameter("weight", vectors);
  }

  /** These vectors, [count, width]; {@code freeze}: not to be learned. */
  public static Embedding fromPretrained(Tensor vectors, boolean freeze, EmbeddingOptions options) {
    Embedding e = new Embedding(vectors, options);
    e.requiresGrad_(!freeze);
    return e;
  }

  /** The vectors, [count, width]. */
  public Tensor weight() {
    return value(weight);
  }

  @Override
  protected Tensor compute(Tensor x) {
    EmbeddingOptions o = options;
    return F.embedding(x, weight(), o.paddingIdx(), o.maxNorm(), o.normType(), o.scaleGradByFreq());
  }

  @Override
  protected String describe() {
    return weight.size(0) + ", " + weight.size(1) + options.describe();
  }
}
