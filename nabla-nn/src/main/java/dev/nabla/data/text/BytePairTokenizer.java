package dev.nabla.data.text;

import dev.nabla.data.DataException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Byte-pair encoding on bytes, as of GPT-2 (Radford et al. 2019): text is cut into words, a word into its UTF-8 bytes, and pairs of neighbours are
 * merged in the order in which they were learned. Whatever the text, {@code decode(encode(text))} is that text again, unless the {@link TextRules}
 * change it (or it has unpaired surrogates, which no UTF-8 has).
 */
public final class BytePairTokenizer implements Tokenizer {
  private static final int CACHED_WORDS = 1 << 15;
  private static final int CACHED_LENGTH = 64;

  /** Of several added tokens that begin at one place, the longest counts. */
  private static final Comparator<AddedToken> LONGEST_FIRST = Comparator
      .<AddedToken>comparingInt(t -> t.content().length())
      .reversed().thenComparingInt(AddedToken::id);

  private final BytePairs pairs;
  private final List<AddedToken> added;
  private final TextRules rules;
  private final String[] texts;
  private final Map<Integer, AddedToken> addedByNumber;
  private final Map<String, AddedToken> addedByText;
  private final @Nullable Pattern addedPattern;
  private final int[] ofByte = new int[256];
  private final Merges merges;
  private final Map<String, int[]> cache = new ConcurrentHashMap<>();

  /**
   * A tokenizer of learned {@code pairs}, with tokens {@code added} to them.
   *
   * @throws DataException if a merge names a token, or makes one, that the vocabulary lacks, or if two tokens have one number
   */
  public BytePairTokenizer(BytePairs pairs, List<AddedToken> added, TextRules rules) {
    this.pairs = pairs;
    this.added = added.stream().filter(t -> !t.content().isEmpty()).sorted(LONGEST_FIRST).toList();
    this.rules = rules;
    this.texts = texts(pairs.vocabulary(), added);
    this.addedByNumber = added.stream().collect(Collectors.toMap(AddedToken::id, t -> t));
    this.addedByText = added.stream().collect(Collectors.toMap(AddedToken::content, t -> t, (a, _) -> a));
    this.addedPattern = pattern(this.added);
    for (int b = 0; b < ofByte.length; b++) {
      ofByte[b] = pairs.vocabulary().getOrDefault(String.valueOf(ByteLetters.of((byte) b)), -1);
    }
    this.merges = new Merges(pairs);
  }

  /**
   * Learns byte pairs from {@code text} until there are {@code size} tokens, or no pairs are left: first the special tokens, then the 256 bytes,
   * then the merges of the most frequent pairs, by GPT-2's {@link TextRules}. Hugging Face's trainer learns the same.
   */
  public static BytePairTokenizer train(String text, int size, String... specialTokens) {
    if (size < 256 + specialTokens.length) {
      throw new DataException("train: a vocabulary of at least 256 bytes and " + specialTokens.length
          + " special tokens is needed; got " + size);
    }
    BytePairs pairs = new BytePairTraining(List.of(specialTokens)).learn(TextRules.GPT2.words(text), size);
    List<AddedToken> special = IntStream.range(0, specialTokens.length)
        .mapToObj(i -> new AddedToken(specialTokens[i], i)).toList();
    return new BytePairTokenizer(pairs, special, TextRules.GPT2);
  }

  private static String[] texts(Map<String, Integer> vocabulary, List<AddedToken> added) {
    Map<Integer, String> byNumber = new HashMap<>();
    vocabulary.forEach((text, number) -> put(byNumber, number, text));
    for (AddedToken t : added) {
      put(byNumber, t.id(), t.content());
    }
    int size = byNumber.keySet().stream().mapToInt(i -> i + 1).max().orElse(0);
    if (size > 2 * byNumber.size() + 1_000_000) {
      throw new DataException("BytePairTokenizer: token number " + (size - 1) + " among only " + byNumber.size());
    }
    return IntStream.range(0, size).mapToObj(i -> byNumber.getOrDefault(i, "")).toArray(String[]::new);
  }

