package dev.nabla.expr;

import dev.nabla.expr.Expr.Call;
import dev.nabla.expr.Expr.Const;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls that are equal to the plain ones wherever all parts are finite, and simpler: constants folded, neutral elements dropped,
 * signs moved outwards. Sums and products are never regrouped.
 */
public final class Simplify {
  private static final Const ZERO = new Const(0);
  private static final Const ONE = new Const(1);
  private static final Const NAN = new Const(Double.NaN);

  private Simplify() {}

  /** {@code fn(args…)}, simplified on its outermost level; the arguments are taken to be simple already. */
  public static Expr call(Fn fn, Expr... args) {
    Expr folded = fold(fn, args);
    if (folded != null) {
      return folded;
    }
    return switch (fn) {
      case ADD -> add(args[0], args[1]);
      case SUB -> sub(args[0], args[1]);
      case MUL -> mul(args[0], args[1]);
      case DIV -> div(args[0], args[1]);
      case NEG -> neg(args[0]);
      case POW -> pow(args[0], args[1]);
      case SELECT -> select(args[0], args[1], args[2]);
      default -> new Call(fn, args);
    };
  }

  private static @Nullable Expr fold(Fn fn, Expr[] args) {
    // The neighbour of a number depends on the type of the computation.
    if (fn == Fn.NEXTAFTER) {
      return null;
    }
    double[] v = new double[args.length];
    for (int i = 0; i < v.length; i++) {
      if (!(args[i] instanceof Const c)) {
        return null;
      }
      v[i] = c.value();
    }
    return new Const(switch (v.length) {
      case 1 -> fn.eval(v[0]);
      case 2 -> fn.eval(v[0], v[1]);
      default -> fn.eval(v[0], v[1], v[2]);
    });
  }

  private static boolean is(Expr e, double value) {
    return e instanceof Const c && c.value() == value;
  }

  private static boolean isNan(Expr e) {
    return e instanceof Const c && Double.isNaN(c.value());
  }

  private static boolean isNeg(Expr e) {
    return e instanceof Call c && c.fn() == Fn.NEG;
  }

  private static Expr arg(Expr e) {
    return ((Call) e).arg(0);
  }

  private static Expr add(Expr a, Expr b) {
    if (is(a, 0)) {
      return b;
    }
    if (is(b, 0)) {
      return a;
    }
    return isNeg(b) ? sub(a, arg(b)) : isNeg(a) ? sub(b, arg(a)) : new Call(Fn.ADD, a, b);
  }

  private static Expr sub(Expr a, Expr b) {
    if (is(b, 0)) {
      return a;
    }
    if (is(a, 0)) {
      return neg(b);
    }
    return isNeg(b) ? add(a, arg(b)) : new Call(Fn.SUB, a, b);
  }

  private static Expr mul(Expr a, Expr b) {
    if (is(a, 0) || is(b, 0)) {
      return ZERO;
    }
    if (is(a, 1)) {
      return b;
    }
    if (is(b, 1)) {
      return a;
    }
    if (is(a, -1)) {
      return neg(b);
    }
    if (is(b, -1)) {
      return neg(a);
    }
    if (isNan(a) || isNan(b)) {
      return NAN;
    }
    if (isNeg(a)) {
      return neg(mul(arg(a), b));
    }
    if (isNeg(b)) {
      return neg(mul(a, arg(b)));
    }
    if (isChoiceOfConstants(b)) {
      return chosen((Call) b, a);
    }
    if (isChoiceOfConstants(a)) {
      return chosen((Call) a, b);
    }
    if (b instanceof Call c && c.fn() == Fn.DIV && is(c.arg(0), 1)) {
      return div(a, c.arg(1));
    }
    if (a instanceof Call c && c.fn() == Fn.DIV && is(c.arg(0), 1)) {
      return div(b, c.arg(1));
    }
    return new Call(Fn.MUL, a, b);
  }

  private static boolean isChoiceOfConstants(Expr e) {
    return e instanceof Call c && c.fn() == Fn.SELECT && (c.arg(1) instanceof Const || c.arg(2) instanceof Const);
  }

  /** {@code e * (c ? k : b)} as {@code c ? e * k : e * b}: a masked slope becomes a masked cotangent, 0 even where that is infinite. */
  private static Expr chosen(Call choice, Expr e) {
    return select(choice.arg(0), mul(e, choice.arg(1)), mul(e, choice.arg(2)));
  }

  private static Expr div(Expr a, Expr b) {
    if (is(b, 1)) {
      return a;
    }
    if (is(a, 0)) {
      return ZERO;
    }
    return isNeg(a) ? neg(div(arg(a), b)) : isNeg(b) ? neg(div(a, arg(b))) : new Call(Fn.DIV, a, b);
  }

  private static Expr neg(Expr a) {
    if (a instanceof Const c) {
      return new Const(-c.value());
    }
    return isNeg(a)
        ? arg(a)
        : a instanceof Call c && c.fn() == Fn.SUB ? new Call(Fn.SUB, c.arg(1), c.arg(0)) : new Call(Fn.NEG, a);
  }

  private static Expr pow(Expr a, Expr b) {
    if (is(b, 0)) {
      return ONE;
    }
    return is(b, 1) ? a : is(b, 2) ? new Call(Fn.MUL, a, a) : new Call(Fn.POW, a, b);
  }

  private static Expr select(Expr c, Expr a, Expr b) {
    if (c instanceof Const k) {
      return k.value() != 0 ? a : b;
    }
    return a.equals(b) ? a : new Call(Fn.SELECT, c, a, b);
  }
}
