package dev.nabla.data.text;

import dev.nabla.data.DataException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Merges neighbouring tokens of a word, the pair that was learned first before others, of equal ones the leftmost. */
final class Merges {
  private record Rule(int rank, int result) {}

  /** A pair at {@code place}; out of date if the pair that stands there now is another. */
  private record Candidate(int rank, int place, long pair, int result) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      return rank != other.rank ? Integer.compare(rank, other.rank) : Integer.compare(place, other.place);
    }
  }

  private final Map<Long, Rule> rules = new HashMap<>();

  Merges(BytePairs pairs) {
    Map<String, Integer> vocabulary = pairs.vocabulary();
    List<BytePairs.Merge> merges = pairs.merges();
    for (int rank = 0; rank < merges.size(); rank++) {
      BytePairs.Merge m = merges.get(rank);
      Integer left = vocabulary.get(m.left());
      Integer right = vocabulary.get(m.right());
      Integer result = vocabulary.get(m.left() + m.right());
      if (left == null || right == null || result == null) {
        throw new DataException("BytePairTokenizer: merge " + rank + " of '" + m.left() + "' and '" + m.right()
            + "' needs tokens that the vocabulary lacks");
      }
      rules.put(pair(left, right), new Rule(rank, result));
    }
  }

  static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  /** The word whose tokens are {@code tokens}, as far merged as it goes; the array is written to. */
  int[] apply(int[] tokens) {
    int n = tokens.length;
    // A list that is linked both ways: next[i] is the place after i, before[i] that before it.
    int[] next = new int[n];
    int[] before = new int[n];
    PriorityQueue<Candidate> queue = new PriorityQueue<>();
    for (int i = 0; i < n; i++) {
      next[i] = i + 1;
      before[i] = i - 1;
      offer(queue, tokens, i, i + 1);
    }
    for (Candidate c = queue.poll(); c != null; c = queue.poll()) {
      int left = c.place;
      int right = next[left];
      if (tokens[left] < 0 || right >= n || pair(tokens[left], tokens[right]) != c.pair) {
        continue;
      }
      tokens[left] = c.result;
      tokens[right] = -1;
      next[left] = next[right];
      if (next[left] < n) {
        before[next[left]] = left;
      }
      offer(queue, tokens, left, next[left]);
      offer(queue, tokens, before[left], left);
    }
    return Arrays.stream(tokens).filter(t -> t >= 0).toArray();
  }

  private void offer(PriorityQueue<Candidate> queue, int[] tokens, int left, int right) {
    if (left < 0 || right >= tokens.length) {
      return;
    }
    long pair = pair(tokens[left], tokens[right]);
    Rule rule = rules.get(pair);
    if (rule != null) {
      queue.add(new Candidate(rule.rank, left, pair, rule.result));
    }
  }
}
