package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.kernel.Generator;
import java.util.List;

/** Several data sets, one after another. */
public final class ConcatDataset<T> implements Dataset<T> {
  private final List<Dataset<T>> parts;
  private final int size;

  /** The examples of all {@code parts} in order. */
  public ConcatDataset(List<? extends Dataset<T>> parts) {
    this.parts = List.copyOf(parts);
    this.size = Math.toIntExact(parts.stream().mapToLong(Dataset::size).sum());
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public T get(int index) {
    return get(index, Nabla.defaultGenerator());
  }

  @Override
  public T get(int index, Generator random) {
    int at = index;
    for (Dataset<T> part : parts) {
      if (at >= 0 && at < part.size()) {
        return part.get(at, random);
      }
      at -= part.size();
    }
    throw new DataException("ConcatDataset: no example " + index + " in a data set of " + size);
  }
}
