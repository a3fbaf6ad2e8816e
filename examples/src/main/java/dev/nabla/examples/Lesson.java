package dev.nabla.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One lesson of the tutorial: a text and the program that it explains.
 *
 * @param id the number of the lesson
 * @param main the class of the program
 * @param program its main method
 */
public record Lesson(String id, Class<?> main, Consumer<String[]> program) {
  /** The languages of the texts. */
  public static final List<String> LANGUAGES = List.of("en", "zh");

  /** All lessons in reading order. */
  public static final List<Lesson> ALL = List.of(
      new Lesson("A1", LinearLayer.class, LinearLayer::main),
      new Lesson("A2", Accumulation.class, Accumulation::main),
      new Lesson("B1", FirstGradient.class, FirstGradient::main),
      new Lesson("B2", ChainRule.class, ChainRule::main),
      new Lesson("B3", ConvolutionGradients.class, ConvolutionGradients::main),
      new Lesson("C1", LeafAndNonLeaf.class, LeafAndNonLeaf::main),
      new Lesson("D1", PartialDerivatives.class, PartialDerivatives::main),
      new Lesson("D4", ClearAndDetach.class, ClearAndDetach::main),
      new Lesson("D9", ControlFlow.class, ControlFlow::main),
      new Lesson("E1", LinearRegression.class, LinearRegression::main),
      new Lesson("E2", ForwardMode.class, ForwardMode::main),
      new Lesson("F", HigherOrder.class, HigherOrder::main),
      new Lesson("G", BackwardTwice.class, BackwardTwice::main),
      new Lesson("H", NoGrad.class, NoGrad::main));

  /** Runs the program. */
  public void run() {
    program.accept(new String[0]);
  }

  /** The text in {@code language}: Markdown, its first line the title. */
  public String text(String language) {
    String name = "tutorial/" + language.toLowerCase(Locale.ROOT) + "/" + id + ".md";
    try (InputStream in = Lesson.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("no text " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The title in {@code language}. */
  public String title(String language) {
    return text(language).lines().findFirst().orElse("").replaceFirst("^# *", "");
  }
}
