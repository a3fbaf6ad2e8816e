package dev.nabla.cli;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.data.DataException;
import dev.nabla.data.Examples;
import dev.nabla.data.table.Table;
import dev.nabla.data.table.TableCode;
import dev.nabla.kernel.Generator;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table that is to be predicted from the others.
 *
 * @param classes the values of the target if it is a class, in the order of their numbers; none if it is a number
 * @param mean the target's mean over the rows to learn from; 0 for classes
 * @param deviation the target's standard deviation there; 1 for classes
 * @param code how the other columns become inputs
 * @param learned what to learn from; targets are class numbers [N], or standardised numbers [N, 1]
 * @param measured what to measure by
 */
record TabularProblem(List<String> classes, double mean, double deviation, TableCode code, Examples learned,
    Examples measured) {
  /** A target with no more different whole numbers than this is taken to be a class. */
  private static final int MOST_CLASSES = 10;

  /** What the target is. */
  enum Kind {
    REGRESSION,
    CLASSIFICATION
  }

  /**
   * What is asked about a table.
   *
   * @param target the column to predict
   * @param kind what it is; null to find out
   * @param ignored columns to leave out
   * @param categorical columns that are categories though they hold numbers
   * @param validation the part of the rows to measure by
   * @param seed what determines which
   */
  record Question(String target, @Nullable Kind kind, List<String> ignored, Set<String> categorical, double validation,
      long seed) {}

  static TabularProblem of(Table table, Question question) {
    int target = table.column(question.target);
    ignoredAndCategoricalExist(table, question);
    if (table.size() < 2) {
      throw new DataException(table.source() + ": " + table.size()
          + " rows; one to learn from and one to measure by are needed at least");
    }
    for (int row = 0; row < table.size(); row++) {
      if (table.isMissing(row, target)) {
        throw table.error(row, target, "the value to predict is missing; remove the row or fill it in");
      }
    }
    int[] order = Nabla.randperm(new Generator(question.seed), table.size()).toIntArray();
    int measured = Math.clamp(Math.round(table.size() * question.validation), 1, table.size() - 1);
    int[] learned = Arrays.copyOfRange(order, measured, order.length);
    List<String> inputs = table.columns().stream()
        .filter(c -> !c.equals(question.target) && !question.ignored.contains(c)).toList();
    TableCode code = TableCode.learn(table, learned, inputs, question.categorical);
    if (code.width() == 0) {
      throw new DataException(table.source() + ": no column is left to predict '" + question.target + "' from");
    }
    Kind kind = question.kind == null ? kind(table, target) : question.kind;
    return of(table, target, kind, code, learned, Arrays.copyOf(order, measured));
  }

  private static void ignoredAndCategoricalExist(Table table, Question question) {
    question.ignored.forEach(table::column);
    question.categorical.forEach(table::column);
  }

  private static Kind kind(Table table, int target) {
    if (!TableCode.isNumeric(table, target)) {
      return Kind.CLASSIFICATION;
    }
    List<String> values = TableCode.values(table, all(table), target);
    boolean whole = values.stream().allMatch(v -> Double.parseDouble(v) % 1 == 0);
    return whole && values.size() <= MOST_CLASSES ? Kind.CLASSIFICATION : Kind.REGRESSION;
  }

  private static int[] all(Table table) {
    return IntStream.range(0, table.size()).toArray();
  }

  private static TabularProblem of(Table table, int target, Kind kind, TableCode code, int[] learned, int[] measured) {
    List<String> classes = kind == Kind.CLASSIFICATION ? TableCode.values(table, all(table), target) : List.of();
    if (classes.size() == 1) {
      throw new DataException(table.source() + ", column " + table.columns().get(target) + ": every row has the value "
          + classes.getFirst() + ", so there is nothing to learn");
    }
    double[] numbers = numbers(table, target, classes);
    double mean = 0;
    double deviation = 1;
    if (classes.isEmpty()) {
      double average = IntStream.of(learned).mapToDouble(row -> numbers[row]).average().orElse(0);
      double variance = IntStream.of(learned).mapToDouble(row -> Math.pow(numbers[row] - average, 2)).average()
          .orElse(0);
      mean = average;
      deviation = variance > 0 ? Math.sqrt(variance) : 1;
    }
    Tensor targets = Nabla.fromArray(numbers, numbers.length).sub(mean).div(deviation);
    targets = classes.isEmpty() ? targets.to(Nabla.FLOAT32).unsqueeze(1) : targets.to(Nabla.INT64);
    Examples rows = new Examples(code.encode(table), targets);
    return new TabularProblem(classes, mean, deviation, code, part(rows, learned), part(rows, measured));
  }

  /** The number of each row's class, or the number that the row holds. */
  private static double[] numbers(Table table, int target, List<String> classes) {
    double[] numbers = new double[table.size()];
    for (int row = 0; row < numbers.length; row++) {
      int place = row;
      numbers[row] = !classes.isEmpty()
          ? classes.indexOf(table.text(row, target))
          : table.number(row, target).orElseThrow(() -> table.error(place, target, "'" + table.text(place, target)
              + "' is not a number; mend it, or predict classes with --task CLASSIFICATION"));
    }
    return numbers;
  }

  private static Examples part(Examples all, int[] rows) {
    Tensor index = Nabla.fromArray(rows, rows.length);
    return new Examples(all.inputs().indexSelect(0, index), all.targets().indexSelect(0, index));
  }

  /** How many numbers the network gives: one for each class, or the target itself. */
  int outputs() {
    return Math.max(1, classes.size());
  }

  /** What will be learned, in a line or two. */
  String description() {
    String inputs = code.columns().size() + " columns, " + code.width() + " inputs"
        + (code.leftOut().isEmpty() ? "" : " (left out: " + String.join(", ", code.leftOut()) + ")");
    String what = classes.isEmpty() ? "a number" : classes.size() + " classes";
    return learned.size() + " rows to learn from, " + measured.size() + " to measure by; " + inputs + "; to predict: "
        + what;
  }
}
