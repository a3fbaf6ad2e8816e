package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.kernel.Generator;
import java.util.stream.IntStream;

/** Chosen examples, each once, in random order. */
public final class SubsetRandomSampler implements Sampler {
  private final int[] indices;
  private final Generator generator;

  /** The examples {@code indices} in an order that {@code generator} determines. */
  public SubsetRandomSampler(int[] indices, Generator generator) {
    this.indices = indices.clone();
    this.generator = generator;
  }

  /** The examples {@code indices} in an order that the default generator determines. */
  public SubsetRandomSampler(int... indices) {
    this(indices, Nabla.defaultGenerator());
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public int[] draw() {
    return IntStream.of(Nabla.randperm(generator, indices.length).toIntArray()).map(i -> indices[i]).toArray();
  }
}
