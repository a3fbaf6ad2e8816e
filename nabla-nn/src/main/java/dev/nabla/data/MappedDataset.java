package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.kernel.Generator;

/** The examples of {@code data}, transformed. */
record MappedDataset<A, R>(Dataset<A> data, Transform<? super A, ? extends R> transform) implements Dataset<R> {
  @Override
  public int size() {
    return data.size();
  }

  @Override
  public R get(int index) {
    return get(index, Nabla.defaultGenerator());
  }

  @Override
  public R get(int index, Generator random) {
    return transform.apply(data.get(index, random), random);
  }
}
