package dev.nabla.testkit.golden;

import dev.nabla.type.NablaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A folder of recorded cases: files of entries, one JSON object a line, and the folder {@code checkpoints} of files with their content beside
 * them.
 */
public final class Corpus {
  /** The kinds of entries, by a field that no kind before it has. */
  private static final Map<String, CaseKind> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("op", new OpCases());
    KINDS.put("problem", new OptimizerCases());
    KINDS.put("scheduler", new SchedulerCases());
    KINDS.put("call_kwargs", new ModuleCases());
    KINDS.put("layers", new TrainingCases());
    KINDS.put("calls", new RandomCases());
    KINDS.put("expr", new PrintingCases());
    KINDS.put("fn", new InitCases());
    KINDS.put("next_rand", new InitCases());
    KINDS.put("file", new CheckpointCases());
  }

  private final Path folder;

  private Corpus(Path folder) {
    this.folder = folder;
  }

  /**
   * The corpus in a folder, which may hold some of the files only.
   *
   * @throws NablaException if there is no such folder, or nothing in it that could be a recorded case
   */
  public static Corpus in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new NablaException(folder + ": no folder; give the one in which the recorded cases lie");
    }
    Corpus corpus = new Corpus(folder);
    if (corpus.files().isEmpty()) {
      throw new NablaException(folder + ": no recorded cases, which are *.jsonl files or a folder checkpoints; "
          + "give the folder in which they lie");
    }
    return corpus;
  }

  /** The files of the corpus, without extension, in alphabetical order; {@code checkpoints} stands for the folder of that name. */
  public List<String> files() {
    List<String> out = new ArrayList<>();
    try (Stream<Path> inside = Files.list(folder)) {
      inside.map(p -> String.valueOf(p.getFileName()).replace("/", "")).sorted().forEach(name -> {
        if (name.endsWith(".jsonl")) {
          out.add(name.substring(0, name.length() - ".jsonl".length()));
        } else if (name.equals("checkpoints")) {
          out.add(name);
        }
      });
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
    return out;
  }

  /** The entries of a file. */
  public List<Entry> entries(String file) {
    if (file.equals("checkpoints")) {
      return CheckpointCases.entries(folder.resolve(file));
    }
    Path lines = folder.resolve(file + ".jsonl");
    List<Entry> out = new ArrayList<>();
    try {
      int number = 0;
      for (String line : Files.readAllLines(lines)) {
        number++;
        if (!line.isBlank()) {
          out.add(entry(line, lines, number));
        }
      }
    } catch (IOException e) {
      throw unreadable(lines, e);
    }
    return out;
  }

  private static Entry entry(String line, Path file, int number) {
    try {
      return new Entry(Values.map(Json.parse(line)));
    } catch (JacksonException | ClassCastException e) {
      throw new NablaException(file + ", line " + number + ": no JSON object: " + e.getMessage(), e);
    }
  }

  /**
   * What became of a corpus.
   *
   * @param groups in the order in which they first appear
   * @param programs how many entries were left alone as they are Python programs
   */
  public record Outcome(List<GroupResult> groups, int programs) {}

  /** Tries all cases whose {@link Entry#group} is wanted. */
  public Outcome run(Predicate<String> wanted) {
    Map<String, GroupResult> groups = new LinkedHashMap<>();
    int programs = 0;
    for (String file : files()) {
      for (Entry entry : entries(file)) {
        if (!wanted.test(entry.group())) {
          continue;
        }
        if (isExecutable(entry)) {
          groups.computeIfAbsent(entry.group(), g -> new GroupResult(g, new ArrayList<>())).cases().add(run(entry));
        } else {
          programs++;
        }
      }
    }
    return new Outcome(List.copyOf(groups.values()), programs);
  }

  /** What the op that PyTorch calls {@code op} is called in Java. */
  public static String javaName(String op) {
    return Calls.javaName(op);
  }

  /** Tries an entry. Whatever goes wrong ends in the result. */
  public static CaseResult run(Entry entry) {
    CaseKind kind = kind(entry);
    if (kind == null) {
      throw new IllegalArgumentException("no kind of case: " + entry.fields().keySet());
    }
    return CaseResult.of(entry, kind);
  }

  /** Whether an entry can be tried: autograd_semantics, for one, holds Python programs. */
  public static boolean isExecutable(Entry entry) {
    return kind(entry) != null;
  }

  private static @Nullable CaseKind kind(Entry entry) {
    return KINDS.entrySet().stream().filter(k -> entry.fields().containsKey(k.getKey())).findFirst()
        .map(Map.Entry::getValue).orElse(null);
  }

  static NablaException unreadable(Path file, IOException e) {
    return new NablaException(file + ": cannot be read: " + e.getMessage(), e);
  }
}
