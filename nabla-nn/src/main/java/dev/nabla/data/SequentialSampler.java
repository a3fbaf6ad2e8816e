package dev.nabla.data;

import java.util.stream.IntStream;

/**
 * The examples in order.
 *
 * @param size the number of examples
 */
public record SequentialSampler(int size) implements Sampler {
  @Override
  public int[] draw() {
    return IntStream.range(0, size).toArray();
  }
}
