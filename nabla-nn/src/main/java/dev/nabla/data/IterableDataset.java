package dev.nabla.data;

import dev.nabla.kernel.Generator;
import java.util.Iterator;

/**
 * Examples that come one after another, such as the lines of a file too large for memory. An iterator that is {@link AutoCloseable} is closed when
 * a {@link DataLoader}'s pass ends.
 *
 * @param <T> one example
 */
@FunctionalInterface
public interface IterableDataset<T> extends Iterable<T> {
  /** The examples from the start; what is random about them comes from {@code random}. */
  default Iterator<T> iterator(Generator random) {
    return iterator();
  }

  /** These examples, each transformed when its turn comes. */
  default <R> IterableDataset<R> map(Transform<? super T, ? extends R> transform) {
    return new MappedStream<>(this, transform);
  }
}
