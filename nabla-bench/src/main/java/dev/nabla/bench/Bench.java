package dev.nabla.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nabla bench}: measures Nabla and its peers in turn. */
@Command(name = "nabla bench", mixinStandardHelpOptions = true, description = "Measure Nabla against libtorch and, where it is installed, Python's PyTorch: the same workloads in turn, "
    + "after warming up, with the same numbers. A ratio below 1 means that Nabla is faster.")
public final class Bench implements Callable<Integer> {
  @Parameters(paramLabel = "WORKLOAD", description = "Names, or beginnings of names; all if there are none.") private List<String> names = new ArrayList<>();

  @Option(names = "--threads", paramLabel = "N", description = "How many threads each contestant uses; 1 if not given.") private int threads = 1;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file too.") private @Nullable Path json;

  @Option(names = "--quick", description = "Short measurements: everything within 3 minutes.") private boolean quick;

  @Option(names = "--list", description = "List the workloads and what is aimed at.") private boolean list;

  @Option(names = "--python", paramLabel = "COMMAND", description = "The Python whose PyTorch is measured; python3 if not given.") private String python = "python3";

  @Option(names = "--compile", description = "Measure torch.compile, too.") private boolean compile;

  @Option(names = "--jvm", paramLabel = "OPTION", description = "An option for Nabla's JVM, such as --jvm=-XX:+UseParallelGC.") private List<String> jvm = new ArrayList<>();

  @Spec private @Nullable CommandSpec spec;

  private Bench() {}

  /** Ends the JVM with status 0, 1 if the contestants disagree, or 2 if the arguments make no sense. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    if (threads < 1) {
      throw new ParameterException(commandLine(), "--threads: " + threads + " threads cannot compute; 1 or more");
    }
    List<Workload> chosen = chosen();
    if (list) {
      chosen
          .forEach(w -> System.out.printf("%-22s at most %s of the faster peer%n", w.name(), Table.ratio(w.target())));
      return 0;
    }
    List<Contestant> contestants = contestants();
    try {
      return measure(chosen, contestants);
    } finally {
      contestants.forEach(Contestant::close);
    }
  }

  private List<Workload> chosen() {
    List<Workload> all = Workloads.all();
    for (String name : names) {
      if (all.stream().noneMatch(w -> w.name().startsWith(name))) {
        throw new ParameterException(commandLine(),
            "no workload is called " + name + "; nabla bench --list names them all");
      }
    }
    return names.isEmpty() ? all : all.stream().filter(w -> names.stream().anyMatch(w.name()::startsWith)).toList();
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("started without a command line");
    }
    return spec.commandLine();
  }

  /** Nabla first. */
  private List<Contestant> contestants() throws IOException {
    List<Contestant> all = new ArrayList<>();
    add(all, Contestant.jvm("nabla", threads, jvm), "Nabla does not start");
    add(all, Contestant.jvm("libtorch", threads, List.of()), "libtorch is not there or does not load");
    add(all, Contestant.python(python, false, threads), python + " has no PyTorch");
    if (compile) {
      add(all, Contestant.python(python, true, threads), python + " has no PyTorch to compile with");
    }
    return all;
  }

  private static void add(List<Contestant> all, @Nullable Contestant contestant, String otherwise) {
    if (contestant != null) {
      all.add(contestant);
    } else if (all.isEmpty()) {
      throw new BenchException(otherwise);
    } else {
      System.err.println("nabla bench: " + otherwise + "; the others are measured");
    }
  }

  private int measure(List<Workload> chosen, List<Contestant> contestants) throws IOException {
    Machine machine = Machine.measure(contestants, threads);
    Table table = new Table(machine);
    table.head(System.out);
    List<Row> rows = new ArrayList<>();
    boolean same = true;
    for (Workload w : chosen) {
      Map<Contestant, double[][]> results = new HashMap<>();
      List<Contestant> able = new ArrayList<>();
      for (Contestant c : contestants) {
        try {
          results.put(c, c.prepare(w.name()));
          able.add(c);
        } catch (BenchException e) {
          System.out.println("  " + e.getMessage());
          same &= c != contestants.getFirst();
        }
      }
      if (!able.contains(contestants.getFirst())) {
        continue;
      }
      same &= Agreement.check(w, results, contestants.getFirst(), System.out);
      Row row = row(w, able);
      rows.add(row);
      table.row(row, System.out);
    }
    table.foot(rows, contestants, System.out);
    if (json != null) {
      Report.write(json, machine, rows, contestants);
    }
    return same ? 0 : 1;
  }

  /** Warms up, then takes samples in turn; the order changes from round to round. */
  private Row row(Workload w, List<Contestant> able) {
    for (Contestant c : able) {
      boolean compilesAsItRuns = c == able.getFirst();
      c.run(quick ? (compilesAsItRuns ? 600 : 50) : (compilesAsItRuns ? 3000 : 500));
    }
    long sample = quick ? 20 : 60;
    int least = quick ? 3 : 7;
    long end = System.nanoTime() + (quick ? 200_000_000L : 2_500_000_000L) * able.size() / 2;
    List<List<Double>> ns = new ArrayList<>();
    able.forEach(_ -> ns.add(new ArrayList<>()));
    for (int round = 0; round < least || System.nanoTime() < end; round++) {
      for (int i = 0; i < able.size(); i++) {
        int turn = (i + round) % able.size();
        ns.get(turn).add(able.get(turn).run(sample));
      }
    }
    List<Measured> measured = new ArrayList<>();
    for (int i = 0; i < able.size(); i++) {
      measured.add(Measured.of(able.get(i).name(), ns.get(i), i == 0 ? able.get(i).allocated() : 0));
    }
    return new Row(w, measured.getFirst(), measured.subList(1, measured.size()));
  }
}
