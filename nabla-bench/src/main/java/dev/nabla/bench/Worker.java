package dev.nabla.bench;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process of one contestant. It begins with a line that names its library, then reads orders from its input, a line each, and answers each with a line of JSON:
 *
 * <pre>
 * prepare NAME    what the first run computes: {"results": [[…], …]}
 * run MILLIS      runs for about so long: {"runs": n, "ns": nanoseconds per run, "allocated": bytes per run}
 * copy MILLIS     copies memory: {"bytes_per_second": x}
 * memory          {"peak_mb": the largest size that the process has had}
 * </pre>
 *
 * An error is answered by {@code {"error": …}}.
 */
final class Worker<T> {
  /** How many elements of a result are compared. */
  private static final int COMPARED = 512;

  private final Library<T> lib;
  private final Map<String, Workload> workloads;
  private Workload.@Nullable Step<T> step;

  private Worker(Library<T> lib) {
    this.lib = lib;
    this.workloads = new TreeMap<>();
    Workloads.all().forEach(w -> workloads.put(w.name(), w));
  }

  /** {@code nabla} or {@code libtorch}: which library this process is to measure. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err); // a library that prints does not disturb the answers
    (args[0].equals("nabla") ? new Worker<>(new NablaLibrary()) : new Worker<>(new LibtorchLibrary())).serve(answers);
  }

  private void serve(PrintStream answers) throws IOException {
    JsonMapper json = new JsonMapper();
    answers.println(json.writeValueAsString(Map.of("library", lib.toString())));
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      Map<String, Object> answer;
      try {
        answer = obey(line.split(" ", 2));
      } catch (RuntimeException | Error e) {
        answer = Map.of("error", String.valueOf(e).lines().findFirst().orElse(""));
      }
      answers.println(json.writeValueAsString(answer));
    }
  }

  private Map<String, Object> obey(String[] order) {
    return switch (order[0]) {
      case "prepare" -> prepare(order[1]);
      case "run" -> run(Long.parseLong(order[1]) * 1_000_000);
      case "copy" -> Map.of("bytes_per_second", copy(Long.parseLong(order[1]) * 1_000_000));
      case "memory" -> Map.of("peak_mb", peak());
      default -> throw new IllegalArgumentException("no order " + order[0]);
    };
  }

  private Map<String, Object> prepare(String name) {
    step = null;
    System.gc();
    Workload workload = workloads.get(name);
    if (workload == null) {
      throw new IllegalArgumentException("no workload " + name);
    }
    Workload.Step<T> made = workload.setup().in(lib);
    step = made;
    List<double[]> results = new ArrayList<>();
    lib.scope(() -> {
      for (T result : made.run()) {
        results.add(sample(lib.read(result)));
      }
    });
    return Map.of("results", results);
  }

  /** Elements evenly spread over all. */
  private static double[] sample(double[] all) {
    if (all.length <= COMPARED) {
      return all;
    }
    double[] some = new double[COMPARED];
    for (int i = 0; i < COMPARED; i++) {
      some[i] = all[(int) ((long) i * all.length / COMPARED)];
    }
    return some;
  }

  private Map<String, Object> run(long nanos) {
    Workload.Step<T> run = step;
    if (run == null) {
      throw new IllegalStateException("nothing is prepared");
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = threads.getTotalThreadAllocatedBytes();
    long start = System.nanoTime();
    long now = start;
    long runs = 0;
    do {
      lib.scope(run::run);
      runs++;
      now = System.nanoTime();
    } while (now - start < nanos);
    return Map.of("runs", runs, "ns", (double) (now - start) / runs, "allocated",
        (threads.getTotalThreadAllocatedBytes() - allocated) / runs);
  }

  /** Bytes read and written each second by copying arrays that no cache holds, by as many threads as the library uses. */
  private static double copy(long nanos) {
    int threads = Integer.getInteger("nabla.threads", 1);
    int length = 1 << 25;
    List<float[][]> pairs = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      pairs.add(new float[2][length]);
    }
    double best = 0;
    for (long end = System.nanoTime() + nanos; System.nanoTime() < end;) {
      long start = System.nanoTime();
      pairs.parallelStream().forEach(pair -> System.arraycopy(pair[0], 0, pair[1], 0, length));
      best = Math.max(best, threads * 8.0 * length / (System.nanoTime() - start) * 1e9);
    }
    return best;
  }

  /** In megabytes; 0 where the system does not tell. */
  private static double peak() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }
}
