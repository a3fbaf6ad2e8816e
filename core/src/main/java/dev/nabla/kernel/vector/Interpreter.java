package dev.nabla.kernel.vector;

import dev.nabla.expr.Expr.Call;
import dev.nabla.expr.Expr.Const;
import dev.nabla.expr.Expr.Input;
import dev.nabla.expr.Expr.Output;
import dev.nabla.expr.Expr.Param;
import dev.nabla.expr.Fn;
import dev.nabla.expr.Tape;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;

/**
 * Runs a tape one element at a time: for programs that have not run often enough to be compiled.
 *
 * <p>Gives the bits of the compiled loop: float32 values are rounded after every step, which for + - * / and the square root is the same as
 * computing in float32, as float64 has more than twice the digits.
 */
final class Interpreter extends Kernel {
  private final Tape tape;
  private final DType compute;
  private final long mask;

  Interpreter(Tape tape, DType compute, long mask) {
    this.tape = tape;
    this.compute = compute;
    this.mask = mask;
  }

  @Override
  void run(Strided[] in, double[] params, Strided out, int from, int to, boolean vectors) {
    int[] at = new int[in.length + 1];
    for (int k = 0; k < in.length; k++) {
      at[k] = in[k].offset() + ((mask >>> k & 1) != 0 ? 0 : from);
    }
    at[in.length] = out.offset() + from;
    row(in, params, out, at, to - from, vectors);
  }

  @Override
  void row(Strided[] in, double[] params, Strided out, int[] at, int n, boolean vectors) {
    if (compute.isFloating()) {
      double[] values = new double[tape.size()];
      for (int i = 0; i < n; i++) {
        out.storage().setDouble(at[in.length] + i, real(in, params, at, i, values));
      }
    } else {
      long[] values = new long[tape.size()];
      for (int i = 0; i < n; i++) {
        out.storage().setLong(at[in.length] + i, whole(in, params, at, i, values));
      }
    }
  }

  private int position(Input x, int[] at, int i) {
    return at[x.index()] + ((mask >>> x.index() & 1) != 0 ? 0 : i);
  }

  private double real(Strided[] in, double[] params, int[] at, int i, double[] v) {
    boolean single = compute == DType.FLOAT32;
    for (int j = 0; j < v.length; j++) {
      double value = switch (tape.node(j)) {
        case Const c -> c.value();
        case Param p -> params[p.index()];
        case Input x -> element(in[x.index()].storage(), position(x, at, i));
        case Output y -> Double.NaN;
        case Call c -> call(c.fn(), j, v, single);
      };
      v[j] = single ? (float) value : value;
    }
    return v[v.length - 1];
  }

  private static double element(Storage storage, int at) {
    return storage.dtype() == DType.FLOAT32 ? storage.floats()[at] : storage.doubles()[at];
  }

  private double call(Fn fn, int j, double[] v, boolean single) {
    double a = v[tape.operand(j, 0)];
    return switch (fn.arity()) {
      case 1 -> single ? single(fn, (float) a) : wide(fn, a);
      case 2 -> {
        double b = v[tape.operand(j, 1)];
        yield fn == Fn.NEXTAFTER && single ? Math.nextAfter((float) a, b) : fn.eval(a, b);
      }
      default -> fn.eval(a, v[tape.operand(j, 1)], v[tape.operand(j, 2)]);
    };
  }

  private static double single(Fn fn, float a) {
    return switch (fn) {
      case EXP -> FloatMath.exp(a);
      case EXP2 -> FloatMath.exp2(a);
      case EXPM1 -> FloatMath.expm1(a);
      case LOG -> FloatMath.log(a);
      case LOG2 -> FloatMath.log2(a);
      case LOG10 -> FloatMath.log10(a);
      case LOG1P -> FloatMath.log1p(a);
      case TANH -> FloatMath.tanh(a);
      case SIN -> FloatMath.sin(a);
      case COS -> FloatMath.cos(a);
      default -> fn.eval(a);
    };
  }

  private static double wide(Fn fn, double a) {
    return switch (fn) {
      case EXP -> DoubleMath.exp(a);
      case EXP2 -> DoubleMath.exp2(a);
      case EXPM1 -> DoubleMath.expm1(a);
      case LOG -> DoubleMath.log(a);
      case LOG2 -> DoubleMath.log2(a);
      case LOG10 -> DoubleMath.log10(a);
      case LOG1P -> DoubleMath.log1p(a);
      case TANH -> DoubleMath.tanh(a);
      case SIN -> DoubleMath.sin(a);
      case COS -> DoubleMath.cos(a);
      default -> fn.eval(a);
    };
  }

  private long whole(Strided[] in, double[] params, int[] at, int i, long[] v) {
    for (int j = 0; j < v.length; j++) {
      v[j] = switch (tape.node(j)) {
        case Const c -> (long) c.value();
        case Param p -> (long) params[p.index()];
        case Input x -> in[x.index()].storage().getLong(position(x, at, i));
        case Output y -> 0;
        case Call c -> callWhole(c.fn(), j, v);
      };
    }
    return v[v.length - 1];
  }

  private long callWhole(Fn fn, int j, long[] v) {
    long a = v[tape.operand(j, 0)];
    return switch (fn.arity()) {
      case 1 -> fn.evalLong(a);
      case 2 -> fn.evalLong(a, v[tape.operand(j, 1)]);
      default -> fn.evalLong(a, v[tape.operand(j, 1)], v[tape.operand(j, 2)]);
    };
  }
}
