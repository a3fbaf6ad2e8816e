package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.kernel.Generator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Batches of a data set, pass after pass: {@code for (Example batch : loader) …}. After {@link Nabla#manualSeed}, or with a generator of the same
 * seed, a shuffled pass takes the examples in the order in which PyTorch's loader does. The number of workers changes nothing about the batches,
 * as long as the data set draws random numbers only from the generator that it is handed (see {@link Transform}).
 *
 * <p>An exception while a batch is loaded comes out of the loop as a {@link DataException} with that cause, when the batch's turn has come, and ends
 * the pass. A loop that is left early needs no care: workers load no more than the batches that were under way, and end. Whoever wants them to end
 * at once closes the {@link Pass}.
 *
 * @param <B> a batch
 */
public final class DataLoader<B> implements Iterable<B> {
  /** How a pass gets its batches, given what seeds their random numbers. */
  private interface Source<B> {
    int size();

    Iterator<Load<B>> loads(long seed);
  }

  private final LoaderOptions options;
  private final Source<B> source;

  /** Batches of {@code batchSize} examples in order, stacked; the last may be smaller. */
  public DataLoader(Dataset<B> data, int batchSize) {
    this(data, batchSize, false);
  }

  /** Batches of {@code batchSize} examples, stacked, in order or shuffled anew for every pass; the last may be smaller. */
  public DataLoader(Dataset<B> data, int batchSize, boolean shuffle) {
    this(data, LoaderOptions.DEFAULT.withBatchSize(batchSize).withShuffle(shuffle));
  }

  /** Batches made by {@link Dataset#batch}. */
  public DataLoader(Dataset<B> data, LoaderOptions options) {
    this.options = options;
    this.source = new Batches<>(sampler(data, options), data::batch);
  }

  /** Batches that {@code collate} makes of the examples. */
  public <T> DataLoader(Dataset<T> data, LoaderOptions options, Function<? super List<T>, ? extends B> collate) {
    this.options = options;
    this.source = new Batches<>(sampler(data, options), (indices, random) -> collate
        .apply(IntStream.of(indices).mapToObj(i -> data.get(i, random)).toList()));
  }

  /** Batches of examples that come one after another, stacked. One worker reads them in order, however many there are. */
  public DataLoader(IterableDataset<B> data, LoaderOptions options) {
    this(data, options, Collate::stack);
  }

  /** Batches that {@code collate} makes of examples that come one after another. One worker reads them in order, however many there are. */
  public <T> DataLoader(IterableDataset<T> data, LoaderOptions options,
      Function<? super List<T>, ? extends B> collate) {
    if (options.shuffle() || options.sampler() != null || options.batchSampler() != null) {
      throw new DataException("DataLoader: examples that come one after another have an order of their own;"
          + " leave out shuffle and samplers");
    }
    this.options = options.workers() == 0
        ? options
        : options.withWorkers(1).withPrefetch(options.workers() * options.prefetch());
    this.source = new Reading<>(data, options, collate);
  }

  private static BatchSampler sampler(Dataset<?> data, LoaderOptions options) {
    BatchSampler given = options.batchSampler();
    if (given != null) {
      return given;
    }
    Sampler order = options.sampler();
    if (order == null) {
      order = options.shuffle()
          ? new RandomSampler(data.size(), false, data.size(), options.generator())
          : new SequentialSampler(data.size());
    }
    return BatchSampler.of(order, options.batchSize(), options.dropLast());
  }

  /**
   * The number of batches in one pass.
   *
   * @throws DataException if the examples come one after another, so that nobody knows
   */
  public int size() {
    return source.size();
  }

  /** One pass. */
  @Override
  public Pass<B> iterator() {
    Generator g = options.generator() == null ? Nabla.defaultGenerator() : options.generator();
    // In PyTorch, too, the seed is drawn first, then the order.
    return new Pass<>(source.loads(g.nextLong()), options.workers(), options.prefetch());
  }

  /** One pass without its first {@code batches} batches, which are not loaded: a training that goes on in the middle of a pass. */
  public Pass<B> iteratorFrom(int batches) {
    return iterator().skip(batches);
  }

  /** The batches of a data set. Each has random numbers of its own, so that it does not matter who loads it when. */
  private record Batches<B>(BatchSampler sampler, Fetch<B> fetch) implements Source<B> {
    private interface Fetch<B> {
      B batch(int[] indices, Generator random);
    }

    @Override
    public int size() {
      return sampler.size();
    }

    @Override
    public Iterator<Load<B>> loads(long seed) {
      List<int[]> batches = sampler.draw();
      return IntStream.range(0, batches.size())
          .<Load<B>>mapToObj(i -> () -> fetch.batch(batches.get(i), new Generator(seed + i))).iterator();
    }
  }

  /** The batches of examples that come one after another; null after the last. */
  private record Reading<T, B>(IterableDataset<T> data, LoaderOptions options,
      Function<? super List<T>, ? extends B> collate) implements Source<B> {
    @Override
    public int size() {
      throw new DataException("DataLoader: nobody knows how many batches come from an iterable data set; count them");
    }

    @Override
    public Iterator<Load<B>> loads(long seed) {
      Iterator<T> examples = data.iterator(new Generator(seed));
      Load<B> next = new Load<>() {
        @Override
        public @Nullable B load() {
          List<T> batch = new ArrayList<>();
          while (batch.size() < options.batchSize() && examples.hasNext()) {
            batch.add(examples.next());
          }
          boolean none = batch.isEmpty() || options.dropLast() && batch.size() < options.batchSize();
          return none ? null : collate.apply(batch);
        }

        @Override
        public void skip() {
          load();
        }

        @Override
        public void close() {
          MappedStream.close(examples);
        }
      };
      return Stream.generate(() -> next).iterator();
    }
  }
}
