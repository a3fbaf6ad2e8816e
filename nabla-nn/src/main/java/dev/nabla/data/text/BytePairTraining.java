package dev.nabla.data.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Learns merges by counting (Sennrich, Haddow and Birch 2016): again and again the most frequent pair of neighbours becomes a token; of equally
 * frequent ones that whose tokens have the lower numbers.
 */
final class BytePairTraining {
  /** A word of the text: its tokens, of which the first {@code length} count, and how often it occurs. */
  private static final class Word {
    private final int[] tokens;
    private final int occurrences;
    private int length;

    Word(int[] tokens, int occurrences) {
      this.tokens = tokens;
      this.occurrences = occurrences;
      this.length = tokens.length;
    }
  }

  /** A pair, how often it stood in the text when this was noted, and in which words. */
  private record Candidate(long pair, long count, Set<Integer> words) {}

  private static final Comparator<Candidate> MOST_FREQUENT = Comparator.comparingLong(Candidate::count).reversed()
      .thenComparingLong(Candidate::pair);

  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final List<String> texts = new ArrayList<>();
  private final List<BytePairs.Merge> merges = new ArrayList<>();
  private final List<Word> words = new ArrayList<>();
  private final Map<Long, Long> counts = new HashMap<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>(MOST_FREQUENT);

  /** Starts with the special tokens and the 256 bytes. */
  BytePairTraining(List<String> specialTokens) {
    specialTokens.forEach(this::number);
    List<String> letters = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      letters.add(String.valueOf(ByteLetters.of((byte) b)));
    }
    letters.stream().sorted().forEach(this::number);
  }

  private int number(String text) {
    Integer known = numbers.putIfAbsent(text, texts.size());
    if (known != null) {
      return known;
    }
    texts.add(text);
    return texts.size() - 1;
  }

  BytePairs learn(List<String> text, int size) {
    read(text);
    Map<Long, Set<Integer>> where = new HashMap<>();
    for (int w = 0; w < words.size(); w++) {
      Word word = words.get(w);
      for (int i = 0; i + 1 < word.length; i++) {
        count(where, Merges.pair(word.tokens[i], word.tokens[i + 1]), 1, w);
      }
    }
    note(where);
    for (Candidate c = queue.poll(); c != null && texts.size() < size; c = queue.poll()) {
      long count = counts.getOrDefault(c.pair, 0L);
      if (count < 1) {
        continue;
      }
      if (count == c.count) {
        merge(c);
      } else {
        queue.add(new Candidate(c.pair, count, c.words));
      }
    }
    return new BytePairs(numbers, merges);
  }

  private void read(List<String> text) {
    Map<String, Integer> occurrences = new LinkedHashMap<>();
    text.forEach(word -> occurrences.merge(word, 1, Integer::sum));
    occurrences.forEach((word, n) -> {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      int[] tokens = new int[bytes.length];
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = number(String.valueOf(ByteLetters.of(bytes[i])));
      }
      words.add(new Word(tokens, n));
    });
  }

  /** Notes that {@code pair} now stands {@code times} more often in word {@code w}. */
  private void count(Map<Long, Set<Integer>> where, long pair, int times, int w) {
    counts.merge(pair, (long) times * words.get(w).occurrences, Long::sum);
    if (times > 0) {
      where.computeIfAbsent(pair, _ -> new HashSet<>()).add(w);
    }
  }

  private void note(Map<Long, Set<Integer>> where) {
    where.forEach((pair, inWords) -> {
      long count = counts.getOrDefault(pair, 0L);
      if (count > 0) {
        queue.add(new Candidate(pair, count, inWords));
      }
    });
  }

  private void merge(Candidate c) {
    int left = (int) (c.pair >>> 32);
    int right = (int) c.pair;
    merges.add(new BytePairs.Merge(texts.get(left), texts.get(right)));
    int result = number(texts.get(left) + texts.get(right));
    Map<Long, Set<Integer>> where = new HashMap<>();
    for (int w : c.words) {
      replace(where, w, left, right, result);
    }
    note(where);
  }

  /** Puts {@code result} in the place of {@code left} and {@code right} in word {@code w}, and counts its neighbours anew. */
  private void replace(Map<Long, Set<Integer>> where, int w, int left, int right, int result) {
    Word word = words.get(w);
    int[] t = word.tokens;
    int to = 0;
    int from = 0;
    while (from < word.length) {
      boolean found = t[from] == left && from + 1 < word.length && t[from + 1] == right;
      if (found && to > 0) {
        count(where, Merges.pair(t[to - 1], left), -1, w);
        count(where, Merges.pair(t[to - 1], result), 1, w);
      }
      if (found && from + 2 < word.length) {
        count(where, Merges.pair(right, t[from + 2]), -1, w);
        count(where, Merges.pair(result, t[from + 2]), 1, w);
      }
      t[to++] = found ? result : t[from];
      from += found ? 2 : 1;
    }
    word.length = to;
  }
}
