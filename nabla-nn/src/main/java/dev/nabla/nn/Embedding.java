package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;

/** A learned vector for each of a number of things. Shapes: indices […] (int64), weight [count, width], result […, width]. */
public final class Embedding extends Module {
  private final Tensor weight;

  /** {@code count} vectors of {@code width} elements, normal at the start. */
  public Embedding(int count, int width) {
    weight = parameter("weight", Init.normal_(Nabla.zeros(count, width), 0, 1));
  }

  /** The vectors, [count, width]. */
  public Tensor weight() {
    return weight;
  }

  @Override
  public Tensor forward(Tensor x) {
    return F.embedding(x, weight);
  }

  @Override
  protected String describe() {
    return weight.size(0) + ", " + weight.size(1);
  }
}
