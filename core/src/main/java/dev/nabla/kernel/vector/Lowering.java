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
    rule(Fn.TAN, "sin(x) / cos(x)");
    rule(Fn.LOGADDEXP, "a == b ? a + 0.6931471805599453 : max(a, b) + log1p(exp(-abs(a - b)))");
  }

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
    Expr approximation = foldable(args) ? null : Approximations.of(fn, args, single);
    if (approximation != null) {
      return rewrite(approximation);
    }
    if (fn == Fn.POW && args[1] instanceof Const c) {
      return power(args[0], c.value());
    }
    return foldable(args) ? Simplify.call(fn, args) : new Call(fn, args);
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
