package dev.nabla.kernel.vector;

import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.RowProgram.Kind;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.Arrays;
import java.util.List;

/** The passes of a row program over one task after the other: some lines by some elements of the innermost axis. */
final class RowTile {
  /** Elements of a line that share accumulators. */
  static final int BLOCK = 1024;
  /** Lines that share accumulators. */
  static final int TOGETHER = 16;
  /** Elements of a part of a large task. */
  private static final int PART = 1 << 15;

  private final RowKernels run;
  private final RowLayout layout;
  private final RowPlan plan;
  private final boolean columns;
  private final int inputs;
  private final Strided[] windows;
  /** What stages make for later ones: a value for each row of the task, or all elements. */
  private final Strided[] values;
  private final double[][] totals;
  private final Strided[][] operands;
  private final int[][] at;
  private final Strided buffer;
  /** By pass, the arrays of its loop, and the positions in them. */
  private final Object[][] arrays;
  private final int[][] positions;
  /** By pass, how far the positions move from line to line, and the line that they come to next by that. */
  private final int[][] steps;
  private final int[] next;
  /** By pass and reduction, accumulators in double precision: lanes, or results for each row. */
  private final double[][][] lanes;
  private final double[][][] results;
  /** The position of each window at the task's outer index. */
  private final int[] base;

  private int line0;
  private int lines;
  private int column0;
  private int width;

  RowTile(RowKernels run, int lines, int width, double[][] totals) {
    this(run, new Strided[run.plan.stages.length], totals, lines, width);
    int rows = rows(lines, width);
    for (int s = 0; s < values.length; s++) {
      if (plan.stages[s].kind.isPerRow()) {
        values[s] = Strided.allocate(run.type, Shape.of(rows));
      } else if (plan.stages[s].home < 0 && plan.stages[s].kind == Kind.EACH) {
        values[s] = Strided.allocate(run.type, Shape.of(lines * width));
      }
    }
    link(width);
  }

  private RowTile(RowKernels run, Strided[] values, double[][] totals, int lines, int width) {
    this.run = run;
    this.layout = run.layout;
    this.plan = run.plan;
    this.columns = layout.kind == RowLayout.Kind.COLUMNS;
    this.inputs = run.program.inputs();
    this.windows = run.windows;
    this.values = values;
    this.totals = totals;
    this.operands = new Strided[values.length][];
    this.at = new int[values.length][];
    this.base = new int[windows.length];
    this.buffer = Strided.allocate(run.type, Shape.of(BLOCK));
    int n = plan.passes.size();
    this.arrays = new Object[n][];
    this.positions = new int[n][];
    this.steps = new int[n][];
    this.next = new int[n];
    this.lanes = new double[n][][];
    this.results = new double[n][][];
    for (int p = 0; p < n; p++) {
      results[p] = results(plan.passes.get(p), rows(lines, width));
    }
  }

  /** How many rows a task has. */
  private int rows(int taskLines, int taskWidth) {
    return columns ? taskWidth : layout.kind == RowLayout.Kind.ROWS ? taskLines : 1;
  }

  private double[][] results(PassPlan pass, int rows) {
    double[][] made = new double[pass.reductions()][];
    for (int r = 0; r < made.length; r++) {
      made[r] = new double[plan.stages[pass.reduced().get(r)].kind == Kind.TOTAL ? 0 : rows];
    }
    return made;
  }

  /** Finds the arrays of all passes. */
  private void link(int taskWidth) {
    for (int s = 0; s < values.length; s++) {
      int[] reads = plan.stages[s].reads;
      operands[s] = new Strided[reads.length];
      for (int k = 0; k < reads.length; k++) {
        operands[s][k] = operand(reads[k]);
      }
      at[s] = new int[reads.length + 1];
    }
    for (int p = 0; p < arrays.length; p++) {
      PassPlan pass = plan.passes.get(p);
      arrays[p] = new Object[pass.arrays()];
      positions[p] = new int[pass.arrays()];
      steps[p] = new int[pass.arrays()];
      lanes[p] = new double[pass.reductions()][];
      int n = 0;
      for (int k : pass.operands) {
        arrays[p][n++] = operand(k).storage().array();
      }
      for (int s : pass.stored()) {
        arrays[p][n++] = operand(inputs + s).storage().array();
      }
      for (int r = 0; r < pass.reductions(); r++) {
        boolean along = pass.isAlong(r);
        arrays[p][n++] = Storage.allocate(run.type, along ? PassKernel.LANES : taskWidth).array();
        lanes[p][r] = new double[along ? PassKernel.LANES : 0];
      }
    }
  }

