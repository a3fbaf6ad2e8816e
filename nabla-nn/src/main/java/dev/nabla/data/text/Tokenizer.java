package dev.nabla.data.text;

import dev.nabla.Nabla;
import dev.nabla.Tensor;

/** Text as a sequence of tokens, which are numbered from 0 to {@code size() - 1}. */
public interface Tokenizer {
  /** The number of tokens that there are. */
  int size();

  /** The tokens of {@code text}. */
  int[] encode(String text);

  /** The text of {@code tokens}. */
  String decode(int... tokens);

  /** The tokens of {@code text} as an int64 tensor [length]. */
  default Tensor encodeTensor(String text) {
    int[] tokens = encode(text);
    return Nabla.fromArray(tokens, tokens.length).to(Nabla.INT64);
  }

  /** The text of a tensor of tokens, in row-major order. */
  default String decode(Tensor tokens) {
    return decode(tokens.toIntArray());
  }
}
