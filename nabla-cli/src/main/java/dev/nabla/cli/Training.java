package dev.nabla.cli;

import dev.nabla.Nabla;
import dev.nabla.optim.GradientClipping;
import dev.nabla.type.NablaException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Trains what a {@link Task} defines: steps, evaluations, checkpoints, progress, and an orderly end when it is interrupted. */
final class Training {
  private final Task task;
  private final TrainingOptions options;
  private final PrintWriter notes;
  private final int steps;
  private Task.@Nullable Evaluation last;

  Training(Task task, TrainingOptions options) {
    this.task = task;
    this.options = options;
    this.notes = options.notes();
    this.steps = options.steps(task);
  }

  /** Trains until the end or an interruption. */
  void run() throws IOException {
    try (Interruption interruption = Interruption.watch();
        TrainingRun run = TrainingRun.open(options.folder(), task, options.resume())) {
      if (run.step() >= steps) {
        notes.printf("%s has %d steps already; a larger --steps goes on%n", options.folder(), run.step());
      } else if (run.step() == 0) {
        evaluate(run, Map.of());
      }
      while (run.step() < steps && !interruption.requested()) {
        int interval = options.interval(task);
        Stretch stretch = learn(run, Math.min(steps, (run.step() / interval + 1) * interval), interruption);
        if (!interruption.requested()) {
          evaluate(run, stretch.measures(task.unit()));
        }
      }
      if (interruption.requested()) {
        run.save();
        notes.printf("%ninterrupted after step %d; --resume goes on from there%n", run.step());
      } else {
        end(run);
      }
      notes.flush();
    }
  }

  private void end(TrainingRun run) {
    if (last == null) {
      notes.print(measure(run.step()).text().indent(2));
    }
    notes.printf("weights: %s%n", run.best());
    run.drawCurve().ifPresent(notes::println);
    var measure = Objects.requireNonNull(last).measures().entrySet().iterator().next();
    options.results().printf(Locale.ROOT, "%s: %.4f%n", spoken(measure.getKey()), measure.getValue());
    options.results().flush();
  }

  /** What became of the steps between two evaluations. */
  private record Stretch(int steps, double lossSum, long examples, double seconds) {
    Map<String, Double> measures(String unit) {
      Map<String, Double> out = new LinkedHashMap<>();
      out.put("mean_loss", lossSum / steps);
      out.put(unit + "_per_second", examples / seconds);
      return out;
    }
  }

  private Stretch learn(TrainingRun run, int until, Interruption interruption) throws IOException {
    long start = System.nanoTime();
    int first = run.step();
    double lossSum = 0;
    long examples = 0;
    task.model().train();
    try (Progress progress = Progress.start("step " + until + "/" + steps, until - first, options)) {
      while (run.step() < until && !interruption.requested()) {
        double lr = task.learningRate(run.step(), steps);
        Task.Batch batch = step(run.step(), lr);
        double loss = batch.loss().item();
        if (Double.isNaN(loss)) {
          throw new NablaException("step " + (run.step() + 1) + ": the loss is not a number (NaN), lr " + lr
              + "; a smaller --lr may help");
        }
        run.endStep(loss, lr);
        lossSum += loss;
        examples += batch.size();
        progress.advance(loss);
      }
    }
    return new Stretch(run.step() - first, lossSum, examples, (System.nanoTime() - start) * 1e-9);
  }

  private Task.Batch step(int step, double lr) {
    task.optimizer().setLr(lr);
    task.optimizer().zeroGrad();
    Task.Batch batch = task.forward(step);
    batch.loss().backward();
    if (task.maxGradNorm() < Double.POSITIVE_INFINITY) {
      GradientClipping.clipGradNorm_(task.model().parameters(), task.maxGradNorm());
    }
    task.optimizer().step();
    return batch;
  }

  private void evaluate(TrainingRun run, Map<String, Double> ofSteps) {
    Task.Evaluation evaluation = measure(run.step());
    run.endEvaluation(evaluation, ofSteps);
    StringBuilder line = new StringBuilder("step %d/%d".formatted(run.step(), steps));
    Map<String, Double> all = new LinkedHashMap<>(evaluation.measures());
    all.putAll(ofSteps);
    all.forEach((name, value) -> line.append(line.indexOf(":") < 0 ? ": " : ", ").append(spoken(name)).append(' ')
        .append(String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.4f" : "%.0f", value)));
    notes.println(line);
    if (!evaluation.text().isEmpty()) {
      notes.println(evaluation.text().indent(2));
    }
    notes.flush();
  }

  private static String spoken(String measure) {
    return measure.replace('_', ' ');
  }

  /** An evaluation that leaves the stream of random numbers where it was. */
  private Task.Evaluation measure(int step) {
    long[] generator = Nabla.defaultGenerator().state();
    task.model().eval();
    try (var _ = Nabla.noGrad()) {
      Task.Evaluation evaluation = task.evaluate(step);
      last = evaluation;
      return evaluation;
    } finally {
      Nabla.defaultGenerator().restore(generator);
    }
  }
}
