package dev.nabla.cli;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.data.DataLoader;
import dev.nabla.data.Dataset;
import dev.nabla.data.Mnist;
import dev.nabla.examples.MnistNet;
import dev.nabla.optim.Adam;
import dev.nabla.type.NablaException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nabla train mnist}: trains the usual small convolutional network on images of digits. */
@Command(name = "mnist", description = {"Train a small convolutional network on images of digits.",
  "Without --data it learns digits that the program draws itself."}, showDefaultValues = true)
final class TrainMnist implements Callable<Integer> {
  private static final int DRAWN_TRAIN = 8000;
  private static final int DRAWN_TEST = 2000;
  private static final int TEST_BATCH = 500;

  @Option(names = "--data", paramLabel = "DIR", description = "Folder with MNIST's IDX files, gzipped or not.") private @Nullable Path data;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training images.") private int epochs = 3;

  @Option(names = "--batch", paramLabel = "N", description = "Images a step.") private int batch = 64;

  @Option(names = "--lr", paramLabel = "X", description = "Learning rate of Adam at the start; it falls to 0 linearly.") private double lr = 1e-3;

  @Option(names = "--seed", paramLabel = "N", description = "Start of all random numbers: the same seed gives the same training.") private long seed;

  @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with (default: all cores).") private int threads;

  @Option(names = "--output", paramLabel = "DIR", description = "Folder for weights, loss curve and metrics.") private Path output = Path
      .of("runs", "mnist");

  @Option(names = "--resume", description = "Go on from the last checkpoint in the output folder.") private boolean resume;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    check(epochs >= 1, "--epochs", epochs, "at least 1");
    check(batch >= 1, "--batch", batch, "at least 1");
    check(lr > 0 && lr < Double.POSITIVE_INFINITY, "--lr", lr, "a positive number");
    check(threads >= 0, "--threads", threads, "at least 1");
    if (threads > 0) {
      Nabla.setNumThreads(threads);
    }
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    Path folder = data;
    Mnist digits = folder == null ? Mnist.drawn(DRAWN_TRAIN, DRAWN_TEST, seed) : Mnist.load(folder);
    out.printf("%d images to learn from, %d to test by (%s), %d threads%n", digits.train().size(), digits.test().size(),
        folder == null ? "drawn by the program" : folder, Nabla.getNumThreads());

    Nabla.manualSeed(seed);
    MnistNet net = new MnistNet();
    Adam optimizer = new Adam(net.parameters(), lr);
    TrainingRun run = TrainingRun.open(output, net, optimizer, resume);
    if (run.epoch() >= epochs) {
      out.printf("%s has %d epochs already; give a larger --epochs to go on%n", output, run.epoch());
    }
    for (int epoch = run.epoch() + 1; epoch <= epochs; epoch++) {
      train(net, optimizer, digits.train(), epoch, run, out);
      Score score = test(net, digits.test());
      run.endEpoch(epoch, score.loss(), score.accuracy());
      out.printf(Locale.ROOT, "epoch %d/%d: training loss %.4f, test loss %.4f, test accuracy %.4f, %.0f images/s%n",
          epoch, epochs, run.meanLoss(),
          score.loss(), score.accuracy(), run.imagesPerSecond());
      out.flush();
    }
    out.printf("weights: %s%n", run.best());
    run.drawCurve().ifPresent(line -> out.println(line));
    out.printf(Locale.ROOT, "test accuracy: %.4f%n", test(net, digits.test()).accuracy());
    out.flush();
    return 0;
  }

  private static void check(boolean ok, String option, Object value, String wanted) {
    if (!ok) {
      throw new NablaException(option + ": expected " + wanted + ", got " + value);
    }
  }

  private void train(MnistNet net, Adam optimizer, Dataset images, int epoch, TrainingRun run, PrintWriter out) {
    // Each epoch starts its own random numbers, so that a resumed training goes on as an uninterrupted one would.
    Nabla.manualSeed(seed * 1_000_003 + epoch);
    DataLoader batches = new DataLoader(images, batch, true, seed);
    batches.setEpoch(epoch);
    net.train();
    int total = epochs * batches.batches();
    int step = (epoch - 1) * batches.batches();
    run.startEpoch();
    try (Progress progress = Progress.start("epoch " + epoch + "/" + epochs, images.size(), out)) {
      for (Dataset b : batches) {
        optimizer.setLr(lr * (total - step) / total);
        optimizer.zeroGrad();
        Tensor loss = F.crossEntropy(net.forward(b.inputs()), b.labels());
        loss.backward();
        optimizer.step();
        step++;
        double value = loss.item();
        run.step(step, value, b.size());
        progress.advance(b.size(), value);
      }
    }
  }

  private record Score(double loss, double accuracy) {}

  private static Score test(MnistNet net, Dataset images) {
    net.eval();
    double loss = 0;
    long right = 0;
    try (var _ = Nabla.noGrad()) {
      for (Dataset b : new DataLoader(images, TEST_BATCH)) {
        Tensor logits = net.forward(b.inputs());
        loss += F.crossEntropy(logits, b.labels()).item() * b.size();
        right += logits.argmax(1).eq(b.labels()).sum().itemLong();
      }
    }
    return new Score(loss / images.size(), (double) right / images.size());
  }
}
