package dev.nabla.kernel.vector;

import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.Arrays;

/** The stages of a row program on one task after the other: some lines by some elements of the innermost axis. */
final class RowTile {
  /** Elements of a formula that are made before they are reduced: they stay in the first-level cache. */
  private static final int BLOCK = 2048;
  /** Lines that are summed in one go. */
  private static final int TOGETHER = 8;
  /** Elements of a part of a large task. */
  private static final int PART = 1 << 15;

  private final RowKernels run;
  private final RowLayout layout;
  private final boolean columns;
  private final int inputs;
  /** The windows, and for stages without one the space for a task's values: one for each row, or all elements. */
  private final Strided[] windows;
  /** The values of stages with one for each row, by task. */
  private final Strided[] values;
  private final double[][] totals;
  private final Strided[][] operands;
  private final int[][] at;
  private final Strided buffer;
  private final double[] lanes = new double[LineLoops.LANES];
  private final double[] acc;

  private int line0;
  private int lines;
  private int column0;
  private int width;
  /** The position of each window at the task's outer index. */
  private final int[] base;

  RowTile(RowKernels run, int lines, int width, double[][] totals) {
    this(run, new Strided[run.stages.length], run.windows, totals, width);
    int rows = columns ? width : layout.kind == RowLayout.Kind.ROWS ? lines : 1;
    for (int s = 0; s < values.length; s++) {
      if (run.stages[s].kind.isPerRow()) {
        values[s] = Strided.allocate(run.type, Shape.of(rows));
      } else if (run.stages[s].home < 0 && run.stages[s].kind == dev.nabla.kernel.RowProgram.Kind.EACH) {
        values[s] = Strided.allocate(run.type, Shape.of(lines * width));
      }
    }
    link();
  }

  private RowTile(RowKernels run, Strided[] values, Strided[] windows, double[][] totals, int width) {
    this.run = run;
    this.layout = run.layout;
    this.columns = layout.kind == RowLayout.Kind.COLUMNS;
    this.inputs = run.program.inputs();
    this.values = values;
    this.windows = windows;
    this.totals = totals;
    this.operands = new Strided[values.length][];
    this.at = new int[values.length][];
    this.base = new int[windows.length];
    this.buffer = Strided.allocate(run.type, Shape.of(BLOCK));
    this.acc = new double[columns ? width : 1];
  }

  /** Finds the storages that each stage reads. */
  private void link() {
    for (int s = 0; s < values.length; s++) {
      int[] reads = run.stages[s].reads;
      operands[s] = new Strided[reads.length];
      for (int k = 0; k < reads.length; k++) {
        operands[s][k] = operand(reads[k]);
      }
      at[s] = new int[reads.length + 1];
    }
  }

  /** Where the values of an input or stage are. */
  private Strided operand(int k) {
    if (k < inputs) {
      return windows[k];
    }
    RowStage stage = run.stages[k - inputs];
    return stage.home >= 0 ? windows[inputs + stage.home] : values[k - inputs];
  }

  /** Goes to a task: {@code n} lines (or for COLUMNS columns) from {@code from} on, at one outer index; of RUNS, all lines. */
  void seek(int outer, int from, int n) {
    line0 = columns ? 0 : from;
    lines = columns ? layout.lines : n;
    column0 = columns ? from : 0;
    width = columns ? n : layout.inner;
    for (int k = 0; k < base.length; k++) {
      base[k] = windows[k].offset() + layout.outerStart(k, outer);
    }
  }

  /** All stages, by this thread. */
  void run() {
    for (int s = 0; s < values.length; s++) {
      RowStage stage = run.stages[s];
      switch (stage.kind) {
        case EACH -> each(s, 0, lines, 0, width);
        case ROW -> row(s);
        case TOTAL -> {
          if (stage.isOutput) {
            total(s);
          }
        }
        default -> reduce(s);
      }
      if (stage.isOutput && stage.kind.isPerRow()) {
        store(s);
      }
    }
  }

  // --- positions ---

  /** Where operand {@code k} (an input or stage) is at line {@code line} and element {@code i} of the task. */
  private int position(int k, int line, int i) {
    if (k < inputs) {
      return base[k] + layout.lineStart(k, line0 + line) + (column0 + i) * layout.innerSteps[k];
    }
    RowStage stage = run.stages[k - inputs];
    if (stage.home >= 0) {
      return position(stage.home, line, i, true);
    }
    if (stage.kind.isPerRow()) {
      return columns ? i : layout.kind == RowLayout.Kind.ROWS ? line : 0;
    }
    return line * width + i;
  }

  /** Where the output of stage {@code s} is. */
  private int position(int s, int line, int i, boolean output) {
    int k = inputs + s;
    return output ? base[k] + layout.lineStart(k, line0 + line) + (column0 + i) * layout.innerSteps[k] : i;
  }

