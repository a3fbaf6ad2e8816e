package dev.nabla.data.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * GPT-2's letters for bytes: each byte is written as one visible character, so that tokens can be written as text. Visible characters of Latin-1
 * stand for themselves; the others for U+0100 and on.
 */
final class ByteLetters {
  private static final char[] LETTERS = new char[256];
  private static final int FIRST = 256;
  private static final int[] BYTES = new int[2 * FIRST];

  static {
    Arrays.fill(BYTES, -1);
    char next = FIRST;
    for (int b = 0; b < LETTERS.length; b++) {
      boolean visible = b >= '!' && b <= '~' || b >= '¡' && b <= '¬' || b >= '®' && b <= 'ÿ';
      LETTERS[b] = visible ? (char) b : next++;
      BYTES[LETTERS[b]] = b;
    }
  }

  private ByteLetters() {}

  static char of(byte b) {
    return LETTERS[b & 0xFF];
  }

  /** The bytes as letters. */
  static String of(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      text.append(of(b));
    }
    return text.toString();
  }

  /** Appends the bytes that {@code letters} stand for; of what is no such letter, its own UTF-8. */
  static void append(ByteArrayOutputStream out, String letters) {
    letters.codePoints().forEach(c -> {
      if (c < BYTES.length && BYTES[c] >= 0) {
        out.write(BYTES[c]);
      } else {
        out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
      }
    });
  }
}
