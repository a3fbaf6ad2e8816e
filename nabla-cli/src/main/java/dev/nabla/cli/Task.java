package dev.nabla.cli;

import dev.nabla.Tensor;
import dev.nabla.nn.Module;
import dev.nabla.optim.Optimizer;
import java.nio.file.Path;
import java.util.Map;

/** What a command teaches a model, step by step, and how it measures what has been learned. {@link Training} does the rest. */
interface Task {
  Module model();

  Optimizer optimizer();

  /** By option, what a checkpoint must agree in for the training to go on from it. */
  Map<String, String> settings();

  /** Writes what the weights need to be of use, besides themselves, into the folder of the training. */
  default void writeTo(Path folder) {}

  /** Steps in one pass over the data. */
  int stepsPerEpoch();

  /** Steps to train for where nothing else is asked for. */
  int usualSteps();

  /** Steps between two evaluations where nothing else is asked for. */
  int usualInterval();

  /** What the batches consist of, such as {@code images}. */
  String unit();

  /** The learning rate of step {@code step} of {@code steps}, counted from 0. */
  double learningRate(int step, int steps);

  /** The norm to which gradients are clipped; infinite if they are not. */
  default double maxGradNorm() {
    return Double.POSITIVE_INFINITY;
  }

  /** The loss of one batch, and of how many {@link #unit} the batch consists. */
  record Batch(Tensor loss, int size) {}

  /** The forward pass of step {@code step}, counted from 0; steps come in order. */
  Batch forward(int step);

  /** Measures by name, such as {@code val_loss}, the one that counts first; what else the evaluation has to show may be empty. */
  record Evaluation(Map<String, Double> measures, String text) {}

  /** How good the model is after {@code step} steps. It may draw random numbers: training does not notice. */
  Evaluation evaluate(int step);

  /** Whether the measure that counts is better the larger it is. */
  boolean largerIsBetter();
}
