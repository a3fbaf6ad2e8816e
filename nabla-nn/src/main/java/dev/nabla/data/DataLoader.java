package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/** Mini-batches of a data set, in order or shuffled anew for every pass. The same seed gives the same batches. */
public final class DataLoader implements Iterable<Dataset> {
  private final Dataset data;
  private final int batchSize;
  private final boolean shuffle;
  private final long seed;
  private int epoch;

  /** Batches of {@code batchSize} examples in order; the last may be smaller. */
  public DataLoader(Dataset data, int batchSize) {
    this(data, batchSize, false, 0);
  }

  /** Batches of {@code batchSize} examples; if {@code shuffle}, in an order that {@code seed} and the number of the pass determine. */
  public DataLoader(Dataset data, int batchSize, boolean shuffle, long seed) {
    if (batchSize < 1) {
      throw new NablaException("DataLoader: the batch size must be at least 1; got " + batchSize);
    }
    this.data = data;
    this.batchSize = batchSize;
    this.shuffle = shuffle;
    this.seed = seed;
  }

  /** The number of batches in one pass. */
  public int batches() {
    return Math.ceilDiv(data.size(), batchSize);
  }

  /** Makes {@code epoch} the number of the next pass: a resumed training sees the batches that it would have seen. */
  public void setEpoch(int epoch) {
    this.epoch = epoch;
  }

  /** One pass. */
  @Override
  public Iterator<Dataset> iterator() {
    long[] order = order(epoch++);
    return new Iterator<>() {
      private int at;

      @Override
      public boolean hasNext() {
        return at < data.size();
      }

      @Override
      public Dataset next() {
        if (!hasNext()) {
          throw new NoSuchElementException("this pass is over");
        }
        int end = Math.min(at + batchSize, data.size());
        Dataset batch = shuffle ? pick(java.util.Arrays.copyOfRange(order, at, end)) : data.slice(at, end);
        at = end;
        return batch;
      }
    };
  }

  private Dataset pick(long[] rows) {
    Tensor index = Nabla.fromArray(rows, rows.length);
    return new Dataset(data.inputs().indexSelect(0, index), data.labels().indexSelect(0, index));
  }

  private long[] order(int pass) {
    long[] order = new long[shuffle ? data.size() : 0];
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + pass);
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
