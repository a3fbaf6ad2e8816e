package dev.nabla.data.text;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.data.DataException;
import dev.nabla.data.Dataset;
import dev.nabla.data.Example;

/**
 * All windows of {@code length} successive tokens; the target is the window one token further on. What a language model learns from.
 *
 * @param tokens the tokens of a text [N], int64
 * @param length the tokens of a window
 */
public record TokenWindows(Tensor tokens, int length) implements Dataset<Example> {
  /** Checks that there is a window. */
  public TokenWindows {
    if (tokens.dim() != 1 || length < 1 || tokens.size(0) <= length) {
      throw new DataException(
          "TokenWindows: more than " + length + " tokens along one axis are needed; got " + tokens.shape());
    }
  }

  /** The windows of the tokens of {@code text}. */
  public static TokenWindows of(Tokenizer tokenizer, String text, int length) {
    return new TokenWindows(tokenizer.encodeTensor(text).to(Nabla.INT64), length);
  }

  @Override
  public int size() {
    return tokens.size(0) - length;
  }

  @Override
  public Example get(int index) {
    return new Example(tokens.narrow(0, index, length), tokens.narrow(0, index + 1, length));
  }
}