  /** Where the values of an input or stage are. */
  private Strided operand(int k) {
    if (k < inputs) {
      return windows[k];
    }
    RowStage stage = plan.stages[k - inputs];
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

  /** All passes, by this thread. */
  void run() {
    for (int p = 0; p < arrays.length; p++) {
      PassPlan pass = plan.passes.get(p);
      if (pass.isRow()) {
        row(pass.stages[0]);
      } else {
        pass(p, 0, lines, 0, width, results[p]);
      }
      finish(pass, results[p]);
    }
  }

  /** Hands the results of a pass to later ones, and to the outputs. */
  private void finish(PassPlan pass, double[][] found) {
    for (int r = 0; r < found.length; r++) {
      int s = pass.reduced().get(r);
      if (plan.stages[s].kind != Kind.TOTAL) {
        set(values[s].storage(), found[r], rows(lines, width));
        store(s);
      }
    }
    if (pass.isRow()) {
      store(pass.stages[0]);
    }
  }

  private static void set(Storage to, double[] from, int n) {
    if (to.array() instanceof float[] x) {
      for (int i = 0; i < n; i++) {
        x[i] = (float) from[i];
      }
    } else {
      System.arraycopy(from, 0, to.doubles(), 0, n);
    }
  }

  // --- positions ---

  /** Where input or stage {@code k} is at line {@code line} and element {@code i} of the task. */
  private int position(int k, int line, int i) {
    if (k < inputs) {
      return window(k, line, i);
    }
    RowStage stage = plan.stages[k - inputs];
    if (stage.home >= 0) {
      return window(inputs + stage.home, line, i);
    }
    if (stage.kind.isPerRow()) {
      return columns ? i : layout.kind == RowLayout.Kind.ROWS ? line : 0;
    }
    return line * width + i;
  }

  private int window(int k, int line, int i) {
    return base[k] + layout.lineStart(k, line0 + line) + (column0 + i) * layout.innerSteps[k];
  }

  /** Runs the formula of stage {@code s} on {@code n} elements of a line into {@code out} from {@code to} on. */
  private void formula(int s, int line, int i, int n, Strided out, int to) {
    int[] reads = plan.stages[s].reads;
    int[] from = at[s];
    for (int k = 0; k < reads.length; k++) {
      from[k] = position(reads[k], line, i);
    }
    from[reads.length] = to;
    plan.stages[s].kernel(n, n).row(operands[s], run.params, out, from, n, true);
  }

  // --- stages of one value per row ---

  private void row(int s) {
    RowStage stage = plan.stages[s];
    boolean across = layout.kind == RowLayout.Kind.ROWS;
    int n = rows(lines, width);
    boolean even = true;
    for (int k : stage.reads) {
      even &= !across || k >= inputs || layout.lineStep(k) <= 1;
    }
    if (even) {
      formula(s, 0, 0, n, values[s], 0);
      return;
    }
    for (int line = 0; line < lines; line++) {
      formula(s, line, 0, 1, values[s], line);
    }
  }

  /** Copies the values of the task's rows to the output, if they are one. */
  private void store(int s) {
    if (!plan.stages[s].isOutput) {
      return;
    }
    int k = inputs + s;
    Storage out = windows[k].storage();
    Storage from = values[s].storage();
    int n = rows(lines, width);
    for (int i = 0; i < n; i++) {
      int to = columns ? window(k, 0, i) : window(k, i, 0);
      if (run.type == DType.FLOAT32) {
        out.floats()[to] = from.floats()[i];
      } else {
        out.doubles()[to] = from.doubles()[i];
      }
    }
  }

  // --- passes over elements ---

  /** Pass {@code p} over the lines and elements of a range; leaves the results of reductions per row in {@code found}. */
  private void pass(int p, int lineFrom, int lineTo, int from, int to, double[][] found) {
    PassPlan pass = plan.passes.get(p);
    boolean runs = layout.kind == RowLayout.Kind.RUNS;
    next[p] = -1;
    for (int r = 0; r < found.length; r++) {
      Arrays.fill(found[r], RowLoops.start(pass.reducer(r)));
      Arrays.fill(lanes[p][r], RowLoops.start(pass.reducer(r)));
      if (!pass.isAlong(r)) {
        Accumulators.fill(arrays[p][pass.accumulator(r)], to - from, RowLoops.start(pass.reducer(r)));
      }
    }
    for (int line = lineFrom; line < lineTo; line++) {
      int group = Math.min(lineTo - line, TOGETHER - (line - lineFrom) % TOGETHER);
      if (group > 1 && joint(p, line, group, from, to - from)) {
        line += group - 1;
      } else {
        for (int i = from; i < to; i += BLOCK) {
          block(p, line, i, Math.min(BLOCK, to - i), from);
        }
      }
      boolean last = line == lineTo - 1 || (line - lineFrom) % TOGETHER == TOGETHER - 1;
      for (int r = 0; r < found.length; r++) {
        int s = pass.reduced().get(r);
        if (plan.stages[s].kind == Kind.TOTAL) {
          if (pass.isAlong(r) || last || !layout.isFixed(inputs + s)) {
            addTotal(p, r, line, from, to);
          }
        } else if (columns) {
          if (last) {
            Object acc = arrays[p][pass.accumulator(r)];
            Accumulators.fold(pass.reducer(r), acc, to - from, found[r], from, 1);
            Accumulators.fill(acc, to - from, RowLoops.start(pass.reducer(r)));
          }
        } else if (!runs || line == lineTo - 1) {
          found[r][runs ? 0 : line] = Accumulators.total(pass.reducer(r), lanes[p][r]);
          Arrays.fill(lanes[p][r], RowLoops.start(pass.reducer(r)));
        }
      }
    }
  }

  /** Adds what has come together since the last time to a sum over all tasks. */
  private void addTotal(int p, int r, int line, int from, int to) {
    PassPlan pass = plan.passes.get(p);
    int s = pass.reduced().get(r);
    int k = inputs + s;
    double[] sums = totals[plan.stages[s].total];
    int there = window(k, line, from) - windows[k].offset();
    if (pass.isAlong(r)) {
      sums[there] += Accumulators.total(Reducer.SUM, lanes[p][r]);
      Arrays.fill(lanes[p][r], 0);
    } else {
      Object acc = arrays[p][pass.accumulator(r)];
      Accumulators.fold(Reducer.SUM, acc, to - from, sums, there, layout.innerSteps[k]);
      Accumulators.fill(acc, to - from, 0);
    }
  }

  /** Several lines of COLUMNS, one block long, by one call, if there is a loop that has proved itself; tells whether it is done. */
  private boolean joint(int p, int line, int group, int from, int n) {
    PassPlan pass = plan.passes.get(p);
    if (!columns || n > BLOCK || n % PassKernel.LANES != 0 || !layout.isEven() || pass.isOnTrial() || hasTotals(pass)) {
      return false;
    }
    PassKernel kernel = pass.kernel(n);
    if (kernel == null) {
      return false;
    }
    positions(p, line, from, from, positions[p]);
    positions(p, line + 1, from, from, steps[p]);
    for (int k = 0; k < steps[p].length; k++) {
      steps[p][k] -= positions[p][k];
    }
    kernel.block(arrays[p], positions[p], run.params, n, group, steps[p]);
    return true;
  }

  /** At most {@link #BLOCK} elements of a line; {@code from} is where the accumulators across lines begin. */
  private void block(int p, int line, int i, int n, int from) {
    PassPlan pass = plan.passes.get(p);
    int whole = n & -PassKernel.LANES;
    PassKernel kernel = whole == 0 ? null : pass.kernel(whole);
    boolean timed = whole > 0 && pass.isOnTrial();
    long start = timed ? System.nanoTime() : 0;
    int done = 0;
    if (kernel != null) {
      seekArrays(p, line, i, from);
      kernel.block(arrays[p], positions[p], run.params, whole, 1, steps[p]);
      done = whole;
    } else {
      for (int r = 0; r < pass.reductions(); r++) {
        if (pass.isAlong(r)) {
          Accumulators.fill(arrays[p][pass.accumulator(r)], PassKernel.LANES, RowLoops.start(pass.reducer(r)));
        }
      }
    }
    if (done < n) {
      plain(p, line, i + done, n - done, from);
    }
    if (timed) {
      pass.took(kernel != null, System.nanoTime() - start, n);
    }
    for (int r = 0; r < pass.reductions(); r++) {
      if (pass.isAlong(r)) {
        Accumulators.fold(pass.reducer(r), arrays[p][pass.accumulator(r)], PassKernel.LANES, lanes[p][r], 0, 1);
      }
    }
  }

  /** Goes to a block; where lines are even and one block long, by a step from the line before. */
  private void seekArrays(int p, int line, int i, int from) {
    int[] to = positions[p];
    int[] step = steps[p];
    if (next[p] == line) {
      for (int k = 0; k < to.length; k++) {
        to[k] += step[k];
      }
    } else {
      positions(p, line, i, from, to);
      if (!layout.isEven() || width > BLOCK) {
        return;
      }
      positions(p, line + 1, i, from, step);
      for (int k = 0; k < to.length; k++) {
        step[k] -= to[k];
      }
    }
    next[p] = line + 1;
  }

  private void positions(int p, int line, int i, int from, int[] to) {
    PassPlan pass = plan.passes.get(p);
    int n = 0;
    for (int k : pass.operands) {
      to[n++] = position(k, line, i);
    }
    List<Integer> stored = pass.stored();
    for (int j = 0; j < stored.size(); j++) {
      to[n++] = position(inputs + stored.get(j), line, i);
    }
    for (int r = 0; r < pass.reductions(); r++) {
      to[n++] = pass.isAlong(r) ? 0 : i - from;
    }
  }

  /** Stage after stage; a block's lanes go on from lane 0. */
  private void plain(int p, int line, int i, int n, int from) {
    PassPlan pass = plan.passes.get(p);
    int r = 0;
    for (int s : pass.stages) {
      RowStage stage = plan.stages[s];
      if (stage.kind == Kind.EACH) {
        formula(s, line, i, n, operand(inputs + s), position(inputs + s, line, i));
        continue;
      }
      Object source = buffer.storage().array();
      int there = 0;
      if (stage.source >= 0) {
        source = operand(stage.source).storage().array();
        there = position(stage.source, line, i);
      } else {
        formula(s, line, i, n, buffer, 0);
      }
      Object acc = arrays[p][pass.accumulator(r)];
      if (stage.isAlong) {
        Accumulators.along(stage.reducer, source, there, n, acc);
      } else {
        Accumulators.down(stage.reducer, source, there, n, acc, i - from);
      }
      r++;
    }
  }

  // --- large tasks ---

  /** A tile for another thread at work on the same task. */
  private RowTile sibling() {
    RowTile tile = new RowTile(run, values, totals, lines, width);
    tile.link(width);
    tile.line0 = line0;
    tile.lines = lines;
    tile.column0 = column0;
    tile.width = width;
    System.arraycopy(base, 0, tile.base, 0, base.length);
    return tile;
  }

  /** All passes, each cut into parts for several threads. */
  void runLarge() {
    boolean rows = layout.kind == RowLayout.Kind.ROWS;
    int extent = rows ? width : lines;
    int size = rows ? PART / lines + BLOCK & -BLOCK : PART / width + TOGETHER & -TOGETHER;
    int parts = (extent - 1) / size + 1;
    for (int p = 0; p < arrays.length; p++) {
      int number = p;
      PassPlan pass = plan.passes.get(p);
      if (pass.isRow()) {
        row(pass.stages[0]);
      } else if (hasTotals(pass)) {
        pass(p, 0, lines, 0, width, results[p]);
      } else {
        double[][][] partial = new double[parts][][];
        Parallel.range(parts, 1, (first, last) -> {
          RowTile tile = sibling();
          for (int k = first; k < last; k++) {
            partial[k] = results(pass, rows(lines, width));
            int to = Math.min(extent, (k + 1) * size);
            tile.pass(number, rows ? 0 : k * size, rows ? lines : to, rows ? k * size : 0, rows ? to : width,
                partial[k]);
          }
        });
        for (int r = 0; r < pass.reductions(); r++) {
          combine(pass.reducer(r), partial, r, results[p][r]);
        }
      }
      finish(pass, results[p]);
    }
  }

  private boolean hasTotals(PassPlan pass) {
    for (int s : pass.reduced()) {
      if (plan.stages[s].kind == Kind.TOTAL) {
        return true;
      }
    }
    return false;
  }

  private static void combine(Reducer reducer, double[][][] partial, int r, double[] to) {
    for (int i = 0; i < to.length; i++) {
      double result = partial[0][r][i];
      for (int k = 1; k < partial.length; k++) {
        result = LineLoops.combine(reducer, result, partial[k][r][i]);
      }
      to[i] = result;
    }
  }
}
