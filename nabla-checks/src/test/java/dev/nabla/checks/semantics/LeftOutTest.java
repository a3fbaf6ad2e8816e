package dev.nabla.checks.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

/** Every recorded behaviour is a test, or stands with a reason in the table of those left out. */
class LeftOutTest {
  @Test
  void aBehaviourIsATestOrHasAReason() throws IOException {
    Set<Integer> tested = tests().map(t -> t.getDisplayName().split(":")[0]).map(Integer::valueOf)
        .collect(Collectors.toSet());
    Set<Integer> leftOut = numbers("(?m)^\\| (\\d+) \\|", table());
    assertThat(leftOut).doesNotContainAnyElementsOf(tested);
    Set<Integer> all = new TreeSet<>(tested);
    all.addAll(leftOut);
    assertThat(all).isEqualTo(numbers("\"id\": \"semantics/(\\d+)\"", recording()));
  }

  private static Stream<DynamicTest> tests() {
    var backward = new BackwardSemanticsTest();
    var function = new FunctionSemanticsTest();
    var grad = new GradSemanticsTest();
    var graph = new GraphSemanticsTest();
    var inPlace = new InPlaceSemanticsTest();
    var module = new ModuleSemanticsTest();
    var transform = new TransformSemanticsTest();
    return Stream.of(backward.whatALeafIs(), backward.backward(), function.functions(), function.values(),
        grad.gradients(), grad.hooks(), graph.outsideOfTheGraph(), graph.gradients(), graph.valuesAndErrors(),
        inPlace.modes(), inPlace.inPlace(), module.modules(), module.optimizers(), transform.derivatives(),
        transform.customFunctions()).flatMap(s -> s);
  }

  private static Set<Integer> numbers(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(m -> Integer.valueOf(m.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String table() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("CONTRIBUTING.md"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    return Files.readString(root.resolve("docs/decisions/autograd-behaviours-left-out.md"));
  }

  private static String recording() throws IOException {
    var resource = Objects.requireNonNull(LeftOutTest.class.getResourceAsStream("/golden.zip"));
    try (ZipInputStream zip = new ZipInputStream(resource)) {
      ZipEntry e = Objects.requireNonNull(zip.getNextEntry());
      while (!e.getName().equals("autograd_semantics.jsonl")) {
        e = Objects.requireNonNull(zip.getNextEntry());
      }
      return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
