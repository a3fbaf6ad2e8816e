package dev.nabla.cli;

import dev.nabla.examples.Lesson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Nabla's documentation in English, one text: a text to learn from that is always at hand. */
final class Documentation {
  /** The documents as the build lays them beside this class. */
  static final List<String> DOCUMENTS = List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md",
      "docs/performance.md", "docs/decisions/README.md", "docs/decisions/dependencies.md",
      "docs/decisions/files-of-a-training.md", "docs/decisions/half-types.md", "docs/decisions/linear-algebra.md",
      "docs/decisions/module-name.md",
      "docs/decisions/orders-and-threads.md", "docs/decisions/versioned-in-place.md", "docs/decisions/winograd.md");

  private Documentation() {}

  static String text() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String name : DOCUMENTS) {
      try (InputStream in = Documentation.class.getResourceAsStream("documentation/" + name)) {
        if (in == null) {
          throw new AssertionError("the build has left out " + name);
        }
        all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8)).append('\n');
      }
    }
    Lesson.ALL.forEach(lesson -> all.append(lesson.text("en")).append('\n'));
    return all.toString();
  }
}
