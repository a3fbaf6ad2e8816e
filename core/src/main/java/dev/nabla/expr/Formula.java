package dev.nabla.expr;

import dev.nabla.type.DType;
import org.jspecify.annotations.Nullable;

/**
 * An expression with named inputs and parameters, such as {@code x > 0 ? x : slope * x}.
 *
 * <p>The text has numbers, names, {@code + - * /} (true division), comparisons, {@code && || !}, {@code c ? a : b}, parentheses, calls of the
 * functions of {@link Fn} by their names, and the constants {@code pi}, {@code e}, {@code inf}, {@code nan}. {@code y} is the formula's own
 * value, for use in slopes.
 */
public final class Formula {
  private final Expr expr;
  private final String[] inputs;
  private final String[] params;
  private final boolean truth;
  private final boolean integral;
  private final @Nullable Formula[] slopes;
  private final @Nullable Program[] programs = new Program[DType.values().length];

  private Formula(Expr expr, String[] inputs, String[] params) {
    this.expr = expr;
    this.inputs = inputs;
    this.params = params;
    this.truth = expr.isTruth();
    this.integral = expr.isIntegral();
    this.slopes = new Formula[inputs.length];
  }

  /** The formula of {@code text}; {@code inputs} and {@code params} are names with spaces between. */
  public static Formula parse(String text, String inputs, String params) {
    String[] in = names(inputs);
    String[] ps = names(params);
    return new Formula(new Parser(text, in, ps).parse(), in, ps);
  }

  /** The formula of {@code expr}, with names x, or a b, or a b c, or x0 x1 …, and p, or p0 p1 … for parameters. */
  public static Formula of(Expr expr, int inputs, int params) {
    String[] in = switch (inputs) {
      case 1 -> new String[] {"x"};
      case 2 -> new String[] {"a", "b"};
      case 3 -> new String[] {"a", "b", "c"};
      default -> numbered("x", inputs);
    };
    return new Formula(expr, in, params == 1 ? new String[] {"p"} : numbered("p", params));
  }

  private static String[] names(String text) {
    String trimmed = text.trim();
    return trimmed.isEmpty() ? new String[0] : trimmed.split("\\s+");
  }

  private static String[] numbered(String stem, int n) {
    String[] out = new String[n];
    for (int i = 0; i < n; i++) {
      out[i] = stem + i;
    }
    return out;
  }

  /** The expression. */
  public Expr expr() {
    return expr;
  }

  /** The number of inputs. */
  public int inputs() {
    return inputs.length;
  }

  /** The number of parameters. */
  public int params() {
    return params.length;
  }

  /** The name of input {@code i}. */
  public String inputName(int i) {
    return inputs[i];
  }

  /** The name of parameter {@code i}. */
  public String paramName(int i) {
    return params[i];
  }

  /** Whether the value is a truth value. */
  public boolean isTruth() {
    return truth;
  }

  /** Whether whole inputs and parameters give whole values all the way, so that whole tensors need no conversion. */
  public boolean isIntegral() {
    return integral;
  }

  /** Whether input {@code i} occurs. */
  public boolean usesInput(int i) {
    return expr.usesInput(i);
  }

  /** Whether the formula's own value {@code y} occurs. */
  public boolean usesOutput() {
    return expr.usesOutput();
  }

  /** The derivative with respect to input {@code i}; it may read {@code y}, the value of this formula. */
  public Formula slope(int i) {
    Formula known = slopes[i];
    if (known == null) {
      known = new Formula(Derivative.withOutput(expr, i), inputs, params);
      slopes[i] = known;
    }
    return known;
  }

  /** This formula computed in a type; its result is bool for truth values. */
  public Program program(DType compute) {
    Program known = programs[compute.ordinal()];
    return known != null ? known : makeProgram(compute);
  }

  private synchronized Program makeProgram(DType compute) {
    Program known = programs[compute.ordinal()];
    if (known == null) {
      known = new Program(expr, compute, isTruth() ? DType.BOOL : compute, inputs.length, params.length);
      programs[compute.ordinal()] = known;
    }
    return known;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Formula f && expr.equals(f.expr) && inputs.length == f.inputs.length
        && params.length == f.params.length;
  }

  @Override
  public int hashCode() {
    return expr.hashCode();
  }

  /** Text that {@link #parse} reads back with the same names, unless it is beyond a million characters and cut. */
  @Override
  public String toString() {
    return toString(1_000_000);
  }

  /** The text, cut after {@code limit} characters. */
  String toString(int limit) {
    return new Printer(inputs, params, limit).print(expr);
  }
}
