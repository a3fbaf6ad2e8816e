package dev.nabla.cli;

import dev.nabla.data.DataLoader;
import dev.nabla.data.Dataset;
import dev.nabla.data.LoaderOptions;
import dev.nabla.kernel.Generator;
import java.util.Collections;
import java.util.Iterator;

/** The batches of one shuffled pass over the data after another, entered at any step: a resumed training sees the batches that it would have seen. */
final class Passes<B> {
  private final DataLoader<B> loader;
  private final Generator order;
  private final long seed;
  private Iterator<B> pass = Collections.emptyIterator();
  private int next = -1;

  Passes(Dataset<B> data, int batch, long seed) {
    this.order = new Generator(seed);
    this.seed = seed;
    this.loader = new DataLoader<>(data,
        LoaderOptions.DEFAULT.withBatchSize(batch).withShuffle(true).withGenerator(order));
  }

  /** Batches in one pass. */
  int size() {
    return loader.size();
  }

  /** The batch of step {@code step}, counted from 0 through all passes. */
  B batch(int step) {
    int place = step % loader.size();
    if (step != next || place == 0) {
      order.seed(seed * 1_000_003 + step / loader.size());
      pass = loader.iteratorFrom(place);
    }
    next = step + 1;
    return pass.next();
  }
}
