package dev.nabla.checks.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.testkit.golden.CaseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What was recorded from PyTorch, tried on Nabla.
 *
 * <p>A case that does not pass, be it that a result differs or that Nabla lacks something, must stand in {@code golden-known-gaps.txt},
 * under the reason why PyTorch's result is not wanted or not to be had; one that stands there must fail.
 */
class GoldenTest {
  private static void judge(String file) {
    Set<String> gaps = Recordings.knownGaps();
    List<String> wrong = new ArrayList<>();
    for (CaseResult result : Recordings.results(file).values()) {
      if (!result.passed() && !gaps.contains(result.id())) {
        wrong.add(result.toString());
      } else if (result.passed() && gaps.contains(result.id())) {
        wrong.add(result.id() + " passes, so it is no gap");
      }
    }
    assertThat(wrong).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> files() {
    return Recordings.corpus().files().stream().map(f -> DynamicTest.dynamicTest(f, () -> judge(f)));
  }
}
