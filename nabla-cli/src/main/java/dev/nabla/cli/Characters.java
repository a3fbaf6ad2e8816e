package dev.nabla.cli;

import dev.nabla.type.NablaException;
import java.util.Arrays;

/** The characters (code points) that occur in a text, in ascending order; each is a token, its number its place. */
record Characters(int[] points) {
  static Characters of(String text) {
    return new Characters(text.codePoints().sorted().distinct().toArray());
  }

  int size() {
    return points.length;
  }

  long[] encode(String text) {
    return text.codePoints().mapToLong(c -> {
      int i = Arrays.binarySearch(points, c);
      if (i < 0) {
        throw new NablaException("the character \"" + Character.toString(c) + "\" does not occur in the text");
      }
      return i;
    }).toArray();
  }

  String decode(long[] tokens) {
    StringBuilder s = new StringBuilder();
    for (long t : tokens) {
      s.appendCodePoint(points[(int) t]);
    }
    return s.toString();
  }
}
