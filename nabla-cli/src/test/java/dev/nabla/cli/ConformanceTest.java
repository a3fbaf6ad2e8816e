package dev.nabla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConformanceTest {
  private static final String SQUARE = """
      {"id": "square/0", "op": "square", "args": [{"dtype": "float64", "shape": [2], "data": [3.0, -1.0]}], "kwargs": {}, \
      "outputs": [{"dtype": "float64", "shape": [2], "data": [9.0, %s]}], "differentiable_inputs": ["args.0"], \
      "grad_outputs": [{"dtype": "float64", "shape": [2], "data": [1.0, 1.0]}], \
      "grads": [{"dtype": "float64", "shape": [2], "data": [6.0, -2.0]}], "jvp": null, "double_backward": null, \
      "grad_fn": "PowBackward0", "error": null}
      """;

  private static final String UNKNOWN = """
      {"id": "frobnicate/0", "op": "frobnicate", "args": [1], "kwargs": {}, "outputs": [1], "error": null}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int conformance(String... args) {
    CommandLine main = Main.commandLine();
    main.setOut(new PrintWriter(out, true));
    main.setErr(new PrintWriter(err, true));
    String[] all = new String[args.length + 2];
    all[0] = "conformance";
    all[1] = folder.toString();
    System.arraycopy(args, 0, all, 2, args.length);
    return main.execute(all);
  }

  private void file(String name, String... entries) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", entries));
  }

  @Test
  void casesAsRecordedPass() throws IOException {
    file("pointwise.jsonl", SQUARE.formatted("1.0"));
    assertThat(conformance()).isZero();
    assertThat(out.toString().lines()).last().isEqualTo("1 passed, 0 failed");
    assertThat(out.toString()).containsPattern("square +1/1 +forward 1/0/0 +backward 1/0/0 +jvp 0/0/0");
  }

  @Test
  void aDifferenceIsToldWithBothValues() throws IOException {
    file("pointwise.jsonl", SQUARE.formatted("2.0"));
    assertThat(conformance("--verbose")).isEqualTo(1);
    assertThat(out.toString()).contains(
        "square/0: forward: output 0: element [1] is 1.0, expected 2.0 (relative error 0.50)");
    assertThat(out.toString().lines()).last().isEqualTo("0 passed, 1 failed");
  }

  @Test
  void anUnknownOpHasFailed() throws IOException {
    file("strange.jsonl", UNKNOWN, SQUARE.formatted("1.0"));
    assertThat(conformance()).isEqualTo(1);
    assertThat(out.toString()).containsPattern("frobnicate +0/1 +forward 0/0/1");
    assertThat(out.toString().lines()).last().isEqualTo("1 passed, 1 failed");
  }

  @Test
  void oneOpCanBeChosen() throws IOException {
    file("some.jsonl", UNKNOWN, SQUARE.formatted("1.0"));
    assertThat(conformance("--op", "square")).isZero();
    assertThat(conformance("--op", "cube")).isEqualTo(2);
    assertThat(err.toString()).contains("no cases of cube");
  }

  @Test
  void aFolderWithoutCasesIsAnError() throws IOException {
    assertThat(conformance()).isEqualTo(2);
    assertThat(err.toString()).contains(folder.toString()).contains("no recorded cases");
  }

  @Test
  void aLineThatIsNoJsonIsToldWithItsPlace() throws IOException {
    file("cut.jsonl", SQUARE.formatted("1.0").strip(), "{\"id\": \"square/1\", \"op\":");
    assertThat(conformance()).isEqualTo(2);
    assertThat(err.toString()).contains("cut.jsonl, line 2");
  }
}
