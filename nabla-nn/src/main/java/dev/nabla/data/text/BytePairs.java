package dev.nabla.data.text;

import java.util.List;
import java.util.Map;

/**
 * What a byte-pair tokenizer has learned.
 *
 * @param vocabulary the number of each token, which is written in GPT-2's letters for bytes: a space is {@code Ġ}
 * @param merges pairs of tokens that become one, the first to be merged first
 */
public record BytePairs(Map<String, Integer> vocabulary, List<Merge> merges) {
  /** Two tokens that become one whose text is both. */
  public record Merge(String left, String right) {}

  /** Takes copies. */
  public BytePairs {
    vocabulary = Map.copyOf(vocabulary);
    merges = List.copyOf(merges);
  }
}
