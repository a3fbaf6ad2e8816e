package dev.nabla.kernel.vector;

import dev.nabla.kernel.RowProgram;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.Arrays;

/**
 * Row programs: all stages run on a few rows (or a few columns, where rows lie beside each other) before the next ones are touched, so
 * that later stages find them in the cache.
 *
 * <p>How the work is cut depends on the layout alone, and partial sums are added in order, so the number of threads does not show.
 */
final class RowKernels {
  /** About as many elements as a task takes on, of each window. */
  private static final int TASK = 1 << 14;
  /** The least number of columns in a task: shorter loops cost more than the cache gives. */
  private static final int NARROW = 256;
  /** Tasks larger than this are cut within stages if there are few of them. */
  private static final int LARGE = 1 << 17;
  /** Fewer tasks than this are few. */
  private static final int FEW = 8;
  /** In how many parts totals are made. */
  private static final int PARTS = 16;
  /** Inner loops shorter than this are worth copies that make them longer. */
  private static final int SHORT = 64;

  final RowProgram program;
  final double[] params;
  /** The inputs, then for each stage its output, with the shape of the inputs; if it is none, a window that says nothing. */
  final Strided[] windows;
  final RowLayout layout;
  final RowPlan plan;
  final DType type;
  /** How many lines a task takes of {@link RowLayout.Kind#ROWS}, and how many columns of COLUMNS. */
  private final int size;
  private final int chunks;

  private RowKernels(RowProgram program, double[] params, Strided[] windows, RowLayout layout) {
    this.program = program;
    this.params = params;
    this.windows = windows;
    this.layout = layout;
    this.type = windows[0].dtype();
    int extent = layout.kind == RowLayout.Kind.COLUMNS ? layout.inner : layout.lines;
    this.size = switch (layout.kind) {
      case ROWS -> Math.clamp(TASK / layout.inner, 1, extent);
      case RUNS -> extent;
      case COLUMNS -> even(extent, Math.max(NARROW, 4 * TASK / layout.lines));
    };
    this.chunks = (extent - 1) / size + 1;
    this.plan = RowPlan.of(program, layout, type);
  }

  /** About {@code size}, so that {@code n} is cut into parts of nearly one size, whole vectors long. */
  private static int even(int n, int size) {
    int parts = Math.max(1, n / size);
    return Math.min(n, (n / parts + 31) & -32);
  }

  static void run(RowProgram program, double[] params, Strided[] in, int[] axes, Strided[] out) {
    Strided[] plain = out.clone();
    for (int i = 0; i < out.length; i++) {
      if (!out[i].isContiguous()) {
        plain[i] = Strided.allocate(out[i].dtype(), out[i].shape());
      }
    }
    of(program, params, in, axes, plain).run(plain);
    for (int i = 0; i < out.length; i++) {
      if (plain[i] != out[i]) {
        Copy.convert(plain[i], out[i]);
      }
    }
  }

  private static RowKernels of(RowProgram program, double[] params, Strided[] in, int[] axes, Strided[] out) {
    Shape shape = in[0].shape();
    int inputs = in.length;
    Strided[] windows = Arrays.copyOf(in, inputs + program.stages().size());
    Arrays.fill(windows, inputs, windows.length, new Strided(in[0].storage(), 0, shape, new int[shape.rank()]));
    for (int i = 0; i < out.length; i++) {
      windows[inputs + program.output(i)] = out[i].expand(shape);
    }
    boolean[] reduced = new boolean[shape.rank()];
    for (int a : axes) {
      reduced[a] = true;
    }
    int[] order = RowLayout.order(leader(program, windows));
    RowLayout layout = layout(windows, order, reduced);
    boolean changed = false;
    for (int k = 0; k < inputs; k++) {
      int step = layout.innerSteps[k];
      boolean mixed = step == 0 && layout.inner < SHORT && !isSingle(windows[k], reduced);
      if (step != 1 && (step != 0 || mixed)) {
        windows[k] = straight(windows[k], order, mixed ? order.length - 1 : -1);
        changed = true;
      }
    }
    return new RowKernels(program, params, windows, changed ? layout(windows, order, reduced) : layout);
  }

  private static RowLayout layout(Strided[] windows, int[] order, boolean[] reduced) {
    int[][] steps = new int[windows.length][];
    for (int k = 0; k < steps.length; k++) {
      steps[k] = windows[k].strides();
    }
    return new RowLayout(windows[0].shape().toArray(), steps, order, reduced);
  }

