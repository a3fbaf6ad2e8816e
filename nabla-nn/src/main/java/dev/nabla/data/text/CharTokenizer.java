package dev.nabla.data.text;

import dev.nabla.data.DataException;
import java.util.HashMap;
import java.util.Map;

/** Every character, a Unicode code point, is a token; they are numbered in the order of their code points. */
public final class CharTokenizer implements Tokenizer {
  private final int[] characters;
  private final Map<Integer, Integer> numbers = new HashMap<>();

  private CharTokenizer(int[] characters) {
    this.characters = characters;
    for (int i = 0; i < characters.length; i++) {
      numbers.put(characters[i], i);
    }
  }

  /** The characters that occur in {@code text}. */
  public static CharTokenizer of(String text) {
    return new CharTokenizer(text.codePoints().distinct().sorted().toArray());
  }

  /** All characters in the order of their numbers; {@link #of} makes the same tokenizer of it. */
  public String characters() {
    return new String(characters, 0, characters.length);
  }

  @Override
  public int size() {
    return characters.length;
  }

  /**
   * The numbers of the characters.
   *
   * @throws DataException for a character that is none of {@link #characters}
   */
  @Override
  public int[] encode(String text) {
    return text.codePoints().map(c -> {
      Integer number = numbers.get(c);
      if (number == null) {
        throw new DataException("encode: character '%s' (U+%04X) is not one of the %d known ones"
            .formatted(Character.toString(c), c, characters.length));
      }
      return number;
    }).toArray();
  }

  @Override
  public String decode(int... tokens) {
    StringBuilder text = new StringBuilder(tokens.length);
    for (int token : tokens) {
      text.appendCodePoint(characters[checked(token, characters.length)]);
    }
    return text.toString();
  }

  /** {@code token} if there is such a token. */
  static int checked(int token, int size) {
    if (token < 0 || token >= size) {
      throw new DataException("decode: no token " + token + "; there are " + size);
    }
    return token;
  }
}
