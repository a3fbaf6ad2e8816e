package dev.nabla.cli;

import dev.nabla.F;
import dev.nabla.Tensor;
import dev.nabla.data.Example;
import dev.nabla.data.Examples;
import dev.nabla.io.Csv;
import dev.nabla.nn.Linear;
import dev.nabla.nn.Module;
import dev.nabla.nn.ReLU;
import dev.nabla.nn.Sequential;
import dev.nabla.optim.AdamW;
import dev.nabla.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nabla train tabular}: trains a multi-layer perceptron to predict one column of a CSV file from the others. */
@Command(name = "tabular", description = {
  "Train a network on a CSV file to predict one column from the others, for 50 epochs.",
  "Columns of numbers are standardised, others become categories; all but the target may have missing values."}, showDefaultValues = true)
final class TrainTabular implements Callable<Integer> {
  private static final int EPOCHS = 50;
  private static final int EVALUATIONS = 10;

  @Parameters(paramLabel = "FILE.csv", description = "UTF-8, with the names of the columns in the first line.") private @Nullable Path file;

  @Option(names = "--target", paramLabel = "COLUMN", required = true, description = "The column to predict.") private String target = "";

  @Option(names = "--task", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}; if not given, words and at most 10 different whole numbers are classes.") private TabularProblem.@Nullable Kind kind;

  @Option(names = "--ignore", paramLabel = "COLUMN", split = ",", description = "Columns to leave out.") private List<String> ignored = List
      .of();

  @Option(names = "--categorical", paramLabel = "COLUMN", split = ",", description = "Columns that are categories though they hold numbers.") private List<String> categorical = List
      .of();

  @Option(names = "--separator", paramLabel = "C", description = "What stands between fields; \\t is a tab.") private String separator = ",";

  @Option(names = "--validation", paramLabel = "X", description = "The part of the rows that is measured by, not learned from.") private double validation = 0.2;

  @Option(names = "--hidden", paramLabel = "N", split = ",", description = "The widths of the hidden layers.") private List<Integer> hidden = List
      .of(64, 64);

  @Mixin private TrainingOptions options = new TrainingOptions("tabular", 32, 1e-3);

  @Override
  public Integer call() throws IOException {
    options.apply();
    TrainingOptions.check(validation > 0 && validation < 1, "--validation", validation, "a number between 0 and 1");
    TrainingOptions.check(hidden.stream().allMatch(n -> n > 0), "--hidden", hidden, "widths of at least 1");
    String by = separator.equals("\\t") ? "\t" : separator;
    TrainingOptions.check(by.matches("[^\"\\r\\n]"), "--separator", separator, "one character");
    TabularProblem problem = TabularProblem.of(Csv.read(Objects.requireNonNull(file), by.charAt(0)),
        new TabularProblem.Question(target, kind, ignored, Set.copyOf(categorical), validation, options.seed()));
    options.notes().println(problem.description());
    new Training(new Rows(problem, network(problem)), options).run();
    return 0;
  }

  private Module network(TabularProblem problem) {
    List<Module> layers = new ArrayList<>();
    int width = problem.code().width();
    for (int n : hidden) {
      layers.add(new Linear(width, n));
      layers.add(new ReLU());
      width = n;
    }
    layers.add(new Linear(width, problem.outputs()));
    return new Sequential(layers.toArray(Module[]::new));
  }

  /** Rows of a table; the learning rate of AdamW falls to 0 linearly. */
  private final class Rows implements Task {
    private final TabularProblem problem;
    private final Module net;
    private final Optimizer optimizer;
    private final Passes<Example> passes;

    Rows(TabularProblem problem, Module net) {
      this.problem = problem;
      this.net = net;
      this.optimizer = new AdamW(net.parameters(), options.lr());
      this.passes = new Passes<>(problem.learned(), options.batch(), options.seed());
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
      return Map.of("--target", target, "--hidden", hidden.toString(), "--validation", Double.toString(validation),
          "--batch", Integer.toString(options.batch()), "--seed", Long.toString(options.seed()));
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
      return usualSteps() / EVALUATIONS;
    }

    @Override
    public String unit() {
      return "rows";
    }

    @Override
    public double learningRate(int step, int steps) {
      return options.lr() * (steps - step) / steps;
    }

    private Tensor loss(Tensor output, Tensor target) {
      return problem.classes().isEmpty() ? F.mseLoss(output, target) : F.crossEntropy(output, target);
    }

    @Override
    public Batch forward(int step) {
      Example b = passes.batch(step);
      return new Batch(loss(net.forward(b.input()), b.target()), b.size());
    }

    @Override
    public Evaluation evaluate(int step) {
      Examples rows = problem.measured();
      Tensor output = net.forward(rows.inputs());
      double loss = loss(output, rows.targets()).item();
      Map<String, Double> measures = new LinkedHashMap<>();
      if (problem.classes().isEmpty()) {
        Tensor error = output.sub(rows.targets());
        measures.put("val_rmse", Math.sqrt(error.square().mean().item()) * problem.deviation());
        measures.put("val_mae", error.abs().mean().item() * problem.deviation());
      } else {
        measures.put("val_accuracy",
            (double) output.argmax(1).eq(rows.targets()).sum().itemLong() / rows.size());
      }
      measures.put("val_loss", loss);
      return new Evaluation(measures, "");
    }

    @Override
    public boolean largerIsBetter() {
      return !problem.classes().isEmpty();
    }
  }
}
