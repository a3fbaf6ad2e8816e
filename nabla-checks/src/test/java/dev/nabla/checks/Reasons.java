package dev.nabla.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** A list of exceptions among the test resources: a line {@code # reason}, then the names that it holds for. */
public record Reasons(Map<String, List<String>> names) {
  /** The list in a file. */
  public static Reasons in(String resource) {
    Map<String, List<String>> out = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (String line : text(resource).lines().toList()) {
      if (line.startsWith("#")) {
        names = out.computeIfAbsent(line.substring(1).strip(), _ -> new ArrayList<>());
      } else if (!line.isBlank()) {
        names.addAll(List.of(line.strip().split("\\s+")));
      }
    }
    out.values().removeIf(List::isEmpty);
    return new Reasons(out);
  }

  private static String text(String resource) {
    try (var in = Objects.requireNonNull(Reasons.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All names, whatever the reason. */
  public Set<String> all() {
    return names.values().stream().flatMap(List::stream).collect(Collectors.toSet());
  }
}