  /** Runs the formula of stage {@code s} on {@code n} elements of a line into {@code out} from {@code to} on. */
  private void formula(int s, Kernel kernel, int line, int i, int n, Strided out, int to) {
    int[] reads = run.stages[s].reads;
    int[] from = at[s];
    for (int k = 0; k < reads.length; k++) {
      from[k] = position(reads[k], line, i);
    }
    from[reads.length] = to;
    kernel.row(operands[s], run.params, out, from, n, true);
  }

  // --- stages ---

  private void each(int s, int lineFrom, int lineTo, int from, int to) {
    Kernel kernel = run.stages[s].kernel(to - from, (lineTo - lineFrom) * (to - from));
    Strided out = operand(inputs + s);
    for (int line = lineFrom; line < lineTo; line++) {
      formula(s, kernel, line, from, to - from, out, position(inputs + s, line, from));
    }
  }

  /** A value for each row of the task. */
  private void row(int s) {
    RowStage stage = run.stages[s];
    boolean across = layout.kind == RowLayout.Kind.ROWS;
    int n = columns ? width : across ? lines : 1;
    Kernel kernel = stage.kernel(n, n);
    boolean even = true;
    for (int k : stage.reads) {
      even &= !across || k >= inputs || layout.lineStep(k) <= 1;
    }
    if (even) {
      formula(s, kernel, 0, 0, n, values[s], 0);
      return;
    }
    for (int line = 0; line < lines; line++) {
      formula(s, kernel, line, 0, 1, values[s], line);
    }
  }

  private void reduce(int s) {
    Reducer reducer = run.stages[s].reducer;
    if (columns) {
      Arrays.fill(acc, 0, width, RowLoops.start(reducer));
      down(s, 0, lines, 0, width, acc, 0);
      for (int i = 0; i < width; i++) {
        set(values[s], i, acc[i]);
      }
    } else if (layout.kind == RowLayout.Kind.ROWS) {
      for (int line = 0; line < lines; line++) {
        set(values[s], line, along(s, line, 0, width));
      }
    } else {
      double result = RowLoops.start(reducer);
      for (int line = 0; line < lines; line++) {
        result = LineLoops.combine(reducer, result, along(s, line, 0, width));
      }
      set(values[s], 0, result);
    }
  }

  private static void set(Strided to, int i, double v) {
    if (to.storage().array() instanceof float[] x) {
      x[i] = (float) v;
    } else {
      to.storage().doubles()[i] = v;
    }
  }

  /** The reduction of elements {@code from} to {@code to} of a line. */
  private double along(int s, int line, int from, int to) {
    RowStage stage = run.stages[s];
    if (stage.source >= 0) {
      Storage source = operand(stage.source).storage();
      return LineLoops.real(stage.reducer, source, position(stage.source, line, from), 1, to - from, lanes);
    }
    Kernel kernel = stage.kernel(Math.min(BLOCK, to - from), to - from);
    double result = 0;
    for (int i = from; i < to; i += BLOCK) {
      int n = Math.min(BLOCK, to - i);
      formula(s, kernel, line, i, n, buffer, 0);
      double more = LineLoops.real(stage.reducer, buffer.storage(), 0, 1, n, lanes);
      result = i == from ? more : LineLoops.combine(stage.reducer, result, more);
    }
    return result;
  }

  /** Reduces the lines {@code line0} to {@code line1}, elements {@code from} to {@code to}, onto {@code sums} from {@code there} on. */
  private void down(int s, int lineFrom, int lineTo, int from, int to, double[] sums, int there) {
    RowStage stage = run.stages[s];
    if (stage.source >= 0) {
      Storage source = operand(stage.source).storage();
      for (int line = lineFrom; line < lineTo;) {
        int n = Math.min(lineTo - line, layout.evenLines(line0 + line));
        int at = position(stage.source, line, from);
        int step = n == 1 ? 0 : position(stage.source, line + 1, from) - at;
        RowLoops.run(stage.reducer, source, at, step, n, sums, there, to - from);
        line += n;
      }
      return;
    }
    int span = Math.min(to - from, BLOCK / TOGETHER);
    Kernel kernel = stage.kernel(span, (lineTo - lineFrom) * (to - from));
    for (int i = from; i < to; i += span) {
      int n = Math.min(span, to - i);
      for (int line = lineFrom; line < lineTo; line += TOGETHER) {
        int count = Math.min(TOGETHER, lineTo - line);
        for (int k = 0; k < count; k++) {
          formula(s, kernel, line + k, i, n, buffer, k * span);
        }
        RowLoops.run(stage.reducer, buffer.storage(), 0, span, count, sums, there + i - from, n);
      }
    }
  }

  /** Adds to the sums over all tasks. */
  private void total(int s) {
    total(s, 0, lines, 0, width);
  }

