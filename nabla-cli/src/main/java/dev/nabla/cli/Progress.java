package dev.nabla.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a number of steps has come: a live bar on a terminal, plain lines elsewhere. */
sealed interface Progress extends AutoCloseable {
  /** Counts a step, with this loss. */
  void advance(double loss);

  @Override
  void close();

  /** Starts at 0 of {@code total} steps. */
  @SuppressWarnings("SystemConsoleNull") // null again from JDK 25 on where there is no terminal
  static Progress start(String name, int total, TrainingOptions options) {
    Console console = System.console();
    boolean terminal = console != null && console.isTerminal() && !options.quiet();
    return terminal ? new Bar(name, total) : new Lines(name, total, options.notes());
  }

  /** A live bar with steps a second, the loss and the time left. */
  final class Bar implements Progress {
    private final ProgressBar bar;

    Bar(String name, int total) {
      bar = new ProgressBarBuilder().setTaskName(name).setInitialMax(total).setUnit(" steps", 1).showSpeed()
          .setStyle(ProgressBarStyle.ASCII)
          .setUpdateIntervalMillis(200).build();
    }

    @Override
    public void advance(double loss) {
      bar.setExtraMessage(String.format(Locale.ROOT, " loss %.4f", loss));
      bar.step();
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** A line every ten seconds. */
  final class Lines implements Progress {
    private static final double SECONDS_BETWEEN = 10;
    private final String name;
    private final int total;
    private final PrintWriter out;
    private final long start = System.nanoTime();
    private double lastLine;
    private int done;

    Lines(String name, int total, PrintWriter out) {
      this.name = name;
      this.total = total;
      this.out = out;
    }

    @Override
    public void advance(double loss) {
      done++;
      double seconds = (System.nanoTime() - start) * 1e-9;
      if (seconds - lastLine >= SECONDS_BETWEEN) {
        lastLine = seconds;
        double speed = done / seconds;
        out.printf(Locale.ROOT, "%s: %d steps, %.1f steps/s, loss %.4f, %.0f s left%n", name, done, speed, loss,
            (total - done) / speed);
        out.flush();
      }
    }

    @Override
    public void close() {}
  }
}
