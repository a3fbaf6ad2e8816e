package dev.nabla.checks.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nabla.testkit.GoldenCases;
import dev.nabla.testkit.GoldenCases.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Values, gradients and errors recorded from PyTorch. The recordings are no part of this repository: they are looked for in {@code
 * shared/golden} beside it, and without them there is nothing to do.
 *
 * <p>A case that fails must stand in {@code golden-known-gaps.txt}, under a reason.
 */
class GoldenTest {
  /** The least number of cases that pass in each file: raise it as functions arrive. */
  private static final Map<String, Integer> FLOORS = new LinkedHashMap<>();

  static {
    Object[][] floors = {{"activation", 203}, {"convolution", 105}, {"creation_dtype", 376}, {"embedding", 38},
      {"fft", 6}, {"indexing", 271}, {"inplace", 372},
      {"linalg", 327}, {"loss", 228}, {"matmul", 217}, {"normalization", 81}, {"padding_resample", 121},
      {"pointwise_binary", 573}, {"pointwise_unary", 383},
      {"pooling", 136}, {"program", 233}, {"reduction", 454}, {"rnn_functional", 42}, {"scan_sort", 229},
      {"shape_view", 528}, {"special", 230},
      {"type_promotion", 420}};
    for (Object[] f : floors) {
      FLOORS.put((String) f[0], (Integer) f[1]);
    }
  }

  /** The folder of the recordings; null if there is none. */
  static @Nullable Path folder() {
    for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
      Path found = up.resolve("shared").resolve("golden");
      if (Files.isDirectory(found)) {
        return found;
      }
    }
    return null;
  }

  /** The ids of cases that are known to fail. */
  static Set<String> knownGaps() {
    Set<String> out = new HashSet<>();
    try (var in = java.util.Objects.requireNonNull(GoldenTest.class.getResourceAsStream("/golden-known-gaps.txt"))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          out.addAll(List.of(line.split(" ")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }

  /** Fails if {@code outcome} is worse than what is known. */
  static void judge(String file, Outcome outcome, int floor) {
    System.out.printf("golden %-20s %s%n", file, outcome);
    Set<String> gaps = knownGaps();
    List<String> wrong = new ArrayList<>();
    outcome.failed().forEach((id, why) -> {
      if (!gaps.contains(id)) {
        wrong.add(id + ": " + why);
      }
    });
    assertThat(wrong).as(file + ": " + outcome).isEmpty();
    assertThat(outcome.passed()).as("cases of " + file + " that pass").isGreaterThanOrEqualTo(floor);
  }

  @TestFactory
  Stream<DynamicTest> ops() {
    Path folder = folder();
    assumeTrue(folder != null, "no recordings in shared/golden");
    return FLOORS.entrySet().stream().map(f -> DynamicTest.dynamicTest(f.getKey(),
        () -> judge(f.getKey(), GoldenCases.run(folder.resolve(f.getKey() + ".jsonl"), new Calls()), f.getValue())));
  }
}
