package dev.nabla.checks.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nabla.testkit.golden.CaseResult;
import dev.nabla.testkit.golden.Corpus;
import dev.nabla.testkit.golden.Entry;
import dev.nabla.testkit.golden.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What was recorded from PyTorch, tried on Nabla. The recordings are looked for in {@code shared/golden} beside this repository; without them
 * there is nothing to do.
 *
 * <p>A case that fails must stand in {@code golden-known-gaps.txt}, under a reason; one that stands there must fail. Cases for which Nabla
 * lacks something are counted only.
 */
class GoldenTest {
  /** The folder of the recordings; null if there is none. */
  private static @Nullable Path folder() {
    for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
      Path found = up.resolve("shared").resolve("golden");
      if (Files.isDirectory(found)) {
        return found;
      }
    }
    return null;
  }

  /** The ids of cases that are known to fail. */
  private static Set<String> knownGaps() {
    try (var in = java.util.Objects.requireNonNull(GoldenTest.class.getResourceAsStream("/golden-known-gaps.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#")).flatMap(line -> Stream.of(line.split(" ")))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(String file, List<Entry> entries) {
    Set<String> gaps = knownGaps();
    List<String> wrong = new ArrayList<>();
    int missing = 0;
    for (Entry entry : entries) {
      if (!Corpus.isExecutable(entry)) {
        continue;
      }
      CaseResult result = Corpus.run(entry);
      boolean failed = result.verdicts().values().stream().anyMatch(v -> v instanceof Verdict.Failed);
      missing += result.passed() || failed ? 0 : 1;
      if (failed && !gaps.contains(result.id())) {
        wrong.add(result.toString());
      } else if (result.passed() && gaps.contains(result.id())) {
        wrong.add(result + " passes, so it is no gap");
      }
    }
    System.out.printf("golden %-20s %d of %d missing%n", file, missing, entries.size());
    assertThat(wrong).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> files() {
    Path folder = folder();
    assumeTrue(folder != null, "no recordings in shared/golden");
    Corpus corpus = Corpus.in(folder);
    return corpus.files().stream().map(f -> DynamicTest.dynamicTest(f, () -> run(f, corpus.entries(f))));
  }
}
