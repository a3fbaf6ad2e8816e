package dev.nabla.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A file of {@code docs/} that a test generates and compares; {@code -Dnabla.write=true} writes it anew. */
public record GeneratedDocument(String name) {
  /** What stands in the file, which is {@code generated} if the file is to be written anew. */
  public String contents(String generated) throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("CONTRIBUTING.md"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    Path file = root.resolve("docs").resolve(name);
    if (Boolean.getBoolean("nabla.write")) {
      Files.writeString(file, generated);
    }
    return Files.readString(file);
  }

  @Override
  public String toString() {
    return "docs/" + name + "; -Dnabla.write=true writes it anew";
  }
}
