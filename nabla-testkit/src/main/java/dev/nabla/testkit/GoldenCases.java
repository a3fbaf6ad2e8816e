package dev.nabla.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Recorded calls of PyTorch in the JSON-lines format of {@link GoldenCase}, and how they are tried. */
public final class GoldenCases {
  private GoldenCases() {}

  /** What became of the cases of one file. */
  public static final class Outcome {
    private int passed;
    private int errors;
    private final Map<String, String> otherTexts = new LinkedHashMap<>();
    private final Map<String, String> failed = new LinkedHashMap<>();
    private final Map<String, String> unsupported = new LinkedHashMap<>();

    /** The number of cases in which all was as recorded. */
    public int passed() {
      return passed;
    }

    /** The errors, as recorded and expected, whose texts differ, by the case's id: for information, as they need not be the same. */
    public Map<String, String> otherTexts() {
      return otherTexts;
    }

    void error(String id, @Nullable String text, String recorded) {
      errors++;
      String expected = recorded.substring(recorded.indexOf(": ") + 2);
      if (!expected.equals(text)) {
        otherTexts.put(id, text + " / " + expected);
      }
    }

    /** What was different, by the case's id. */
    public Map<String, String> failed() {
      return failed;
    }

    /** Why it could not be tried, by the case's id. */
    public Map<String, String> unsupported() {
      return unsupported;
    }

    @Override
    public String toString() {
      return passed + " passed, " + failed.size() + " failed, " + unsupported.size() + " unsupported"
          + (errors == 0 ? "" : "; of " + errors + " errors " + (errors - otherTexts.size()) + " with the same text");
    }
  }

  /** The entries of a file, one a line. */
  public static List<Map<String, @Nullable Object>> read(Path file) {
    List<Map<String, @Nullable Object>> out = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank()) {
          out.add(GoldenCase.map(Json.parse(line)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }

  /** The value that a piece of an entry stands for: a tensor, a number, a list of these, and so on. See {@link GoldenCase}. */
  public static @Nullable Object decode(@Nullable Object json) {
    return GoldenCase.decode(json);
  }

  /** Tries every op case of {@code file} with {@code calls}. */
  public static Outcome run(Path file, GoldenCalls calls) {
    Outcome out = new Outcome();
    tally(read(file), entry -> GoldenRun.difference(new GoldenCase(entry), calls, out), out);
    return out;
  }

  /**
   * Tries every entry with {@code difference}, which says what is different from what was recorded (null: nothing) or throws {@link
   * GoldenCase.Unsupported}.
   */
  public static Outcome tally(List<Map<String, @Nullable Object>> entries,
      Function<Map<String, @Nullable Object>, @Nullable String> difference) {
    Outcome out = new Outcome();
    tally(entries, difference, out);
    return out;
  }

  private static void tally(List<Map<String, @Nullable Object>> entries,
      Function<Map<String, @Nullable Object>, @Nullable String> difference, Outcome out) {
    for (Map<String, @Nullable Object> entry : entries) {
      String id = String.valueOf(entry.get("id"));
      try {
        String d = difference.apply(entry);
        if (d == null) {
          out.passed++;
        } else {
          out.failed.put(id, d);
        }
      } catch (GoldenCase.Unsupported e) {
        out.unsupported.put(id, String.valueOf(e.getMessage()));
      } catch (RuntimeException | AssertionError | StackOverflowError | OutOfMemoryError e) {
        out.failed.put(id, e + at(e));
      }
    }
  }

  private static String at(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "" : " (" + trace[0].getFileName() + ":" + trace[0].getLineNumber() + ")";
  }
}
