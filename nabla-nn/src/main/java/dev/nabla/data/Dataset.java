package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.kernel.Generator;
import java.util.ArrayList;
import java.util.List;

/**
 * Examples that are found by their number. A {@link DataLoader} with workers reads it from several threads at once.
 *
 * @param <T> one example, such as {@link Example} or a list of tensors
 */
public interface Dataset<T> {
  /** The number of examples. */
  int size();

  /** Example {@code index}, from 0 to {@code size() - 1}; what is random about it comes from the default generator. */
  T get(int index);

  /** Example {@code index}; what is random about it comes from {@code random}. */
  default T get(int index, Generator random) {
    return get(index);
  }

  /** The examples at {@code indices} as one batch: {@link Collate#stack}, unless the data set has a faster way. */
  default T batch(int[] indices, Generator random) {
    List<T> examples = new ArrayList<>(indices.length);
    for (int i : indices) {
      examples.add(get(i, random));
    }
    return Collate.stack(examples);
  }

  /** These examples, each transformed anew whenever it is asked for. */
  default <R> Dataset<R> map(Transform<? super T, ? extends R> transform) {
    return new MappedDataset<>(this, transform);
  }

  /** The examples at {@code indices}, in that order. */
  default Dataset<T> subset(int... indices) {
    return new Subset<>(this, indices);
  }

  /** These examples, then those of {@code more}. */
  default Dataset<T> concat(Dataset<T> more) {
    return new ConcatDataset<>(List.of(this, more));
  }

  /**
   * Parts of {@code lengths} examples, chosen at random without overlap, as PyTorch's {@code random_split} chooses them with {@code random}.
   *
   * @throws DataException unless the lengths add up to {@link #size}
   */
  default List<Subset<T>> randomSplit(Generator random, int... lengths) {
    return Subset.randomSplit(this, random, lengths);
  }

  /** Parts of {@code lengths} examples, chosen at random with the default generator: {@link #randomSplit(Generator, int...)}. */
  default List<Subset<T>> randomSplit(int... lengths) {
    return randomSplit(Nabla.defaultGenerator(), lengths);
  }

  /**
   * Parts whose sizes are {@code fractions} of the whole, rounded down; what is left goes to the first parts, one example each.
   *
   * @throws DataException unless the fractions add up to 1
   */
  default List<Subset<T>> randomSplit(Generator random, double... fractions) {
    return Subset.randomSplit(this, random, Subset.lengths(size(), fractions));
  }

  /** As {@link #randomSplit(Generator, double...)}, with the default generator. */
  default List<Subset<T>> randomSplit(double... fractions) {
    return randomSplit(Nabla.defaultGenerator(), fractions);
  }
}
