package dev.nabla.cli;

import dev.nabla.Tensor;
import dev.nabla.io.Safetensors;
import dev.nabla.nn.Module;
import dev.nabla.optim.Optimizer;
import dev.nabla.type.NablaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of one training: {@code best.safetensors} (the weights with the best test accuracy), {@code last.safetensors} (everything that
 * resuming needs), {@code metrics.jsonl} and {@code loss.png}. Files of an earlier training in the folder are set aside, never overwritten.
 */
final class TrainingRun {
  private static final String BEST = "best.safetensors";
  private static final String LAST = "last.safetensors";
  private static final String METRICS = "metrics.jsonl";
  private static final String CURVE = "loss.png";

  private final Path folder;
  private final Module model;
  private final Optimizer optimizer;
  private final Metrics metrics;
  private int epoch;
  private double bestAccuracy = -1;
  private long startNanos;
  private double lossSum;
  private int images;
  private double seconds = 1;

  private TrainingRun(Path folder, Module model, Optimizer optimizer) {
    this.folder = folder;
    this.model = model;
    this.optimizer = optimizer;
    this.metrics = new Metrics(folder.resolve(METRICS));
  }

  /** Opens the folder for a new training, or loads the last checkpoint into {@code model} and {@code optimizer}. */
  static TrainingRun open(Path folder, Module model, Optimizer optimizer, boolean resume) throws IOException {
    TrainingRun run = new TrainingRun(folder, model, optimizer);
    if (resume) {
      run.load();
    } else {
      Files.createDirectories(folder);
      run.setAside();
    }
    return run;
  }

  private void load() {
    Path last = folder.resolve(LAST);
    if (!Files.exists(last)) {
      throw new NablaException(
          last + ": no such file, so there is nothing to resume; leave --resume out or name another --output");
    }
    Safetensors.Content c = Safetensors.load(last);
    Map<String, Tensor> weights = new LinkedHashMap<>();
    Map<String, Tensor> state = new LinkedHashMap<>();
    c.tensors().forEach((name, t) -> {
      if (name.startsWith("model.")) {
        weights.put(name.substring("model.".length()), t);
      } else if (name.startsWith("optimizer.")) {
        state.put(name.substring("optimizer.".length()), t);
      }
    });
    String savedEpoch = c.metadata().get("epoch");
    String savedBest = c.metadata().get("best_accuracy");
    if (savedEpoch == null || savedBest == null) {
      throw new NablaException(last + ": not a checkpoint of a training: it has no epoch");
    }
    model.loadStateDict(weights);
    optimizer.loadStateDict(state);
    epoch = Integer.parseInt(savedEpoch);
    bestAccuracy = Double.parseDouble(savedBest);
    metrics.keepUntil(epoch);
  }

  /** Moves the files of an earlier training into a folder {@code previous-N}. */
  private void setAside() throws IOException {
    List<Path> old = java.util.stream.Stream.of(BEST, LAST, METRICS, CURVE).map(folder::resolve).filter(Files::exists)
        .toList();
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

  /** The last finished epoch; 0 before the first. */
  int epoch() {
    return epoch;
  }

  /** The file with the best weights. */
  Path best() {
    return folder.resolve(BEST);
  }

  void startEpoch() {
    startNanos = System.nanoTime();
    lossSum = 0;
    images = 0;
  }

  /** Notes one step. */
  void step(int step, double loss, int batch) {
    lossSum += loss * batch;
    images += batch;
    metrics.step(epoch + 1, step, loss);
    seconds = (System.nanoTime() - startNanos) * 1e-9;
  }

  /** Ends epoch number {@code finished}: saves the checkpoint, and the weights if they are the best so far. */
  void endEpoch(int finished, double testLoss, double accuracy) {
    boolean better = accuracy > bestAccuracy;
    bestAccuracy = Math.max(accuracy, bestAccuracy);
    epoch = finished;
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("epoch", Integer.toString(finished));
    notes.put("best_accuracy", Double.toString(bestAccuracy));
    Map<String, Tensor> all = new LinkedHashMap<>();
    model.stateDict().forEach((name, t) -> all.put("model." + name, t));
    optimizer.stateDict().forEach((name, t) -> all.put("optimizer." + name, t));
    if (better) {
      Safetensors.save(folder.resolve(BEST), model.stateDict(),
          Map.of("epoch", notes.get("epoch"), "test_accuracy", Double.toString(accuracy)));
    }
    metrics.epoch(finished, meanLoss(), testLoss, accuracy, imagesPerSecond(), seconds);
    Safetensors.save(folder.resolve(LAST), all, notes);
  }

  /** The mean training loss of the epoch. */
  double meanLoss() {
    return lossSum / images;
  }

  double imagesPerSecond() {
    return images / seconds;
  }

  /** Draws the loss curve; a line that says where, or why not. */
  Optional<String> drawCurve() {
    return LossCurve.draw(metrics.losses(), folder.resolve(CURVE));
  }
}
