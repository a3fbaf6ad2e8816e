package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.kernel.Generator;
import dev.nabla.type.ShapeException;

/**
 * Examples drawn with probabilities proportional to their weights, for example more often from rare classes.
 *
 * @param weights one weight an example [N], any sum; read as float64
 * @param size how many to draw in a pass
 * @param replacement whether an example may be drawn again in the same pass
 * @param generator where random numbers come from
 */
public record WeightedRandomSampler(Tensor weights, int size, boolean replacement,
    Generator generator) implements Sampler {
  /** Checks the weights' shape. */
  public WeightedRandomSampler {
    if (weights.dim() != 1 || size < 1) {
      throw new ShapeException(
          "WeightedRandomSampler: weights [N] and at least one draw are needed; got " + weights.shape() + ", " + size);
    }
    weights = weights.to(Nabla.FLOAT64);
  }

  /** {@code size} draws with replacement, from the default generator. */
  public WeightedRandomSampler(Tensor weights, int size) {
    this(weights, size, true, Nabla.defaultGenerator());
  }

  @Override
  public int[] draw() {
    return Nabla.multinomial(generator, weights, size, replacement).toIntArray();
  }
}
