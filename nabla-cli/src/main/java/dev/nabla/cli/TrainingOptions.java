package dev.nabla.cli;

import dev.nabla.Nabla;
import dev.nabla.type.NablaException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that all trainings share. */
final class TrainingOptions {
  @Option(names = "--steps", paramLabel = "N", description = "Steps in all.") private @Nullable Integer steps;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training data, instead of --steps.") private @Nullable Integer epochs;

  @Option(names = "--eval-interval", paramLabel = "N", description = "Steps between two evaluations; a checkpoint is written after each.") private @Nullable Integer evalInterval;

  @Option(names = "--batch", paramLabel = "N", description = "Examples a step.") private int batch;

  @Option(names = "--lr", paramLabel = "X", description = "The highest learning rate.") private double lr;

  @Option(names = "--seed", paramLabel = "N", description = "Start of all random numbers: the same seed gives the same training.") private long seed;

  @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with; 0 for one on each core.") private int threads;

  @Option(names = {"--out",
    "--output"}, paramLabel = "DIR", description = "Folder for weights, checkpoint, metrics, events and loss curve.") private Path folder;

  @Option(names = "--resume", description = "Go on from the checkpoint in the folder.") private boolean resume;

  @Option(names = {"-q", "--quiet"}, description = "Print the result only.") private boolean quiet;

  @Spec(Spec.Target.MIXEE) private @Nullable CommandSpec command;

  /** The options with these values where none are given; the folder is {@code runs/name}. */
  TrainingOptions(String name, int batch, double lr) {
    this.folder = Path.of("runs", name);
    this.batch = batch;
    this.lr = lr;
  }

  /** Checks the values, sets the number of threads and starts the random numbers. */
  void apply() {
    positive("--steps", steps);
    positive("--epochs", epochs);
    positive("--eval-interval", evalInterval);
    positive("--batch", batch);
    check(lr > 0 && lr < Double.POSITIVE_INFINITY, "--lr", lr, "a positive number");
    check(threads >= 0, "--threads", threads, "at least 0");
    if (steps != null && epochs != null) {
      throw new NablaException("--steps and --epochs both say how long to train, got " + steps + " and " + epochs
          + "; leave one of them out");
    }
    if (threads > 0) {
      Nabla.setNumThreads(threads);
    }
    Nabla.manualSeed(seed);
  }

  private static void positive(String option, @Nullable Integer value) {
    check(value == null || value >= 1, option, Objects.requireNonNullElse(value, 1), "at least 1");
  }

  /** An error about an option unless its value is {@code ok}. */
  static void check(boolean ok, String option, Object value, String wanted) {
    if (!ok) {
      throw new NablaException(option + ": expected " + wanted + ", got " + value);
    }
  }

  /** How many steps {@code task} is to be trained for. */
  int steps(Task task) {
    if (steps != null) {
      return steps;
    }
    return epochs == null ? task.usualSteps() : Math.multiplyExact(epochs, task.stepsPerEpoch());
  }

  /** Steps between two evaluations of {@code task}. */
  int interval(Task task) {
    return Objects.requireNonNullElseGet(evalInterval, task::usualInterval);
  }

  int batch() {
    return batch;
  }

  double lr() {
    return lr;
  }

  long seed() {
    return seed;
  }

  Path folder() {
    return folder;
  }

  boolean resume() {
    return resume;
  }

  /** Where results are printed. */
  PrintWriter results() {
    return Objects.requireNonNull(command).commandLine().getOut();
  }

  /** Where the course of a training is printed: nowhere if it is to be quiet. */
  PrintWriter notes() {
    return quiet ? new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) : results();
  }

  boolean quiet() {
    return quiet;
  }
}
