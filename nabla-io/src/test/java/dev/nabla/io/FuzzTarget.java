package dev.nabla.io;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Jazzer calls: see CONTRIBUTING.md. The first argument says which {@link Parser} gets the bytes. */
public final class FuzzTarget {
  private static @Nullable Parser parser;

  private FuzzTarget() {}

  /** Called once, with the arguments that follow {@code --target_args=}. */
  public static void fuzzerInitialize(String[] args) {
    parser = Parser.valueOf(args[0].toUpperCase(Locale.ROOT));
  }

  /** Called for every input. */
  public static void fuzzerTestOneInput(byte[] data) {
    java.util.Objects.requireNonNull(parser).accepts(data);
  }
}
