package dev.nabla.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Every program prints what PyTorch prints; {@code programs.out} is the output of the same programs in PyTorch. */
class ProgramsTest {
  private static String expected() throws IOException {
    try (InputStream in = Objects.requireNonNull(ProgramsTest.class.getResourceAsStream("programs.out"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static String outputOf(Runnable program) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      program.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void allProgramsPrintWhatPyTorchPrintsLineByLine() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Lesson lesson : Lesson.ALL) {
      outputOf(lesson::run).lines().forEach(lines::add);
    }
    assertThat(lines).containsExactlyElementsOf(expected().lines().toList());
  }

  @Test
  void everyLessonHasATextInEveryLanguage() {
    for (Lesson lesson : Lesson.ALL) {
      for (String language : Lesson.LANGUAGES) {
        assertThat(lesson.text(language)).as("%s in %s", lesson.id(), language).startsWith("# ").contains("\n\n");
        assertThat(lesson.title(language)).isNotBlank();
      }
    }
  }
}