  private void total(int s, int lineFrom, int lineTo, int from, int to) {
    int k = inputs + s;
    double[] sums = totals[run.stages[s].total];
    int offset = windows[k].offset();
    if (layout.innerSteps[k] == 1 && layout.lineStep(k) == 0
        && layout.evenLines(line0 + lineFrom) >= lineTo - lineFrom) {
      down(s, lineFrom, lineTo, from, to, sums, position(s, lineFrom, from, true) - offset);
      return;
    }
    for (int line = lineFrom; line < lineTo; line++) {
      int there = position(s, line, from, true) - offset;
      if (layout.innerSteps[k] == 1) {
        down(s, line, line + 1, from, to, sums, there);
      } else if (layout.innerSteps[k] == 0) {
        sums[there] += along(s, line, from, to);
      } else {
        scattered(s, line, from, to, sums, there, layout.innerSteps[k]);
      }
    }
  }

  /** Adds a line to sums that are {@code step} apart. */
  private void scattered(int s, int line, int from, int to, double[] sums, int there, int step) {
    Kernel kernel = run.stages[s].kernel(Math.min(BLOCK, to - from), to - from);
    for (int i = from; i < to; i += BLOCK) {
      int n = Math.min(BLOCK, to - i);
      formula(s, kernel, line, i, n, buffer, 0);
      for (int j = 0; j < n; j++) {
        sums[there + (i - from + j) * step] += buffer.storage().getDouble(j);
      }
    }
  }

  /** Copies the values of the task's rows to the output. */
  private void store(int s) {
    int k = inputs + s;
    Storage out = windows[k].storage();
    Storage from = values[s].storage();
    int n = columns ? width : layout.kind == RowLayout.Kind.ROWS ? lines : 1;
    for (int i = 0; i < n; i++) {
      int to = columns ? position(s, 0, i, true) : position(s, i, 0, true);
      if (run.type == DType.FLOAT32) {
        out.floats()[to] = from.floats()[i];
      } else {
        out.doubles()[to] = from.doubles()[i];
      }
    }
  }

  // --- large tasks ---

  /** A tile for another thread at work on the same task. */
  private RowTile sibling(double[][] ownTotals) {
    RowTile tile = new RowTile(run, values, windows, ownTotals, width);
    tile.link();
    tile.line0 = line0;
    tile.lines = lines;
    tile.column0 = column0;
    tile.width = width;
    System.arraycopy(base, 0, tile.base, 0, base.length);
    return tile;
  }

  /** All stages, each cut into parts for several threads. */
  void runLarge() {
    boolean alongRows = layout.kind == RowLayout.Kind.ROWS;
    int extent = alongRows ? width : lines;
    int size = Math.max(1, PART / Math.max(1, alongRows ? lines : width));
    int parts = (extent - 1) / size + 1;
    for (int s = 0; s < values.length; s++) {
      RowStage stage = run.stages[s];
      if (stage.kind == dev.nabla.kernel.RowProgram.Kind.ROW) {
        row(s);
      } else if (stage.kind == dev.nabla.kernel.RowProgram.Kind.EACH) {
        int number = s;
        Parallel.range(parts, 1, (first, last) -> {
          RowTile tile = sibling(totals);
          int to = Math.min(extent, last * size);
          if (alongRows) {
            tile.each(number, 0, lines, first * size, to);
          } else {
            tile.each(number, first * size, to, 0, width);
          }
        });
      } else if (stage.kind != dev.nabla.kernel.RowProgram.Kind.TOTAL) {
        reduceLarge(s, extent, size, parts);
      } else if (stage.isOutput) {
        total(s);
      }
      if (stage.isOutput && stage.kind.isPerRow()) {
        store(s);
      }
    }
  }

  private void reduceLarge(int s, int extent, int size, int parts) {
    boolean alongRows = layout.kind == RowLayout.Kind.ROWS;
    Reducer reducer = run.stages[s].reducer;
    int results = columns ? width : alongRows ? lines : 1;
    double[][] partial = new double[parts][results];
    Parallel.range(parts, 1, (first, last) -> {
      RowTile tile = sibling(totals);
      for (int p = first; p < last; p++) {
        tile.reducePart(s, p * size, Math.min(extent, (p + 1) * size), partial[p]);
      }
    });
    for (int i = 0; i < results; i++) {
      double result = partial[0][i];
      for (int p = 1; p < parts; p++) {
        result = LineLoops.combine(reducer, result, partial[p][i]);
      }
      set(values[s], i, result);
    }
  }

  private void reducePart(int s, int from, int to, double[] results) {
    Reducer reducer = run.stages[s].reducer;
    Arrays.fill(results, RowLoops.start(reducer));
    if (columns) {
      down(s, from, to, 0, width, results, 0);
    } else if (layout.kind == RowLayout.Kind.ROWS) {
      for (int line = 0; line < lines; line++) {
        results[line] = along(s, line, from, to);
      }
    } else {
      for (int line = from; line < to; line++) {
        results[0] = LineLoops.combine(reducer, results[0], along(s, line, 0, width));
      }
    }
  }
}
