package dev.nabla.examples;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints as Python does, so that the programs' output can be laid beside PyTorch's. */
final class Show {
  private Show() {}

  /** The values in one line; truth values as True and False, null as None. */
  static void print(@Nullable Object... values) {
    System.out.println(Arrays.stream(values).map(Show::text).collect(Collectors.joining(" ")));
  }

  /** Starts a section of the output. */
  static void section(String title) {
    System.out.println();
    System.out.println("=== " + title);
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "None";
      case Boolean b -> b ? "True" : "False";
      default -> value.toString();
    };
  }
}
