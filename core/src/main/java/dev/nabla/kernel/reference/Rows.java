package dev.nabla.kernel.reference;

import dev.nabla.expr.Program;
import dev.nabla.kernel.RowProgram;
import dev.nabla.kernel.RowProgram.Kind;
import dev.nabla.kernel.RowProgram.Stage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.Arrays;

/** Row programs, stage after stage over the whole tensor, each stage's values kept in double precision. */
final class Rows {
  private final RowProgram program;
  private final double[] params;
  private final Strided[] in;
  private final DType type;
  private final Shape shape;
  /** For each element, the number of its row. */
  private final int[] row;
  private final int rows;
  private final double[][] values;

  private Rows(RowProgram program, double[] params, Strided[] in, int[] axes) {
    this.program = program;
    this.params = params;
    this.in = in;
    this.type = in[0].dtype();
    this.shape = in[0].shape();
    this.values = new double[program.stages().size()][];
    int[] dims = shape.toArray();
    for (int a : axes) {
      dims[a] = 1;
    }
    this.rows = Shape.of(dims).numel();
    this.row = numbers(dims);
  }

  static void run(RowProgram program, double[] params, Strided[] in, int[] axes, Strided[] out) {
    Rows run = new Rows(program, params, in, axes);
    for (int s = 0; s < run.values.length; s++) {
      int k = program.outputOf(s);
      boolean unread = program.stages().get(s).kind() == Kind.TOTAL && k < 0;
      run.values[s] = unread ? new double[0] : run.stage(program.stages().get(s), out[Math.max(k, 0)].shape());
    }
    for (int k = 0; k < out.length; k++) {
      double[] v = run.values[program.output(k)];
      for (int i = 0; i < v.length; i++) {
        out[k].storage().setDouble(out[k].position(i), v[i]);
      }
    }
  }

  /** For each element, its number in the tensor of sizes {@code dims}, which are the shape's or 1. */
  private int[] numbers(int[] dims) {
    Strided plain = new Strided(in[0].storage(), 0, Shape.of(dims), Shape.of(dims).contiguousStrides()).expand(shape);
    int[] numbers = new int[shape.numel()];
    Arrays.setAll(numbers, plain::position);
    return numbers;
  }

  private double[] stage(Stage stage, Shape out) {
    int[] to = stage.kind() == Kind.TOTAL ? numbers(out.toArray()) : row;
    double[] v = new double[stage.kind() == Kind.EACH ? row.length : stage.kind() == Kind.TOTAL ? out.numel() : rows];
    Arrays.fill(v, switch (stage.kind()) {
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
      default -> 0;
    });
    Program formula = stage.formula().program(type);
    double[] args = new double[stage.reads().length];
    for (int i = 0; i < row.length; i++) {
      for (int k = 0; k < args.length; k++) {
        args[k] = operand(stage.reads()[k], i);
      }
      double value = formula.evaluate(args, params);
      switch (stage.kind()) {
        case EACH -> v[i] = value;
        case ROW -> v[row[i]] = value;
        case MAX -> v[row[i]] = Math.max(v[row[i]], value);
        case MIN -> v[row[i]] = Math.min(v[row[i]], value);
        case SUM, TOTAL -> v[to[i]] += value;
      }
    }
    return v;
  }

  /** What input or stage {@code k} is for element {@code i}. */
  private double operand(int k, int i) {
    if (k < in.length) {
      return in[k].storage().getDouble(in[k].position(i));
    }
    Kind kind = program.stages().get(k - in.length).kind();
    return values[k - in.length][kind == Kind.EACH ? i : row[i]];
  }
}
