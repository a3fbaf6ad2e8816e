package dev.nabla.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What is printed: a line for each workload as soon as it is measured. */
final class Table {
  private static final String LINE = "%-20s %10s %10s   %10s %10s %-9s  %6s %6s  %-20s %10s%s%n";

  private final Machine machine;

  Table(Machine machine) {
    this.machine = machine;
  }

  void head(PrintStream out) {
    out.printf(Locale.ROOT,
        "%s, %s%n%d thread%s; at most %.0f GFLOPS (float32 matrix product) and %.1f GB/s (copy)%n%n",
        machine.processor(), machine.jvm(), machine.threads(), machine.threads() == 1 ? "" : "s", machine.gflops(),
        machine.bytesPerSecond() / 1e9);
    out.printf(LINE, "workload", "median ms", "minimum", "median ms", "minimum", "peer", "ratio", "target",
        "rate, of the peak",
        "allocated", "");
  }

  void row(Row row, PrintStream out) {
    Measured peer = row.peer();
    StringBuilder others = new StringBuilder();
    for (Measured m : row.peers()) {
      if (m != peer) {
        others.append("  ").append(m.who()).append(' ').append(ms(m.medianMs()));
      }
    }
    out.printf(LINE, row.workload().name(), ms(row.ours().medianMs()), ms(row.ours().minMs()),
        peer == null ? "" : ms(peer.medianMs()), peer == null ? "" : ms(peer.minMs()), peer == null ? "" : peer.who(),
        ratio(row.ratio()),
        ratio(row.workload().target()), rate(row), bytes(row.ours().allocated()), others);
  }

  void foot(List<Row> rows, List<Contestant> contestants, PrintStream out) {
    long reached = rows.stream().filter(r -> r.ratio() <= r.workload().target()).count();
    long faster = rows.stream().filter(r -> r.ratio() < 1).count();
    out.printf("%n%d of %d workloads reach their target, %d are faster than the faster peer.%n", reached, rows.size(),
        faster);
    StringBuilder memory = new StringBuilder("Peak memory of the processes:");
    for (Contestant c : contestants) {
      memory.append(String.format(Locale.ROOT, " %s %.0f MB", c.name(), c.peakMegabytes()));
    }
    out.println(memory);
  }

  private String rate(Row row) {
    return switch (row.workload().unit()) {
      case FLOP -> String.format(Locale.ROOT, "%.1f GFLOPS (%.0f %%)", row.rate(), 100 * row.rate() / machine.gflops());
      case BYTE -> String.format(Locale.ROOT, "%.1f GB/s (%.0f %%)", row.rate(),
          100 * row.rate() * 1e9 / machine.bytesPerSecond());
      case NONE -> "";
    };
  }

  static String ratio(double ratio) {
    return Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, ratio < 0.1 ? "%.3f" : "%.2f", ratio);
  }

  private static String ms(double ms) {
    return String.format(Locale.ROOT, ms < 0.1 ? "%.5f" : ms < 10 ? "%.3f" : "%.1f", ms);
  }

  private static String bytes(long bytes) {
    return bytes < 10_000 ? bytes + " B" : bytes < 10_000_000 ? bytes / 1000 + " kB" : bytes / 1_000_000 + " MB";
  }
}
