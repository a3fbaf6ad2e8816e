package dev.nabla.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far an epoch is: a live bar on a terminal, plain lines elsewhere. */
sealed interface Progress extends AutoCloseable {
  /** Counts {@code images} more, at this loss. */
  void advance(int images, double loss);

  @Override
  void close();

  /** Starts at 0 of {@code total} images. */
  @SuppressWarnings("SystemConsoleNull") // null again from JDK 25 on where there is no terminal
  static Progress start(String name, int total, PrintWriter out) {
    Console console = System.console();
    return console != null && console.isTerminal() ? new Bar(name, total) : new Lines(name, total, out);
  }

  /** A live bar with images a second, the loss and the time left. */
  final class Bar implements Progress {
    private final ProgressBar bar;

    Bar(String name, int total) {
      bar = new ProgressBarBuilder().setTaskName(name).setInitialMax(total).setUnit(" images", 1).showSpeed()
          .setStyle(ProgressBarStyle.ASCII)
          .setUpdateIntervalMillis(200).build();
    }

    @Override
    public void advance(int images, double loss) {
      bar.setExtraMessage(String.format(Locale.ROOT, " loss %.4f", loss));
      bar.stepBy(images);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** A line every fifth of the way. */
  final class Lines implements Progress {
    private static final int PARTS = 5;
    private final String name;
    private final int total;
    private final PrintWriter out;
    private final long start = System.nanoTime();
    private int done;

    Lines(String name, int total, PrintWriter out) {
      this.name = name;
      this.total = total;
      this.out = out;
    }

    @Override
    public void advance(int images, double loss) {
      long before = (long) done * PARTS / total;
      done += images;
      if ((long) done * PARTS / total > before) {
        double seconds = (System.nanoTime() - start) * 1e-9;
        double speed = done / seconds;
        out.printf(Locale.ROOT, "%s: %d/%d images, %.0f images/s, loss %.4f, %.0f s left%n", name, done, total, speed,
            loss, (total - done) / speed);
        out.flush();
      }
    }

    @Override
    public void close() {}
  }
}
