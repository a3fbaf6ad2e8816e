package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.kernel.Generator;
import org.jspecify.annotations.Nullable;

/**
 * Examples in random order, PyTorch's for the same generator.
 *
 * @param examples the number of examples in the data set
 * @param replacement whether an example may be taken several times before all have been taken
 * @param size how many to take in a pass; beyond {@code examples} a new order is begun
 * @param generator where random numbers come from; if null, a new generator for each pass, seeded by the default one
 */
public record RandomSampler(int examples, boolean replacement, int size,
    @Nullable Generator generator) implements Sampler {
  /** Checks that there is something to take. */
  public RandomSampler {
    if (examples < 1 || size < 1) {
      throw new DataException("RandomSampler: at least one example is needed; got " + size + " from " + examples);
    }
  }

  /** All examples once, in an order that the default generator determines. */
  public RandomSampler(int examples) {
    this(examples, false, examples, null);
  }

  @Override
  public int[] draw() {
    Generator g = generator == null ? new Generator(Nabla.defaultGenerator().nextLong()) : generator;
    if (replacement) {
      return Nabla.randint(g, 0, examples, size).toIntArray();
    }
    int[] order = new int[size];
    for (int at = 0; at < size; at += examples) {
      int[] all = Nabla.randperm(g, examples).toIntArray();
      System.arraycopy(all, 0, order, at, Math.min(examples, size - at));
    }
    if (size % examples == 0 && generator != null) {
      // PyTorch begins another order before it notices that nothing is left; a generator that is given must stand where it would there.
      Nabla.randperm(g, examples);
    }
    return order;
  }
}
