package dev.nabla.kernel.vector;

import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Scan;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import org.jspecify.annotations.Nullable;

/**
 * Reductions and running reductions of windows with any strides.
 *
 * <p>Two ways lead to a result. If a reduced axis is the dense one, each result is made of lines ({@link LineLoops}). If a kept axis is
 * (sums over the batch), whole rows are added to a row of accumulators ({@link RowLoops}). Either way the work is cut into parts of a size
 * that depends on the layout alone, and their results are combined in order, so the number of threads does not show.
 */
final class Reductions {
  /** Elements of one part. */
  static final int PART = 1 << 16;
  /** Elements that are worth another thread. */
  static final int GRAIN = 1 << 16;
  /** Rows narrower than this are not worth the accumulators. */
  private static final int NARROW = 8;

  private Reductions() {}

  /** {@code out} = the reduction of {@code in} over {@code axes}. */
  static void reduce(Reducer reducer, Strided in, int[] axes, Strided out) {
    int n = in.numel();
    if (n == 0 || (out.numel() == 1 && n <= PART && in.isContiguous())) {
      long result = Fold.line(reducer, in.storage(), in.offset(), 1, n, LineLoops.scratch(reducer, n));
      for (int i = 0; i < out.numel(); i++) {
        Fold.store(reducer, in.storage(), result, out.storage(), out.position(i));
      }
      return;
    }
    ReduceLayout layout = new ReduceLayout(reducer, in, axes, out);
    boolean rows = layout.rowStride() == 1 && layout.rowLength() >= NARROW && layout.lineStride() != 1
        && in.dtype().isFloating()
        && reducer != Reducer.ALL && reducer != Reducer.ANY;
    if (rows) {
      RowLoops.reduce(reducer, in.storage(), layout, out.storage());
    } else {
      lines(reducer, in.storage(), layout, out.storage());
    }
  }

  private static void lines(Reducer reducer, Storage in, ReduceLayout layout, Storage out) {
    int n = layout.lineLength();
    int lines = layout.lines();
    if ((long) n * lines > PART) {
      longLines(reducer, in, layout, out);
      return;
    }
    Parallel.range(layout.outputs(), Math.max(1, GRAIN / (n * lines)), (from, to) -> {
      Walk walk = layout.walkOutputs(from);
      if (lines == 1 && Fold.isReal(reducer, in)) {
        LineLoops.real(reducer, in, walk, layout.lineStride(), n, out, to - from);
        return;
      }
      Fold fold = new Fold(reducer, in, layout);
      for (int o = from; o < to; o++, walk.next()) {
        Fold.store(reducer, in, fold.part(walk.a, 0, lines, 0, n), out, walk.b);
      }
    });
  }

  /** Every result is made of several parts: of pieces of a line, or of some lines together. */
  private static void longLines(Reducer reducer, Storage in, ReduceLayout layout, Storage out) {
    int n = layout.lineLength();
    int lines = layout.lines();
    int pieces = (n - 1) / PART + 1;
    int together = Math.max(1, PART / n);
    int parts = pieces * ((lines - 1) / together + 1);
    long[] results = new long[layout.outputs() * parts];
    Parallel.range(results.length, 1, (from, to) -> {
      Walk walk = layout.walkOutputs(from / parts);
      Fold fold = new Fold(reducer, in, layout);
      for (int k = from; k < to; k++) {
        int part = k % parts;
        int line = part / pieces * together;
        int at = part % pieces * PART;
        results[k] = fold.part(walk.a, line, Math.min(lines, line + together), at, (int) Math.min(n, (long) at + PART));
        if (part == parts - 1) {
          walk.next();
        }
      }
    });
    Walk walk = layout.walkOutputs(0);
    Fold fold = new Fold(reducer, in, layout);
    for (int o = 0; o < layout.outputs(); o++, walk.next()) {
      long result = results[o * parts];
      for (int part = 1; part < parts; part++) {
        result = fold.combine(walk.a, result, results[o * parts + part]);
      }
      Fold.store(reducer, in, result, out, walk.b);
    }
  }

  /** The running reduction of {@code in} along {@code axis}; {@code positions} (int64) only for MAX and MIN. */
  static void scan(Scan scan, Strided in, int axis, Strided out, @Nullable Strided positions) {
    Scans.scan(scan, in, axis, out, positions);
  }
}
