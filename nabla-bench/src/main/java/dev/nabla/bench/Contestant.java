package dev.nabla.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One library in a process of its own, so that its threads, its memory and its settings are its own. */
final class Contestant implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final String name;
  private final Process process;
  private final PrintStream orders;
  private final BufferedReader answers;

  private Contestant(String name, ProcessBuilder builder, int threads) throws IOException {
    this.name = name;
    builder.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
    builder.environment().put("OPENBLAS_NUM_THREADS", String.valueOf(threads));
    builder.environment().put("MKL_NUM_THREADS", String.valueOf(threads));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    this.process = builder.start();
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Nabla or libtorch, in a JVM like this one; null if this machine has no such library. */
  static @Nullable Contestant jvm(String name, int threads, List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
        "-Dnabla.threads=" + threads));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName(), name));
    return greeted(new Contestant(name, new ProcessBuilder(command), threads));
  }

  /** The contestant, if its process has found its library: then it begins with a line. */
  private static @Nullable Contestant greeted(Contestant made) throws IOException {
    if (made.answers.readLine() != null) {
      return made;
    }
    made.close();
    return null;
  }

  /** Python's PyTorch, or null if {@code python} has none. */
  static @Nullable Contestant python(String python, boolean compiled, int threads) throws IOException {
    Path script = Files.createTempFile("nabla-peer", ".py");
    script.toFile().deleteOnExit();
    try (InputStream in = Contestant.class.getResourceAsStream("peer.py")) {
      if (in == null) {
        throw new IllegalStateException("peer.py is missing");
      }
      Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> command = new ArrayList<>(List.of(python, script.toString(), "--serve"));
    if (compiled) {
      command.add("--compile");
    }
    Contestant made;
    try {
      made = new Contestant(compiled ? "torch.compile" : "pytorch", new ProcessBuilder(command), threads);
    } catch (IOException e) { // there is no such command
      return null;
    }
    return greeted(made);
  }

  String name() {
    return name;
  }

  /** Gets the workload ready and tells what its first run computes. */
  double[][] prepare(String workload) {
    return JSON.treeToValue(ask("prepare " + workload).get("results"), double[][].class);
  }

  /** Runs for about so long; nanoseconds a run. */
  double run(long millis) {
    return ask("run " + millis).get("ns").asDouble();
  }

  /** Bytes of the Java heap that one run takes. */
  long allocated() {
    return ask("run 0").get("allocated").asLong();
  }

  double bytesPerSecond() {
    return ask("copy 500").get("bytes_per_second").asDouble();
  }

  double peakMegabytes() {
    return ask("memory").get("peak_mb").asDouble();
  }

  private JsonNode ask(String order) {
    orders.println(order);
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new BenchException(name + " has ended while it was asked to " + order);
      }
      JsonNode answer = JSON.readTree(line);
      if (answer.has("error")) {
        throw new BenchException(name + ": " + answer.get("error").asString());
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    orders.close();
    process.destroy();
  }
}
