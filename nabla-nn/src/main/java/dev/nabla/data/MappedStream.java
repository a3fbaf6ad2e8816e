package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.kernel.Generator;
import java.util.Iterator;

/** The examples of {@code data}, transformed. */
record MappedStream<A, R>(IterableDataset<A> data,
    Transform<? super A, ? extends R> transform) implements IterableDataset<R> {
  @Override
  public Iterator<R> iterator() {
    return iterator(Nabla.defaultGenerator());
  }

  @Override
  public Iterator<R> iterator(Generator random) {
    return new Mapped<>(data.iterator(random), transform, random);
  }

  private record Mapped<A, R>(Iterator<A> from, Transform<? super A, ? extends R> transform,
      Generator random) implements Iterator<R>, AutoCloseable {
    @Override
    public boolean hasNext() {
      return from.hasNext();
    }

    @Override
    public R next() {
      return transform.apply(from.next(), random);
    }

    @Override
    public void close() {
      MappedStream.close(from);
    }
  }

  /** Closes the iterator if it can be closed. */
  static void close(Iterator<?> examples) {
    if (examples instanceof AutoCloseable file) {
      try {
        file.close();
      } catch (Exception e) {
        throw new DataException("cannot close what examples were read from: " + e.getMessage(), e);
      }
    }
  }
}
