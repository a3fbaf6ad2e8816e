package dev.nabla.data;

import dev.nabla.kernel.Generator;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link DataLoader} takes batches from a data set.
 *
 * @param batchSize examples in a batch
 * @param shuffle whether each pass takes the examples in a new random order
 * @param dropLast whether a last batch with fewer examples is left out
 * @param workers threads that load batches in the background; 0 to load in the thread that asks
 * @param prefetch batches that each worker loads ahead
 * @param generator where the seeds and orders of the passes come from; null for the default generator
 * @param sampler the order of the examples; null for that of the data set or, if {@code shuffle}, a random one
 * @param batchSampler which examples are taken together; null for successive ones
 */
public record LoaderOptions(int batchSize, boolean shuffle, boolean dropLast, int workers, int prefetch,
    @Nullable Generator generator, @Nullable Sampler sampler, @Nullable BatchSampler batchSampler) {
  /** Single examples in order, loaded when asked for. */
  public static final LoaderOptions DEFAULT = new LoaderOptions(1, false, false, 0, 2, null, null, null);

  /** Checks that the settings go together. */
  public LoaderOptions {
    if (batchSize < 1 || workers < 0 || prefetch < 1) {
      throw new DataException(
          "DataLoader: batches of at least 1, workers of at least 0 and a prefetch of at least 1 are"
              + " needed; got " + batchSize + ", " + workers + " and " + prefetch);
    }
    if (sampler != null && shuffle) {
      throw new DataException("DataLoader: a sampler determines the order itself; leave shuffle out, or the sampler");
    }
    if (batchSampler != null && (batchSize != 1 || shuffle || dropLast || sampler != null)) {
      throw new DataException("DataLoader: a batch sampler determines the batches itself; leave out batchSize, shuffle,"
          + " dropLast and sampler");
    }
  }

  /** These settings with another size of batches. */
  public LoaderOptions withBatchSize(int value) {
    return new LoaderOptions(value, shuffle, dropLast, workers, prefetch, generator, sampler, batchSampler);
  }

  /** These settings with a new random order in each pass, or without. */
  public LoaderOptions withShuffle(boolean value) {
    return new LoaderOptions(batchSize, value, dropLast, workers, prefetch, generator, sampler, batchSampler);
  }

  /** These settings without a smaller last batch, or with it. */
  public LoaderOptions withDropLast(boolean value) {
    return new LoaderOptions(batchSize, shuffle, value, workers, prefetch, generator, sampler, batchSampler);
  }

  /** These settings with another number of background threads. */
  public LoaderOptions withWorkers(int value) {
    return new LoaderOptions(batchSize, shuffle, dropLast, value, prefetch, generator, sampler, batchSampler);
  }

  /** These settings with another number of batches that each worker loads ahead. */
  public LoaderOptions withPrefetch(int value) {
    return new LoaderOptions(batchSize, shuffle, dropLast, workers, value, generator, sampler, batchSampler);
  }

  /** These settings with another generator. */
  public LoaderOptions withGenerator(Generator value) {
    return new LoaderOptions(batchSize, shuffle, dropLast, workers, prefetch, value, sampler, batchSampler);
  }

  /** These settings with another order. */
  public LoaderOptions withSampler(Sampler value) {
    return new LoaderOptions(batchSize, shuffle, dropLast, workers, prefetch, generator, value, batchSampler);
  }

  /** These settings with other batches. */
  public LoaderOptions withBatchSampler(BatchSampler value) {
    return new LoaderOptions(batchSize, shuffle, dropLast, workers, prefetch, generator, sampler, value);
  }
}
