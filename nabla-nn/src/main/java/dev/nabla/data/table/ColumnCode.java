package dev.nabla.data.table;

import java.util.List;

/** How the fields of one column become numbers. */
public sealed interface ColumnCode {
  /** The name of the column. */
  String name();

  /** How many numbers each field becomes. */
  int width();

  /** Writes the numbers for the field of {@code row} to {@code out} from {@code at} on. */
  void write(Table table, int row, float[] out, int at);

  /**
   * Standardised numbers: (x - mean) / deviation. A missing value becomes 0, the mean; where any is missing, a second number says so.
   *
   * @param name the name of the column
   * @param mean the mean of the training rows
   * @param deviation their standard deviation, 1 if all are equal
   * @param marksMissing whether a second number is 1 where the value is missing
   */
  record Numbers(String name, double mean, double deviation, boolean marksMissing) implements ColumnCode {
    @Override
    public int width() {
      return marksMissing ? 2 : 1;
    }

    @Override
    public void write(Table table, int row, float[] out, int at) {
      int column = table.column(name);
      boolean missing = table.isMissing(row, column);
      out[at] = missing ? 0 : (float) ((table.numberAt(row, column) - mean) / deviation);
      if (marksMissing) {
        out[at + 1] = missing ? 1 : 0;
      }
    }
  }

  /**
   * One number for each value: 1 for that of the row, 0 for the others. A value that no training row has becomes zeros alone.
   *
   * @param name the name of the column
   * @param values the values, in order
   */
  record Categories(String name, List<String> values) implements ColumnCode {
    @Override
    public int width() {
      return values.size();
    }

    @Override
    public void write(Table table, int row, float[] out, int at) {
      int value = values.indexOf(table.text(row, table.column(name)));
      for (int i = 0; i < values.size(); i++) {
        out[at + i] = i == value ? 1 : 0;
      }
    }
  }
}
