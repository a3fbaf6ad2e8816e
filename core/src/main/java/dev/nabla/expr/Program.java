package dev.nabla.expr;

import dev.nabla.type.DType;
import org.jspecify.annotations.Nullable;

/**
 * An expression together with the types that it is computed and stored in: the unit that a back end compiles.
 *
 * <p>Inputs are of type {@code compute}. Where that is float32, constants and parameters are rounded to float32 first, so that comparisons
 * mean what they mean between tensors; the rest of the arithmetic may be done in float32 or wider.
 */
public final class Program {
  private final Expr expr;
  private final DType compute;
  private final DType result;
  private final int inputs;
  private final int params;
  private final Tape tape;
  private volatile @Nullable Object kernel;

  /** The program; {@code expr} must not mention the output. */
  public Program(Expr expr, DType compute, DType result, int inputs, int params) {
    this.expr = expr;
    this.compute = compute;
    this.result = result;
    this.inputs = inputs;
    this.params = params;
    this.tape = Tape.of(expr);
    if (expr.usesOutput()) {
      throw new IllegalArgumentException("a program cannot read its own output y; substitute an input for it: " + this);
    }
    if (compute.isHalf() || result.isHalf()) {
      throw new IllegalArgumentException("nothing is computed in a half type: " + this);
    }
    if (!compute.isFloating() && !expr.isIntegral()) {
      throw new IllegalArgumentException(
          "not closed over the whole numbers, so it cannot be computed in " + compute + ": " + this);
    }
  }

  /** The expression. */
  public Expr expr() {
    return expr;
  }

  /** The type of the inputs and of the arithmetic. */
  public DType compute() {
    return compute;
  }

  /** The type of the output. */
  public DType result() {
    return result;
  }

  /** The number of inputs. */
  public int inputs() {
    return inputs;
  }

  /** The number of parameters. */
  public int params() {
    return params;
  }

  /** The expression in order of evaluation. */
  public Tape tape() {
    return tape;
  }

  /** What the back end has stored here, or null. */
  public @Nullable Object kernel() {
    return kernel;
  }

  /** Stores the back end's compiled form. */
  public void kernel(Object compiled) {
    kernel = compiled;
  }

  /** The value for one element: the reference meaning for floating types (computed in float64). */
  public double evaluate(double[] in, double[] params) {
    double[] values = new double[tape.size()];
    boolean narrow = compute == DType.FLOAT32;
    for (int i = 0; i < values.length; i++) {
      double v = tape.evaluate(i, in, params, values);
      if (narrow) {
        v = switch (tape.node(i)) {
          case Expr.Const c -> (float) v;
          case Expr.Param p -> (float) v;
          case Expr.Call c when c.fn() == Fn.NEXTAFTER ->
            Math.nextAfter((float) values[tape.operand(i, 0)], values[tape.operand(i, 1)]);
          default -> v;
        };
      }
      values[i] = v;
    }
    return values[values.length - 1];
  }

  /** The value for one element: the reference meaning for integral types and bool (computed in int64, wrapping around). */
  public long evaluateLong(long[] in, double[] params) {
    long[] values = new long[tape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tape.evaluateLong(i, in, params, values);
    }
    return values[values.length - 1];
  }

  @Override
  public String toString() {
    return Formula.of(expr, inputs, params).toString(1000) + " in " + compute + " to " + result;
  }
}
