package dev.nabla.cli;

import dev.nabla.Nabla;
import dev.nabla.io.Safetensors;
import dev.nabla.io.SummaryWriter;
import dev.nabla.io.TrainingCheckpoint;
import dev.nabla.type.NablaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder of one training: {@code best.safetensors} (the best weights so far), {@code last.pt} (everything that resuming needs),
 * {@code metrics.jsonl}, TensorBoard's event files and {@code loss.png}. Files of an earlier training in the folder are set aside, never
 * overwritten.
 */
final class TrainingRun implements AutoCloseable {
  private static final String BEST = "best.safetensors";
  private static final String LAST = "last.pt";
  private static final String METRICS = "metrics.jsonl";
  private static final String CURVE = "loss.png";
  private static final String EVENTS = "events.out.tfevents.";

  private final Path folder;
  private final Task task;
  private final Metrics metrics;
  private final SummaryWriter events;
  private final TrainingCheckpoint checkpoint;
  private int step;
  private double best;

  private TrainingRun(Path folder, Task task, boolean resume) throws IOException {
    this.folder = folder;
    this.task = task;
    this.metrics = new Metrics(folder.resolve(METRICS));
    best = task.largerIsBetter() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    checkpoint = checkpoint();
    if (resume) {
      load();
      events = new SummaryWriter(folder, step + 1L);
    } else {
      setAside();
      task.writeTo(folder);
      events = new SummaryWriter(folder);
    }
  }

  /** Opens the folder for a new training, or takes over the checkpoint that it holds. */
  static TrainingRun open(Path folder, Task task, boolean resume) throws IOException {
    return new TrainingRun(folder, task, resume);
  }

  private TrainingCheckpoint checkpoint() {
    return new TrainingCheckpoint()
        .with("settings", task::settings, this::checkSettings)
        .with("model", task.model())
        .with("optimizer", task.optimizer())
        .with("generator", Nabla.defaultGenerator())
        .with("best", () -> Map.of("value", best), saved -> best = saved.getOrDefault("value", best));
  }

  private void load() {
    Path last = folder.resolve(LAST);
    step = Math.toIntExact(checkpoint.restore(last).orElseThrow(() -> new NablaException(
        last + ": no such file, so there is nothing to resume; leave --resume out or name another --out")));
    metrics.keepUntil(step);
  }

  private void checkSettings(Map<String, String> saved) {
    task.settings().forEach((option, value) -> {
      if (!value.equals(saved.get(option))) {
        throw new NablaException("--resume: " + folder.resolve(LAST) + " was trained with " + option + " "
            + saved.get(option) + ", not " + value + "; give the same, or leave --resume out");
      }
    });
  }

  /** Moves the files of an earlier training into a folder {@code previous-N}. */
  private void setAside() throws IOException {
    Files.createDirectories(folder);
    List<Path> old;
    try (Stream<Path> files = Files.list(folder)) {
      old = files.filter(p -> isOfTraining(p.getFileName().toString())).toList();
    }
    if (old.isEmpty()) {
      return;
    }
    int n = 1;
    while (Files.exists(folder.resolve("previous-" + n))) {
      n++;
    }
    Path aside = Files.createDirectory(folder.resolve("previous-" + n));
    for (Path p : old) {
      Files.move(p, aside.resolve(p.getFileName()));
    }
  }

  private static boolean isOfTraining(String name) {
    return List.of(BEST, LAST, METRICS, CURVE, "tokenizer.json").contains(name) || name.startsWith(EVENTS);
  }

  /** Steps done. */
  int step() {
    return step;
  }

  /** The file with the best weights. */
  Path best() {
    return folder.resolve(BEST);
  }

  /** Notes that a step is done. */
  void endStep(double loss, double lr) {
    step++;
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", loss);
    values.put("lr", lr);
    note(values);
  }

  private void note(Map<String, Double> values) {
    metrics.add(new Metrics.Point(step, values));
    values.forEach((name, value) -> events.addScalar(name, value, step));
  }

  /** Notes an evaluation, with measures of the steps since the last one; saves a checkpoint, and the weights if they are the best so far. */
  void endEvaluation(Task.Evaluation evaluation, Map<String, Double> ofSteps) {
    Map<String, Double> all = new LinkedHashMap<>(evaluation.measures());
    all.putAll(ofSteps);
    note(all);
    if (!evaluation.text().isEmpty()) {
      events.addText("text", evaluation.text().indent(4), step); // as a block of code in Markdown
    }
    double score = evaluation.measures().values().iterator().next();
    if (task.largerIsBetter() ? score > best : score < best) {
      best = score;
      Map<String, String> notes = new TreeMap<>(task.settings());
      notes.put("step", Integer.toString(step));
      evaluation.measures().forEach((name, value) -> notes.put(name, Double.toString(value)));
      Safetensors.save(best(), task.model().stateDict(), notes);
    }
    save();
  }

  /** Saves a checkpoint. */
  void save() {
    checkpoint.save(folder.resolve(LAST), step);
  }

  /** Draws the loss of every step, and that of the evaluations; a line that says where, or why not. */
  Optional<String> drawCurve() {
    Stream<String> measured = Stream.of("train_loss", "val_loss", "test_loss");
    return LossCurve.draw(metrics.curve("loss"), measured.map(metrics::curve).toList(), folder.resolve(CURVE));
  }

  @Override
  public void close() {
    events.close();
  }
}
