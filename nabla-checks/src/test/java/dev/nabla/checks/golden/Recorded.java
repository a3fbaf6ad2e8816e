package dev.nabla.checks.golden;

import dev.nabla.testkit.Closeness;
import dev.nabla.testkit.golden.Corpus;
import dev.nabla.testkit.golden.Entry;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** What this project recorded from PyTorch itself, in the resources beside the scripts that made it. */
final class Recorded {
  /** How near float32 results have to be. */
  static final Closeness CLOSE = new Closeness(1e-5, 1e-6);

  private Recorded() {}

  /** The entries of a file. */
  static Stream<Entry> entries(String file) {
    try {
      Path folder = Path.of(Objects.requireNonNull(Recorded.class.getResource("/recorded")).toURI());
      return Corpus.in(folder).entries(file).stream();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static double[] numbers(Entry c, String name) {
    return c.values(name).stream().mapToDouble(v -> ((Number) Objects.requireNonNull(v)).doubleValue()).toArray();
  }
}
