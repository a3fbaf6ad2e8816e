package dev.nabla.checks.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.testkit.golden.CaseResult;
import dev.nabla.testkit.golden.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What was recorded from PyTorch, tried on Nabla.
 *
 * <p>A case that fails must stand in {@code golden-known-gaps.txt}, under a reason; one that stands there must fail. Cases for which Nabla
 * lacks something are counted only.
 */
class GoldenTest {
  private static void judge(String file) {
    Set<String> gaps = Recordings.knownGaps();
    List<String> wrong = new ArrayList<>();
    int missing = 0;
    for (CaseResult result : Recordings.results(file).values()) {
      boolean failed = result.verdicts().values().stream().anyMatch(v -> v instanceof Verdict.Failed);
      missing += result.passed() || failed ? 0 : 1;
      if (failed && !gaps.contains(result.id())) {
        wrong.add(result.toString());
      } else if (result.passed() && gaps.contains(result.id())) {
        wrong.add(result.id() + " passes, so it is no gap");
      }
    }
    System.out.printf("golden %-20s %d of %d missing%n", file, missing, Recordings.results(file).size());
    assertThat(wrong).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> files() {
    return Recordings.corpus().files().stream().map(f -> DynamicTest.dynamicTest(f, () -> judge(f)));
  }
}
