package dev.nabla.kernel.vector;

import dev.nabla.expr.Expr;
import dev.nabla.expr.Expr.Call;
import dev.nabla.expr.Expr.Const;
import dev.nabla.expr.Fn;
import dev.nabla.expr.Formula;
import dev.nabla.expr.Simplify;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** Writes composite functions out in terms of those that have fast loops, and folds constants. For floating types. */
final class Lowering {
  private static final Map<Fn, Expr> RULES = new EnumMap<>(Fn.class);

  static {
    rule(Fn.SIGMOID, "1 / (1 + exp(-x))");
    rule(Fn.LOGSIGMOID, "min(x, 0) - log1p(exp(-abs(x)))");
    rule(Fn.SOFTPLUS, "max(x, 0) + log1p(exp(-abs(x)))");
    rule(Fn.RELU, "max(x, 0)");
    rule(Fn.RSQRT, "1 / sqrt(x)");
    rule(Fn.RECIPROCAL, "1 / x");
    rule(Fn.LOGIT, "log(x / (1 - x))");
    rule(Fn.SIGN, "x > 0 ? 1 : x < 0 ? -1 : 0");
    rule(Fn.ISINF, "abs(x) == inf");
    rule(Fn.ISFINITE, "abs(x) < inf");
    rule(Fn.ISNAN, "x != x");
    rule(Fn.NOT, "x == 0");
    rule(Fn.FMIN, "isnan(a) ? b : isnan(b) ? a : min(a, b)");
    rule(Fn.FMAX, "isnan(a) ? b : isnan(b) ? a : max(a, b)");
    rule(Fn.HEAVISIDE, "a == 0 ? b : a > 0");
    rule(Fn.XLOGY, "isnan(b) ? b : a == 0 ? 0 : a * log(b)");
    rule(Fn.XLOG1PY, "isnan(b) ? b : a == 0 ? 0 : a * log1p(b)");
    rule(Fn.LOGADDEXP, "a == b ? a + 0.6931471805599453 : max(a, b) + log1p(exp(-abs(a - b)))");
  }

  // Chebyshev interpolants of our own, coefficients from the highest power down; for float32 and for float64.

  /** erf(√z)/√z - 1. */
  private static final double[] SINGLE_ERF = {
    7.87587506e-5, -0.000801686429, 0.00518908742, -0.026854212, 0.112835947, -0.376126267, 0.128379166
  };
  /** -log(erfc(t)) for t from 1 to 4. */
  private static final double[] SINGLE_LOG_ERFC = {
    -1.63715141e-6, 4.60580427e-5, -0.000596805626, 0.00475959629, -0.026421136, 0.110080083, 0.631826052, 1.13023343,
    -0.00032013805
  };
  /** erf(√z)/√z - 1. */
  private static final double[] ERF = {
    5.957176144952467e-11, -1.1372848855042739e-09, 1.4659775273566131e-08, -1.6350312700978063e-07,
    1.6461000484113562e-06,
    -1.492559526683065e-05, 0.00012055331111642686, -0.0008548326980833789, 0.0052239776248180145,
    -0.026866170645076792,
    0.11283791670954879, -0.3761263890318375, 0.1283791670955126
  };
  /** -log(erfc(t)) for t from 1 to 6. */
  private static final double[] LOG_ERFC = {
    -6.325520588718493e-19, 5.822965054790444e-17, -2.5567825175661117e-15, 7.127552601309342e-14,
    -1.4164992742743795e-12,
    2.1361365767751822e-11, -2.540086103451864e-10, 2.442621800222298e-09, -1.9322784539874932e-08,
    1.271616570815886e-07,
    -7.005584238667667e-07, 3.2349073609369935e-06, -1.2452416583195703e-05, 3.930293691543411e-05,
    -9.764709000637323e-05,
    0.00017015623738726225, -0.0001100548521219971, -0.0004458702499818829, 0.001571069019949099,
    -0.00012186485661000362,
    -0.019176278554258568, 0.10279239389853814, 0.636613960903923, 1.1283802455656253, -9.500596436636486e-08
  };

  private final Map<Expr, Expr> done = new IdentityHashMap<>();
  private final boolean single;

  private Lowering(boolean single) {
    this.single = single;
  }

  private static void rule(Fn fn, String text) {
    RULES.put(fn, Formula.parse(text, fn.arity() == 1 ? "x" : "a b", "").expr());
  }

  /** An expression of the same value without the composite functions; {@code single} for float32. */
  static Expr lower(Expr e, boolean single) {
    return new Lowering(single).rewrite(e);
  }

  private Expr rewrite(Expr e) {
    if (!(e instanceof Call c)) {
      return e;
    }
    Expr known = done.get(c);
    if (known != null) {
      return known;
    }
    Expr[] args = new Expr[c.arity()];
    for (int i = 0; i < args.length; i++) {
      args[i] = rewrite(c.arg(i));
    }
    Expr made = simple(c.fn(), args);
    done.put(c, made);
    done.put(made, made);
    return made;
  }

  private Expr simple(Fn fn, Expr[] args) {
    Expr rule = RULES.get(fn);
    if (rule != null) {
      return rewrite(rule.substitute(i -> args[i], rule));
    }
    if (fn == Fn.ERF && !(args[0] instanceof Const)) {
      return rewrite(single ? erf(args[0], SINGLE_ERF, SINGLE_LOG_ERFC, 4) : erf(args[0], ERF, LOG_ERFC, 6));
    }
    if (fn == Fn.POW && args[1] instanceof Const c) {
      return power(args[0], c.value());
    }
    return foldable(args) ? Simplify.call(fn, args) : new Call(fn, args);
  }

  /** A polynomial up to |x| = 1, from there {@code 1 - e^(another one)} up to where erf is 1. */
  private static Expr erf(Expr x, double[] small, double[] logErfc, double limit) {
    Expr size = new Call(Fn.ABS, x);
    Expr bounded = new Call(Fn.MIN, size, new Const(limit));
    Expr tail = new Call(Fn.SUB, new Const(1), new Call(Fn.EXP, new Call(Fn.NEG, polynomial(logErfc, bounded))));
    Expr signed = new Call(Fn.SELECT, new Call(Fn.LT, x, new Const(0)), new Call(Fn.NEG, tail), tail);
    Expr centre = new Call(Fn.ADD, new Call(Fn.MUL, x, polynomial(small, new Call(Fn.MUL, x, x))), x);
    return new Call(Fn.SELECT, new Call(Fn.GT, size, new Const(1)), signed, centre);
  }

  private static Expr polynomial(double[] coefficients, Expr x) {
    Expr v = new Const(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      v = new Call(Fn.ADD, new Call(Fn.MUL, v, x), new Const(coefficients[i]));
    }
    return v;
  }

  private static boolean foldable(Expr[] args) {
    for (Expr arg : args) {
      if (!(arg instanceof Const)) {
        return false;
      }
    }
    return true;
  }

  private static Expr power(Expr x, double exponent) {
    if (exponent == 3) {
      return new Call(Fn.MUL, new Call(Fn.MUL, x, x), x);
    }
    return exponent == -1 ? new Call(Fn.DIV, new Const(1), x) : Simplify.call(Fn.POW, x, new Const(exponent));
  }
}
