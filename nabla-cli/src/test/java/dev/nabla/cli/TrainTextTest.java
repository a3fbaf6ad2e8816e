package dev.nabla.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nabla.cli.TrainingCommand.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that learns to write, on a few lines and with a tiny model. */
class TrainTextTest {
  private static final List<String> TINY = List.of("--layers", "1", "--heads", "2", "--context", "8", "--batch", "4",
      "--warmup", "3", "--eval-batches", "2");

  /** Beside the repository, on machines that have it. */
  private static final String SHAKESPEARE = "shared/data/text/tinyshakespeare.txt";

  @TempDir Path folder;

  private Path text;

  @BeforeEach
  void aFewLines() throws IOException {
    text = Files.writeString(folder.resolve("text.txt"),
        "the quick brown fox jumps over the lazy dog.\n∇ is an upside-down delta.\n".repeat(20));
  }

  private static TrainingCommand on(Path file) {
    return TrainingCommand.of(
        Stream.concat(Stream.of("text", file.toString()), TINY.stream()).toArray(String[]::new));
  }

  private Result train(Path out, String... more) {
    return on(text).run(Stream.concat(Stream.of("--out", out.toString()), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void itReportsLossesAndWritesAsItLearns() throws IOException {
    Path out = folder.resolve("run");
    Result result = train(out, "--steps", "40", "--eval-interval", "20", "--lr", "0.01");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("1,440 characters, 1,440 tokens of 31 kinds", "step 0/40: val loss 3.",
        "step 20/40: ",
        "step 40/40: ", "tokens per second");
    assertThat(result.out().strip().lines().reduce((a, b) -> b).orElseThrow()).matches("val loss: \\d\\.\\d{4}");
    List<String> metrics = TrainingCommand.metrics(out);
    assertThat(metrics).hasSize(43);
    assertThat(metrics.get(1)).contains("\"step\":1,").contains("\"lr\":0.0025");
    assertThat(metrics.get(42)).startsWith("{\"step\":40,\"val_loss\":").contains("\"train_loss\":");
    assertThat(number(metrics.get(42), "val_loss")).isLessThan(0.8 * number(metrics.get(0), "val_loss"));
    try (Stream<Path> files = Files.list(out)) {
      Path events = files.filter(p -> p.getFileName().toString().contains("tfevents")).findFirst().orElseThrow();
      assertThat(Files.readString(events, StandardCharsets.ISO_8859_1)).contains("val_loss", "text/text_summary");
    }
  }

  private static double number(String line, String name) {
    return Double.parseDouble(line.replaceFirst(".*\"" + name + "\":([^,}]*).*", "$1"));
  }

  @Test
  void anInterruptedTrainingGoesOnToTheSameBitsWhateverTheEvaluations() throws Exception {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    String[] options = {"--steps", "300", "--dropout", "0.1", "--out"};
    assertThat(train(whole, "--steps", "300", "--dropout", "0.1", "--eval-interval", "300").status()).isZero();
    String printed = on(text).interrupt(parts, 20, Stream.concat(Stream.of(options), Stream.of(parts.toString()))
        .toArray(String[]::new));
    assertThat(printed).contains("interrupted after step");
    Result rest = train(parts, "--steps", "300", "--dropout", "0.1", "--eval-interval", "50", "--resume");
    assertThat(rest.out()).doesNotContain("step 0/300").contains("step 300/300");
    assertThat(TrainingCommand.checkpoint(parts)).isEqualTo(TrainingCommand.checkpoint(whole));
  }

  @Test
  void bytePairsAreLearnedOrTakenFromAFile() throws IOException {
    Path out = folder.resolve("pairs");
    Result pairs = train(out, "--steps", "2", "--vocabulary", "280");
    assertThat(pairs.out()).contains("tokens of 280 kinds");
    assertThat(out.resolve("tokenizer.json")).exists();
    // The same tokens, hence the same training.
    Path again = folder.resolve("again");
    train(again, "--steps", "2", "--tokenizer", out.resolve("tokenizer.json").toString());
    assertThat(TrainingCommand.checkpoint(again)).isEqualTo(TrainingCommand.checkpoint(out));
    assertThat(train(out, "--vocabulary", "255").err()).contains("--vocabulary", "at least 256");
    assertThat(train(out, "--tokenizer", folder.resolve("no.json").toString()).err()).contains("no.json");
  }

  @Test
  void aFinishedTrainingWritesMoreWhenResumed() {
    Path out = folder.resolve("run");
    train(out, "--steps", "1");
    Result again = train(out, "--steps", "1", "--resume", "--prompt", "∇ is", "--sample", "50");
    assertThat(again.out()).contains("has 1 steps already", "  ∇ is");
  }

  @Test
  void textsThatCannotBeLearnedGetOneLineAndStatus2() throws IOException {
    Path out = folder.resolve("run");
    refused(folder.resolve("nothing.txt"), "nothing.txt: no such file");
    refused(folder, "is a folder");
    refused(Files.createFile(folder.resolve("empty.txt")), "empty.txt: the file is empty");
    refused(Files.writeString(folder.resolve("short.txt"), "short"), "short.txt: 5 tokens are too few", "at least 90");
    refused(Files.write(folder.resolve("latin.txt"), new byte[] {'a', (byte) 0xE9, 'b'}), "not a text in UTF-8");
    assertThat(train(out, "--prompt", "Ω").err()).contains("--prompt: ", "'Ω'");
    assertThat(train(out, "--temperature", "0").err()).contains("--temperature");
    assertThat(TrainingCommand.of("text", text.toString(), "--context", "8", "--heads", "3").run().err())
        .contains("3 heads");
    assertThat(out).doesNotExist();
  }

  private static void refused(Path file, String... said) {
    Result result = on(file).run();
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err().strip().lines()).hasSize(1);
    assertThat(result.err()).contains(said);
  }

  @Test
  void anotherTextOrModelIsNotResumed() throws IOException {
    Path out = folder.resolve("run");
    train(out, "--steps", "1");
    assertThat(train(out, "--steps", "2", "--resume", "--width", "32").err()).contains("--width 128, not 32");
    Files.writeString(text, "x", java.nio.file.StandardOpenOption.APPEND);
    assertThat(train(out, "--steps", "2", "--resume").err()).contains("1440 tokens", "1441 tokens");
  }

  @Test
  void theDocumentationIsThereInEnglish() throws IOException {
    assertThat(Documentation.text()).contains("# Nabla", "vmap", "# How Nabla works").doesNotContain("自动");
  }

  @Test
  @Tag("long")
  void nanoGptsSettingsReachItsValidationLossOnShakespeare() throws IOException {
    Path shakespeare = Path.of("").toAbsolutePath();
    while (shakespeare.getParent() != null && !Files.exists(shakespeare.resolve(SHAKESPEARE))) {
      shakespeare = shakespeare.getParent();
    }
    shakespeare = shakespeare.resolve(SHAKESPEARE);
    assumeTrue(Files.exists(shakespeare), "no " + SHAKESPEARE);
    Path out = folder.resolve("run");
    TrainingCommand.of("text", shakespeare.toString(), "--eval-batches", "200", "--out", out.toString()).run();
    List<String> metrics = TrainingCommand.metrics(out);
    assertThat(number(metrics.get(metrics.size() - 1), "val_loss")).isLessThan(1.9);
  }
}
