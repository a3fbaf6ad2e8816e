package dev.nabla.cli;

import dev.nabla.data.DataLoader;
import dev.nabla.data.Dataset;
import java.util.Collections;
import java.util.Iterator;

/** The batches of one pass over the data after another, entered at any step: a resumed training sees the batches that it would have seen. */
final class Passes {
  private final DataLoader loader;
  private Iterator<Dataset> pass = Collections.emptyIterator();
  private int next = -1;

  Passes(DataLoader loader) {
    this.loader = loader;
  }

  /** The batch of step {@code step}, counted from 0 through all passes. */
  Dataset batch(int step) {
    int place = step % loader.batches();
    if (step != next || place == 0) {
      loader.setEpoch(step / loader.batches());
      pass = loader.iterator();
      for (int i = 0; i < place; i++) {
        pass.next();
      }
    }
    next = step + 1;
    return pass.next();
  }
}