  /** The window whose axes' order is best for the loops: one to be written, or else one without broadcast axes. */
  private static Strided leader(RowProgram program, Strided[] windows) {
    for (int i = 0; i < program.outputs(); i++) {
      int s = program.output(i);
      if (program.stages().get(s).kind() == RowProgram.Kind.EACH) {
        return windows[program.inputs() + s];
      }
    }
    for (int k = 0; k < program.inputs(); k++) {
      if (!windows[k].overlapsItself()) {
        return windows[k];
      }
    }
    return windows[0];
  }

  /** Whether a window does not vary within a row. */
  private static boolean isSingle(Strided x, boolean[] reduced) {
    for (int i = 0; i < reduced.length; i++) {
      if (reduced[i] && x.stride(i) != 0 && x.dim(i) > 1) {
        return false;
      }
    }
    return true;
  }

  /** A copy that is dense in the order of the axes, without those that are broadcast but for number {@code widened} of the order. */
  private static Strided straight(Strided x, int[] order, int widened) {
    int[] dims = x.shape().toArray();
    for (int i = 0; i < dims.length; i++) {
      if (x.stride(i) == 0 && (widened < 0 || i != order[widened])) {
        dims[i] = 1;
      }
    }
    int[] steps = new int[dims.length];
    int n = 1;
    for (int i = order.length - 1; i >= 0; i--) {
      steps[order[i]] = n;
      n *= dims[order[i]];
    }
    Strided copy = new Strided(Storage.allocate(x.dtype(), n), 0, Shape.of(dims), steps);
    Copy.convert(new Strided(x.storage(), x.offset(), copy.shape(), x.strides()), copy);
    return copy.expand(x.shape());
  }

  private void run(Strided[] out) {
    int tasks = layout.outer * chunks;
    int width = layout.kind == RowLayout.Kind.COLUMNS ? size : layout.inner;
    int lines = layout.kind == RowLayout.Kind.ROWS ? size : layout.lines;
    double[][] totals = totals(out);
    if (tasks < FEW && (long) lines * width > LARGE) {
      RowTile tile = new RowTile(this, lines, width, totals);
      for (int t = 0; t < tasks; t++) {
        seek(tile, t);
        tile.runLarge();
      }
      store(out, totals);
      return;
    }
    if (totals.length == 0) {
      Parallel.range(tasks, Math.max(1, Reductions.GRAIN / 2 / (lines * width)), (from, to) -> {
        RowTile tile = new RowTile(this, lines, width, NONE);
        for (int t = from; t < to; t++) {
          seek(tile, t);
          tile.run();
        }
      });
      return;
    }
    int parts = Math.min(tasks, PARTS);
    double[][][] partial = new double[parts][][];
    Parallel.range(parts, 1, (from, to) -> {
      for (int p = from; p < to; p++) {
        partial[p] = totals(out);
        RowTile tile = new RowTile(this, lines, width, partial[p]);
        for (int t = (int) ((long) tasks * p / parts); t < (int) ((long) tasks * (p + 1) / parts); t++) {
          seek(tile, t);
          tile.run();
        }
      }
    });
    for (double[][] part : partial) {
      for (int i = 0; i < totals.length; i++) {
        for (int j = 0; j < totals[i].length; j++) {
          totals[i][j] += part[i][j];
        }
      }
    }
    store(out, totals);
  }

  private static final double[][] NONE = {};

  private void seek(RowTile tile, int task) {
    int extent = layout.kind == RowLayout.Kind.COLUMNS ? layout.inner : layout.lines;
    int from = task % chunks * size;
    tile.seek(task / chunks, from, Math.min(size, extent - from));
  }

  /** Zeros for each total, in the order of the stages. */
  private double[][] totals(Strided[] out) {
    double[][] sums = new double[out.length][];
    int n = 0;
    for (int s = 0; s < plan.stages.length; s++) {
      int k = program.outputOf(s);
      if (k >= 0 && program.stages().get(s).kind() == RowProgram.Kind.TOTAL) {
        sums[n++] = new double[out[k].numel()];
      }
    }
    return n == 0 ? NONE : Arrays.copyOf(sums, n);
  }

  private void store(Strided[] out, double[][] totals) {
    int n = 0;
    for (int s = 0; n < totals.length; s++) {
      int k = program.outputOf(s);
      if (k >= 0 && program.stages().get(s).kind() == RowProgram.Kind.TOTAL) {
        Casts.convert(Storage.of(totals[n]), 0, out[k].storage(), out[k].offset(), totals[n].length);
        n++;
      }
    }
  }
}