  private static void put(Map<Integer, String> byNumber, int number, String text) {
    String other = byNumber.put(number, text);
    if (number < 0 || other != null && !other.equals(text)) {
      throw new DataException("BytePairTokenizer: number " + number + " for " + text
          + (other == null ? "; numbers start at 0" : " and for " + other));
    }
  }

  /** Finds the leftmost added token, the longest of several. */
  private static @Nullable Pattern pattern(List<AddedToken> added) {
    if (added.isEmpty()) {
      return null;
    }
    return TextRules.pattern(added.stream()
        .map(t -> (t.stripLeft() ? "\\s*" : "") + (t.singleWord() ? "(?<!\\w)" : "") + "(" + Pattern.quote(t.content())
            + ")" + (t.singleWord() ? "(?!\\w)" : "") + (t.stripRight() ? "\\s*" : ""))
        .collect(Collectors.joining("|")));
  }

  /** The added token whose group has matched. */
  private AddedToken found(Matcher match) {
    int group = 1;
    while (match.group(group) == null) {
      group++;
    }
    return added.get(group - 1);
  }

  /** What was learned. */
  public BytePairs pairs() {
    return pairs;
  }

  /** The tokens that were added, special ones and others, long ones first. */
  public List<AddedToken> added() {
    return added;
  }

  /** How text is cut into words. */
  public TextRules rules() {
    return rules;
  }

  @Override
  public int size() {
    return texts.length;
  }

  /** The number of the token that is written {@code text}, in GPT-2's letters for bytes or as an added token; -1 if there is none. */
  public int number(String text) {
    AddedToken special = addedByText.get(text);
    return special == null ? pairs.vocabulary().getOrDefault(text, -1) : special.id();
  }

  /** The tokens of {@code text}; added tokens are found in it, and none are put around it. */
  @Override
  public int[] encode(String text) {
    IntStream.Builder out = IntStream.builder();
    int at = 0;
    if (addedPattern != null) {
      Matcher match = addedPattern.matcher(text);
      while (match.find()) {
        words(text.substring(at, match.start()), out);
        out.add(found(match).id());
        at = match.end();
      }
    }
    words(text.substring(at), out);
    return out.build().toArray();
  }

  private void words(String text, IntStream.Builder out) {
    if (text.isEmpty()) {
      return;
    }
    for (String word : rules.words(text)) {
      int[] tokens = cache.get(word);
      if (tokens == null) {
        tokens = word(word);
        if (cache.size() < CACHED_WORDS && word.length() <= CACHED_LENGTH) {
          cache.put(word, tokens);
        }
      }
      for (int t : tokens) {
        out.add(t);
      }
    }
  }

  private int[] word(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    if (rules.wholeWords()) {
      Integer whole = pairs.vocabulary().get(ByteLetters.of(bytes));
      if (whole != null) {
        return new int[] {whole};
      }
    }
    int[] tokens = new int[bytes.length];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = ofByte[bytes[i] & 0xFF];
      if (tokens[i] < 0) {
        throw new DataException("encode: the vocabulary has no token for byte 0x%02x, which '%s' needs"
            .formatted(bytes[i], word));
      }
    }
    return merges.apply(tokens);
  }

  /** The text of {@code tokens}, special ones as they are written; bytes that are no UTF-8 become U+FFFD. */
  @Override
  public String decode(int... tokens) {
    return decode(tokens, false);
  }

  /** The text of {@code tokens}, without special ones if {@code skipSpecial}. */
  public String decode(int[] tokens, boolean skipSpecial) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int token : tokens) {
      String text = texts[CharTokenizer.checked(token, texts.length)];
      AddedToken special = addedByNumber.get(token);
      if (special == null) {
        ByteLetters.append(bytes, text);
      } else if (!skipSpecial || !special.special()) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "BytePairTokenizer(%d tokens, %d merges, added %s)".formatted(size(), pairs.merges().size(),
        Arrays.toString(added.stream().map(AddedToken::content).toArray()));
  }
}
