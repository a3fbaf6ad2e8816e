package dev.nabla.nn;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import dev.nabla.type.ShapeException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sequences of several lengths without padding: first the elements at step 0 of all, the longest sequence first, then those at step 1, and so on.
 *
 * @param data the elements, [sum of lengths, …]
 * @param batchSizes how many sequences have an element at each step
 * @param sortedIndices which sequence stands at each place of the order by length
 */
public record PackedSequence(Tensor data, int[] batchSizes, int[] sortedIndices) {
  /**
   * Sequences of one length each, and their lengths.
   *
   * @param output the sequences, padded: [T, B, …], or [B, T, …]
   * @param lengths how long each is
   */
  public record Padded(Tensor output, int[] lengths) {}

  /**
   * Packs padded sequences.
   *
   * @param input [T, B, …], or [B, T, …] if {@code batchFirst}
   * @param lengths how long each is, 1 to T
   * @param enforceSorted whether lengths that do not fall are an error; else they are sorted
   */
  public static PackedSequence packPaddedSequence(Tensor input, int[] lengths, boolean batchFirst,
      boolean enforceSorted) {
    Tensor x = batchFirst ? input.transpose(0, 1) : input;
    if (lengths.length != x.size(1) || Arrays.stream(lengths).anyMatch(n -> n < 1 || n > x.size(0))) {
      throw new ShapeException("packPaddedSequence: expected a length from 1 to " + x.size(0) + " for each of "
          + x.size(1) + " sequences; got " + Arrays.toString(lengths));
    }
    int[] order = IntStream.range(0, lengths.length).boxed().sorted(Comparator.comparingInt(i -> -lengths[i]))
        .mapToInt(i -> i).toArray();
    if (enforceSorted && !Arrays.equals(order, IntStream.range(0, lengths.length).toArray())) {
      throw new NablaException("packPaddedSequence: lengths must be sorted in decreasing order when enforceSorted is"
          + " true; got " + Arrays.toString(lengths) + "; pass false to have them sorted");
    }
    int[] sizes = IntStream.range(0, lengths[order[0]])
        .map(t -> (int) Arrays.stream(lengths).filter(n -> n > t).count()).toArray();
    long[] rows = IntStream.range(0, sizes.length).boxed()
        .flatMapToLong(t -> IntStream.range(0, sizes[t]).mapToLong(b -> (long) t * lengths.length + order[b]))
        .toArray();
    return new PackedSequence(x.flatten(0, 1).indexSelect(0, Nabla.tensor(rows)), sizes, order);
  }

  /** Packs sequences [length, …]; {@code enforceSorted}: whether lengths that do not fall are an error. */
  public static PackedSequence packSequence(List<Tensor> sequences, boolean enforceSorted) {
    return packPaddedSequence(padSequence(sequences, false, 0), lengths(sequences), false, enforceSorted);
  }

  /** Sequences [length, …] beside each other with {@code paddingValue} behind the shorter ones: [T, B, …], or [B, T, …] if {@code batchFirst}. */
  public static Tensor padSequence(List<Tensor> sequences, boolean batchFirst, double paddingValue) {
    int longest = Arrays.stream(lengths(sequences)).max()
        .orElseThrow(() -> new ShapeException("padSequence: expected at least one sequence; got none"));
    return Nabla.stack(sequences.stream().map(s -> {
      int[] dims = s.shape().toArray();
      dims[0] = longest - dims[0];
      return Nabla.cat(s, Nabla.full(dims, paddingValue, s.dtype()));
    }).toList(), batchFirst ? 0 : 1);
  }

  /** The sequences of these lengths in [T, B, …], or [B, T, …] if {@code batchFirst}: the reverse of {@link #padSequence}. */
  public static List<Tensor> unpadSequence(Tensor padded, int[] lengths, boolean batchFirst) {
    return IntStream.range(0, lengths.length)
        .mapToObj(i -> padded.select(batchFirst ? 0 : 1, i).narrow(0, 0, lengths[i])).toList();
  }

  private static int[] lengths(List<Tensor> sequences) {
    return sequences.stream().mapToInt(s -> s.size(0)).toArray();
  }

  /** How long each sequence is, in their first order. */
  public int[] lengths() {
    int[] out = new int[sortedIndices.length];
    for (int b = 0; b < out.length; b++) {
      int place = b;
      out[sortedIndices[b]] = (int) Arrays.stream(batchSizes).filter(n -> n > place).count();
    }
    return out;
  }

  /** The sequences with zeros behind the shorter ones: [T, B, …], or [B, T, …] if {@code batchFirst}. */
  public Padded padPackedSequence(boolean batchFirst) {
    return padPackedSequence(batchFirst, 0, batchSizes.length);
  }

  /** The sequences in their first order, with {@code paddingValue} behind them up to {@code totalLength} steps. */
  public Padded padPackedSequence(boolean batchFirst, double paddingValue, int totalLength) {
    if (totalLength < batchSizes.length) {
      throw new ShapeException("padPackedSequence: expected totalLength to be at least the length of the longest"
          + " sequence (" + batchSizes.length + "); got " + totalLength);
    }
    int n = sortedIndices.length;
    int[] dims = data.shape().toArray();
    int elements = dims[0];
    dims[0] = 1;
    long[] rows = new long[totalLength * n];
    Arrays.fill(rows, elements);
    long row = 0;
    for (int t = 0; t < batchSizes.length; t++) {
      for (int b = 0; b < batchSizes[t]; b++) {
        rows[t * n + sortedIndices[b]] = row++;
      }
    }
    Tensor y = Nabla.cat(data, Nabla.full(dims, paddingValue, data.dtype())).indexSelect(0, Nabla.tensor(rows))
        .unflatten(0, totalLength, n);
    return new Padded(batchFirst ? y.transpose(0, 1) : y, lengths());
  }

  /** The sequences, each by itself: the reverse of {@link #packSequence}. */
  public List<Tensor> unpackSequence() {
    Padded p = padPackedSequence(false);
    return unpadSequence(p.output, p.lengths, false);
  }
}
