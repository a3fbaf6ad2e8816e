package dev.nabla.checks.golden;

import dev.nabla.checks.Reasons;
import dev.nabla.testkit.golden.CaseResult;
import dev.nabla.testkit.golden.Corpus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The recorded cases among the test resources, and what becomes of them; each is run once in a test run. */
public final class Recordings {
  private static final Corpus CORPUS = Corpus.in(unpacked());
  private static final Map<String, Map<String, CaseResult>> RESULTS = new ConcurrentHashMap<>();

  private Recordings() {}

  /** The recorded cases. */
  public static Corpus corpus() {
    return CORPUS;
  }

  /** What became of the cases of a file, by their ids. */
  public static Map<String, CaseResult> results(String file) {
    return RESULTS.computeIfAbsent(file,
        f -> CORPUS.entries(f).stream().filter(Corpus::isExecutable).map(Corpus::run)
            .collect(Collectors.toMap(CaseResult::id, r -> r)));
  }

  /** The ids of cases that are known to fail, each under a reason in the file. */
  static Set<String> knownGaps() {
    return Reasons.in("/golden-known-gaps.txt").all();
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(Recordings.class.getResourceAsStream(name));
  }

  /** A temporary folder, since readers of checkpoints want real files. */
  private static Path unpacked() {
    try (ZipInputStream zip = new ZipInputStream(resource("/golden.zip"))) {
      Path folder = Files.createTempDirectory("nabla-golden");
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        Path file = folder.resolve(e.getName());
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.copy(zip, file);
        file.toFile().deleteOnExit();
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
