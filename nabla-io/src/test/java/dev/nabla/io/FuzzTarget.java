package dev.nabla.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The parsers under Jazzer, which learns what inputs lead where in them: see CONTRIBUTING.md. */
public final class FuzzTarget {
  private static @Nullable Parser parser;

  private FuzzTarget() {}

  /** Fuzzes one parser after the other. Arguments: how many seconds each, and a folder for inputs and findings. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(args[1]));
    List<Parser> broken = new ArrayList<>();
    for (Parser p : Parser.values()) {
      Path inputs = Files.createDirectories(folder.resolve(p.folder()));
      List<byte[]> samples = Samples.of(p, folder);
      for (int i = 0; i < samples.size(); i++) {
        Files.write(inputs.resolve("sample-" + i), samples.get(i));
      }
      if (jazzer(p, args[0], inputs) != 0) {
        broken.add(p);
      }
    }
    if (!broken.isEmpty()) {
      throw new AssertionError("inputs that break " + broken + " are in " + folder);
    }
  }

  private static int jazzer(Parser p, String seconds, Path inputs) throws IOException, InterruptedException {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx700m",
        "-Dnabla.training=false", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        "com.code_intelligence.jazzer.Jazzer", "--target_class=" + FuzzTarget.class.getName(), "--target_args=" + p,
        "--instrumentation_includes=dev.nabla.io.**", "--custom_hook_includes=dev.nabla.io.**",
        // It takes the patterns that the parsers match with for the input's.
        "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexInjection",
        "--reproducer_path=" + inputs.getParent(),
        "-artifact_prefix=" + inputs.getParent().resolve(p.folder() + "-"), "-max_total_time=" + seconds,
        "-max_len=8192", "-timeout=10", "-rss_limit_mb=3000", inputs.toString()).inheritIO().start().waitFor();
  }

  /** Called by Jazzer once. */
  public static void fuzzerInitialize(String[] args) {
    parser = Parser.valueOf(args[0]);
  }

  /** Called by Jazzer for every input. */
  public static void fuzzerTestOneInput(byte[] data) {
    Objects.requireNonNull(parser).accepts(data);
  }
}
