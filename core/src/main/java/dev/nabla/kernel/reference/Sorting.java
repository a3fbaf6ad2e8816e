package dev.nabla.kernel.reference;

import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import java.util.Arrays;
import java.util.Comparator;

/** Sorting by the library's stable sort of boxed positions. */
final class Sorting {
  private Sorting() {}

  /** Sorts along {@code axis}, stably, NaN as the largest and -0 equal to 0. */
  static void sort(Strided in, int axis, boolean descending, Strided values, Strided positions) {
    Lines lines = new Lines(in, axis);
    Storage data = in.storage();
    for (int line = 0; line < lines.count(); line++) {
      int l = line;
      Integer[] order = new Integer[lines.length()];
      Arrays.setAll(order, i -> i);
      Comparator<Integer> ascending = (i, k) -> compare(data, lines.position(in, l, i), lines.position(in, l, k));
      Arrays.sort(order, descending ? ascending.reversed() : ascending);
      int count = values.rank() == 0 ? 1 : values.dim(axis);
      for (int i = 0; i < count; i++) {
        int from = lines.position(in, line, order[i]);
        int to = lines.position(values, line, i);
        if (in.dtype().isFloating()) {
          values.storage().setDouble(to, data.getDouble(from));
        } else {
          values.storage().setLong(to, data.getLong(from));
        }
        positions.storage().setLong(lines.position(positions, line, i), order[i]);
      }
    }
  }

  private static int compare(Storage data, int i, int k) {
    if (!data.dtype().isFloating()) {
      return Long.compare(data.getLong(i), data.getLong(k));
    }
    // Adding 0 turns -0 into 0; Double.compare puts NaN last.
    return Double.compare(data.getDouble(i) + 0.0, data.getDouble(k) + 0.0);
  }
}
