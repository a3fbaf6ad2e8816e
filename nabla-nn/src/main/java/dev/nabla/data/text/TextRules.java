package dev.nabla.data.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How text is cut into words before byte pairs are merged inside them.
 *
 * @param splits patterns whose matches are words of their own, as is what lies between them; each splits the pieces that the one before has left
 * @param prefixSpace whether a space is put before text that has none at its start
 * @param wholeWords whether a word that is a token is taken as it is, without merging
 * @param form the Unicode form that text is brought to; null to leave it as it is
 */
public record TextRules(List<Pattern> splits, boolean prefixSpace, boolean wholeWords, Normalizer.@Nullable Form form) {
  /** GPT-2's words: endings such as {@code 's}, letters, digits or other signs with a space before them, white space. */
  public static final TextRules GPT2 = new TextRules(
      List.of(pattern("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+")), false,
      false,
      null);

  // Not the compact form: javac leaves the annotation @Nullable out of it.
  /** Takes a copy of the list. */
  public TextRules(List<Pattern> splits, boolean prefixSpace, boolean wholeWords, Normalizer.@Nullable Form form) {
    this.splits = List.copyOf(splits);
    this.prefixSpace = prefixSpace;
    this.wholeWords = wholeWords;
    this.form = form;
  }

  /** A regular expression that takes letters, digits and white space to be those of Unicode. */
  public static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
  }

  /** The words of {@code text} in order. */
  List<String> words(String text) {
    String start = form == null ? text : Normalizer.normalize(text, form);
    List<String> pieces = List.of(prefixSpace && !start.startsWith(" ") ? " " + start : start);
    for (Pattern split : splits) {
      List<String> finer = new ArrayList<>();
      pieces.forEach(piece -> split(piece, split, finer));
      pieces = finer;
    }
    return pieces;
  }

  private static void split(String piece, Pattern pattern, List<String> out) {
    int at = 0;
    Matcher match = pattern.matcher(piece);
    while (match.find()) {
      add(piece, at, match.start(), out);
      add(piece, match.start(), match.end(), out);
      at = match.end();
    }
    add(piece, at, piece.length(), out);
  }

  private static void add(String piece, int from, int to, List<String> out) {
    if (from < to) {
      out.add(piece.substring(from, to));
    }
  }
}
