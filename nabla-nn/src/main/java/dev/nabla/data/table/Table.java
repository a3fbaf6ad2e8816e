package dev.nabla.data.table;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.data.DataException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Rows of text under named columns.
 *
 * @param source where they come from, for errors
 * @param columns the names of the columns, all different
 * @param rows the rows, each with a field for every column
 */
public record Table(String source, List<String> columns, List<Row> rows) {
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "none", "?");

  /**
   * A row.
   *
   * @param line the line in the file at which it begins, counted from 1
   * @param fields its fields
   */
  public record Row(long line, List<String> fields) {}

  /** Checks that the names differ and that the rows are as wide as the header. */
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    Set<String> seen = new HashSet<>();
    for (String name : columns) {
      if (!seen.add(name)) {
        throw new DataException(source + ", line 1: two columns are called '" + name + "'; rename one of them");
      }
    }
    for (Row row : rows) {
      if (row.fields.size() != columns.size()) {
        throw new DataException(
            source + ", line " + row.line + ": " + row.fields.size() + " fields where the header has "
                + columns.size() + "; a field that holds a separator or a line break needs quotes");
      }
    }
  }

  /** The number of rows. */
  public int size() {
    return rows.size();
  }

  /**
   * The place of the column {@code name}, counted from 0.
   *
   * @throws DataException if there is none
   */
  public int column(String name) {
    int at = columns.indexOf(name);
    if (at < 0) {
      throw new DataException(
          source + ": there is no column '" + name + "'; the columns are " + String.join(", ", columns)
              + (columns.size() == 1 ? "; if it should be several, the separator is another" : ""));
    }
    return at;
  }

  /** The field of {@code row} and {@code column}, without the white space around it. */
  public String text(int row, int column) {
    return rows.get(row).fields.get(column).strip();
  }

  /** Whether a field says that its value is not known: it is empty, NA, N/A, NaN, null, none or ?. */
  public boolean isMissing(int row, int column) {
    return MISSING.contains(text(row, column).toLowerCase(Locale.ROOT));
  }

  /** The number that a field holds, empty if it is none. */
  public OptionalDouble number(int row, int column) {
    return parse(text(row, column));
  }

  static OptionalDouble parse(String text) {
    return NUMBER.matcher(text).matches() ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
  }

  /**
   * The numbers in {@code names}' columns as a float32 tensor [rows, columns]; NaN where a value is missing.
   *
   * @throws DataException if a field holds anything else
   */
  public Tensor numbers(String... names) {
    float[] values = new float[size() * names.length];
    for (int j = 0; j < names.length; j++) {
      int column = column(names[j]);
      for (int i = 0; i < size(); i++) {
        values[i * names.length + j] = isMissing(i, column) ? Float.NaN : (float) numberAt(i, column);
      }
    }
    return Nabla.fromArray(values, size(), names.length);
  }

  /** The number that a field holds; an error that names the place if it is none. */
  double numberAt(int row, int column) {
    return number(row, column).orElseThrow(() -> error(row, column, "'" + text(row, column) + "' is not a number"));
  }

  /** An error about a field: file, line and column, then {@code problem}. */
  public DataException error(int row, int column, String problem) {
    return new DataException(
        source + ", line " + rows.get(row).line + ", column " + columns.get(column) + ": " + problem);
  }
}
