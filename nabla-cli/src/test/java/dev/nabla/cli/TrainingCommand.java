package dev.nabla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.Tensor;
import dev.nabla.io.Torch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;

/** A training command with the arguments that all its calls have; what it prints and what lies in its folder. */
record TrainingCommand(List<String> arguments) {
  record Result(int status, String out, String err) {}

  static TrainingCommand of(String... arguments) {
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--threads", "1"));
    return new TrainingCommand(all);
  }

  private List<String> with(String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(Arrays.asList(more));
    return all;
  }

  /** Carries it out in this JVM. */
  Result run(String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine nabla = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int status = nabla.execute(with(more).toArray(new String[0]));
    return new Result(status, out.toString(), err.toString());
  }

  /** Carries it out in a JVM of its own, asks that to end once {@code steps} steps are noted in {@code folder}, and gives what it printed. */
  String interrupt(Path folder, int steps, String... more) throws IOException, InterruptedException {
    Path out = Files.createTempFile("nabla", ".out");
    List<String> command = new ArrayList<>(Jdk.java());
    // With and without vectors the last bits differ: both processes do it one way.
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      command.remove("--add-modules=jdk.incubator.vector");
    }
    command.addAll(List.of(Main.class.getName()));
    command.addAll(with(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      Path metrics = folder.resolve("metrics.jsonl");
      while (process.isAlive() && (!Files.exists(metrics) || Files.readAllLines(metrics).size() < steps)) {
        process.waitFor(5, TimeUnit.MILLISECONDS);
      }
      assertThat(process.isAlive()).as("still training: %s", Files.readString(out)).isTrue();
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out);
  }

  /** The bits of all that a checkpoint holds, by name. */
  static Map<String, List<Long>> checkpoint(Path folder) {
    Map<String, List<Long>> bits = new TreeMap<>();
    collect("", Objects.requireNonNull(Torch.load(folder.resolve("last.pt"))), bits);
    return bits;
  }

  private static void collect(String name, Object value, Map<String, List<Long>> bits) {
    switch (value) {
      case Map<?, ?> map -> map.forEach((key, part) -> collect(name + "/" + key, part, bits));
      case List<?> list ->
        collect(name, IntStream.range(0, list.size()).boxed().collect(Collectors.toMap(i -> i, list::get)),
            bits);
      case Tensor t -> bits.put(name,
          Arrays.stream(t.toDoubleArray()).mapToObj(Double::doubleToRawLongBits).toList());
      default -> bits.put(name + "=" + value, List.of());
    }
  }

  static List<String> metrics(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("metrics.jsonl"));
  }
}
