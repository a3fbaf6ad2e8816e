package dev.nabla.cli;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.data.DataLoader;
import dev.nabla.data.Example;
import dev.nabla.data.Mnist;
import dev.nabla.examples.MnistNet;
import dev.nabla.nn.Module;
import dev.nabla.optim.Adam;
import dev.nabla.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nabla train mnist}: trains the usual small convolutional network on images of digits. */
@Command(name = "mnist", description = {"Train a small convolutional network on images of digits, for 3 epochs.",
  "Without --data it learns digits that the program draws itself."}, showDefaultValues = true)
final class TrainMnist implements Callable<Integer> {
  private static final int DRAWN_TRAIN = 8000;
  private static final int DRAWN_TEST = 2000;
  private static final int EPOCHS = 3;
  private static final int TEST_BATCH = 500;

  @Option(names = "--data", paramLabel = "DIR", description = "Folder with MNIST's IDX files, gzipped or not.") private @Nullable Path data;

  @Mixin private TrainingOptions options = new TrainingOptions("mnist", 64, 1e-3);

  @Override
  public Integer call() throws IOException {
    options.apply();
    Mnist digits = data == null ? Mnist.drawn(DRAWN_TRAIN, DRAWN_TEST, options.seed()) : Mnist.load(data);
    options.notes().printf("%d images to learn from, %d to test by (%s), %d threads%n", digits.train().size(),
        digits.test().size(), data == null ? "drawn by the program" : data, Nabla.getNumThreads());
    new Training(new Digits(digits, options), options).run();
    return 0;
  }

  /** Ten classes of images; the learning rate of Adam falls to 0 linearly. */
  private static final class Digits implements Task {
    private final Mnist digits;
    private final TrainingOptions options;
    private final MnistNet net = new MnistNet();
    private final Optimizer optimizer;
    private final Passes<Example> passes;

    Digits(Mnist digits, TrainingOptions options) {
      this.digits = digits;
      this.options = options;
      optimizer = new Adam(net.parameters(), options.lr());
      passes = new Passes<>(digits.train(), options.batch(), options.seed());
    }

    @Override
    public Module model() {
      return net;
    }

    @Override
    public Optimizer optimizer() {
      return optimizer;
    }

    @Override
    public Map<String, String> settings() {
      return Map.of("--batch", Integer.toString(options.batch()), "--seed", Long.toString(options.seed()));
    }

    @Override
    public int stepsPerEpoch() {
      return passes.size();
    }

    @Override
    public int usualSteps() {
      return EPOCHS * stepsPerEpoch();
    }

    @Override
    public int usualInterval() {
      return stepsPerEpoch();
    }

    @Override
    public String unit() {
      return "images";
    }

    @Override
    public double learningRate(int step, int steps) {
      return options.lr() * (steps - step) / steps;
    }

    @Override
    public Batch forward(int step) {
      Example b = passes.batch(step);
      return new Batch(F.crossEntropy(net.forward(b.input()), b.target()), b.size());
    }

    @Override
    public Evaluation evaluate(int step) {
      double loss = 0;
      long right = 0;
      for (Example b : new DataLoader<>(digits.test(), TEST_BATCH)) {
        Tensor logits = net.forward(b.input());
        loss += F.crossEntropy(logits, b.target()).item() * b.size();
        right += logits.argmax(1).eq(b.target()).sum().itemLong();
      }
      Map<String, Double> measures = new LinkedHashMap<>();
      measures.put("test_accuracy", (double) right / digits.test().size());
      measures.put("test_loss", loss / digits.test().size());
      return new Evaluation(measures, "");
    }

    @Override
    public boolean largerIsBetter() {
      return true;
    }
  }
}
