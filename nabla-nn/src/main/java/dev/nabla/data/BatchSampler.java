package dev.nabla.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which examples of a data set are taken together, for example those of similar length. */
public interface BatchSampler {
  /** The number of batches in a pass. */
  int size();

  /** The numbers of the examples of each batch of the next pass. */
  List<int[]> draw();

  /** Batches of {@code batchSize} successive examples of {@code sampler}; a smaller last one is left out if {@code dropLast}. */
  static BatchSampler of(Sampler sampler, int batchSize, boolean dropLast) {
    return new BatchSampler() {
      @Override
      public int size() {
        return dropLast ? sampler.size() / batchSize : Math.ceilDiv(sampler.size(), batchSize);
      }

      @Override
      public List<int[]> draw() {
        int[] order = sampler.draw();
        List<int[]> batches = new ArrayList<>();
        for (int at = 0; at < order.length && !(dropLast && at + batchSize > order.length); at += batchSize) {
          batches.add(Arrays.copyOfRange(order, at, Math.min(at + batchSize, order.length)));
        }
        return batches;
      }
    };
  }
}
