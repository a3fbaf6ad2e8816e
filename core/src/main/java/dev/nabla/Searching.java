package dev.nabla;

import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.ShapeException;
import org.jspecify.annotations.Nullable;

/** Places of values in sorted sequences. */
final class Searching {
  private Searching() {}

  /**
   * For each value the number of elements of its sequence that are less (or, if {@code right}, not greater): where it would be inserted.
   * Sequences stand along the last axis; a single one serves all values.
   */
  static Tensor searchSorted(Tensor sequences, Tensor values, boolean int32, boolean right, @Nullable Tensor sorter) {
    check(sequences, values, sorter);
    Strided s = Items.window(sequences, "searchsorted");
    Strided v = Items.window(values, "searchsorted");
    Strided order = sorter == null ? null : Items.window(sorter, "searchsorted");
    Strided out = Strided.allocate(int32 ? DType.INT32 : DType.INT64, values.shape());
    int n = s.dim(s.rank() - 1);
    int perLine = s.rank() == 1 ? Math.max(v.numel(), 1) : Math.max(v.rank() == 0 ? 1 : v.dim(v.rank() - 1), 1);
    for (int i = 0; i < v.numel(); i++) {
      int line = i / perLine;
      double x = v.storage().getDouble(v.position(i));
      out.storage().setLong(i, place(s, order, line * n, n, x, right));
    }
    return new ConcreteTensor(out);
  }

  private static int place(Strided s, @Nullable Strided order, int start, int n, double x, boolean right) {
    int low = 0;
    int high = n;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int at = order == null ? middle : (int) order.storage().getLong(order.position(start + middle));
      double e = s.storage().getDouble(s.position(start + at));
      // Written so that NaN counts as the largest.
      if (right ? !(e > x) : !(e >= x)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static void check(Tensor sequences, Tensor values, @Nullable Tensor sorter) {
    if (sequences.dim() == 0) {
      throw new ShapeException(
          "torch.searchsorted(): boundaries tensor should have positive dimension, but got 0 dimension");
    }
    if (sequences.dim() > 1) {
      boolean fits = sequences.dim() == values.dim();
      for (int i = 0; fits && i < sequences.dim() - 1; i++) {
        fits = sequences.size(i) == values.size(i);
      }
      if (!fits) {
        throw new ShapeException(
            "torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and"
                + " input value tensor must match, but we got boundaries tensor " + sequences.shape()
                + " and input value tensor " + values.shape());
      }
    }
    if (sequences.dtype() != values.dtype()) {
      throw new NablaException(
          "torch.searchsorted(): boundary tensor and input value tensor should have same dtype, but got boundary tensor's dtype "
              + sequences.dtype().scalarName() + " and input value tensor's dtype " + values.dtype().scalarName());
    }
    if (sorter != null && !sorter.shape().equals(sequences.shape())) {
      throw new ShapeException(
          "torch.searchsorted(): boundary and sorter must have the same size, but got boundary tensor "
              + sequences.shape()
              + " and got sorter tensor " + sorter.shape());
    }
  }

  static Tensor bucketize(Tensor values, Tensor boundaries, boolean int32, boolean right) {
    if (boundaries.dim() != 1) {
      throw new ShapeException("boundaries tensor must be 1 dimension, but got dim(" + boundaries.dim() + ")");
    }
    DType common = DType.promote(values.dtype(), boundaries.dtype());
    return searchSorted(boundaries.to(common), values.to(common), int32, right, null);
  }
}
