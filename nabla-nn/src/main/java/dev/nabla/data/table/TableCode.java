package dev.nabla.data.table;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How the rows of a table become the inputs of a model.
 *
 * @param columns the codes of the columns that count
 * @param leftOut the names of columns that say nothing: without a value, or with almost as many values as rows
 */
public record TableCode(List<ColumnCode> columns, List<String> leftOut) {
  private static final int MOST_VALUES = 256;
  private static final int ALWAYS_FINE = 20;
  /** A column with more numbers than this among its values is meant to be one of numbers. */
  private static final double MOSTLY = 0.9;

  /** Takes copies. */
  public TableCode {
    columns = List.copyOf(columns);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * The code of the columns {@code names}: those of numbers are standardised, those of other values become categories. Means, deviations and
   * categories are those of the rows {@code training}.
   *
   * @param categorical columns that are categories though they hold numbers
   * @throws dev.nabla.data.DataException if a column holds numbers but for a few fields
   */
  public static TableCode learn(Table table, int[] training, List<String> names, Set<String> categorical) {
    List<ColumnCode> codes = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (String name : names) {
      int column = table.column(name);
      boolean numbers = !categorical.contains(name) && isNumeric(table, column);
      ColumnCode code = numbers ? numbers(table, training, column) : categories(table, training, column);
      boolean tooMany = code.width() > Math.min(MOST_VALUES, Math.max(ALWAYS_FINE, training.length / 2));
      if (code.width() == 0 || tooMany) {
        leftOut.add(name);
      } else {
        codes.add(code);
      }
    }
    return new TableCode(codes, leftOut);
  }

  /** Whether all values of a column that are not missing are numbers. */
  public static boolean isNumeric(Table table, int column) {
    int numbers = 0;
    int others = 0;
    int example = -1;
    for (int row = 0; row < table.size(); row++) {
      if (table.number(row, column).isPresent()) {
        numbers++;
      } else if (!table.isMissing(row, column)) {
        others++;
        example = example < 0 ? row : example;
      }
    }
    if (others > 0 && numbers > MOSTLY * (numbers + others)) {
      throw table.error(example, column, "'" + table.text(example, column) + "' is not a number, but " + numbers
          + " other fields of the column are; mend it, leave it empty, or make the column categorical");
    }
    return numbers > 0 && others == 0;
  }

  private static ColumnCode numbers(Table table, int[] training, int column) {
    double[] known = IntStream.of(training).filter(row -> !table.isMissing(row, column))
        .mapToDouble(row -> table.numberAt(row, column)).toArray();
    double mean = Arrays.stream(known).average().orElse(0);
    double variance = Arrays.stream(known).map(x -> (x - mean) * (x - mean)).average().orElse(0);
    return new ColumnCode.Numbers(table.columns().get(column), mean, variance > 0 ? Math.sqrt(variance) : 1,
        known.length < training.length);
  }

  private static ColumnCode.Categories categories(Table table, int[] training, int column) {
    return new ColumnCode.Categories(table.columns().get(column), values(table, training, column));
  }

  /** The different values of a column that are not missing, in the order of numbers or letters. */
  public static List<String> values(Table table, int[] rows, int column) {
    List<String> values = IntStream.of(rows).filter(row -> !table.isMissing(row, column))
        .mapToObj(row -> table.text(row, column)).distinct().toList();
    boolean numbers = values.stream().allMatch(v -> Table.parse(v).isPresent());
    return values.stream().sorted(numbers ? Comparator.comparingDouble(Double::parseDouble) : Comparator.naturalOrder())
        .toList();
  }

  /** How many numbers a row becomes. */
  public int width() {
    return columns.stream().mapToInt(ColumnCode::width).sum();
  }

  /** All rows as a float32 tensor [rows, width]. */
  public Tensor encode(Table table) {
    float[] out = new float[Math.multiplyExact(table.size(), width())];
    for (int row = 0; row < table.size(); row++) {
      int at = row * width();
      for (ColumnCode code : columns) {
        code.write(table, row, out, at);
        at += code.width();
      }
    }
    return Nabla.fromArray(out, table.size(), width());
  }
}
