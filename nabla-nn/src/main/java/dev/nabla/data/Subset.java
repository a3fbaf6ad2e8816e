package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.kernel.Generator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Some examples of a data set, by their numbers. */
public final class Subset<T> implements Dataset<T> {
  private final Dataset<T> data;
  private final int[] indices;

  /**
   * The examples of {@code data} at {@code indices}, in that order; a number may occur more than once.
   *
   * @throws DataException if there is no such example
   */
  public Subset(Dataset<T> data, int... indices) {
    for (int i : indices) {
      if (i < 0 || i >= data.size()) {
        throw new DataException("Subset: no example " + i + " in a data set of " + data.size());
      }
    }
    this.data = data;
    this.indices = indices.clone();
  }

  /** The numbers of the examples in the whole data set. */
  public int[] indices() {
    return indices.clone();
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public T get(int index) {
    return data.get(indices[index]);
  }

  @Override
  public T get(int index, Generator random) {
    return data.get(indices[index], random);
  }

  @Override
  public T batch(int[] rows, Generator random) {
    return data.batch(IntStream.of(rows).map(i -> indices[i]).toArray(), random);
  }

  static <T> List<Subset<T>> randomSplit(Dataset<T> data, Generator random, int... lengths) {
    if (IntStream.of(lengths).asLongStream().sum() != data.size() || IntStream.of(lengths).anyMatch(n -> n < 0)) {
      throw new DataException("randomSplit: the lengths must add up to the " + data.size() + " examples; got "
          + Arrays.toString(lengths));
    }
    int[] order = Nabla.randperm(random, data.size()).toIntArray();
    List<Subset<T>> parts = new ArrayList<>();
    int at = 0;
    for (int n : lengths) {
      parts.add(new Subset<>(data, Arrays.copyOfRange(order, at, at + n)));
      at += n;
    }
    return parts;
  }

  /** The lengths of parts that are {@code fractions} of {@code size}. */
  static int[] lengths(int size, double... fractions) {
    double sum = 0;
    int[] lengths = new int[fractions.length];
    for (int i = 0; i < lengths.length; i++) {
      sum += fractions[i];
      lengths[i] = (int) Math.floor(size * fractions[i]);
      if (!(fractions[i] >= 0)) {
        sum = Double.NaN;
      }
    }
    // PyTorch's rule: equal to 1 but for rounding, and not above it.
    if (!(sum <= 1 && sum >= 1 - 1e-9)) {
      throw new DataException("randomSplit: the fractions must add up to 1; got " + Arrays.toString(fractions));
    }
    int left = size - IntStream.of(lengths).sum();
    for (int i = 0; i < left; i++) {
      lengths[i % lengths.length]++;
    }
    return lengths;
  }
}
