package dev.nabla.expr;

import dev.nabla.expr.Expr.Call;
import dev.nabla.expr.Expr.Const;
import dev.nabla.expr.Expr.Input;
import java.util.IdentityHashMap;
import java.util.Map;

/** Symbolic derivatives by the chain rule; a part that occurs twice is differentiated once, and its derivative shared. */
public final class Derivative {
  private static final Expr ZERO = new Const(0);
  private static final Expr ONE = new Const(1);

  private final int input;
  private final Map<Expr, Expr> done = new IdentityHashMap<>();

  private Derivative(int input) {
    this.input = input;
  }

  /** The derivative of {@code e} with respect to {@code Input(input)}. */
  public static Expr of(Expr e, int input) {
    return new Derivative(input).derive(e, e);
  }

  /** The same, where the value of {@code e} itself is written as {@code Output} in the result. */
  public static Expr withOutput(Expr e, int input) {
    return new Derivative(input).derive(e, new Expr.Output());
  }

  private Expr derive(Expr e, Expr value) {
    if (e instanceof Input x) {
      return x.index() == input ? ONE : ZERO;
    }
    if (!(e instanceof Call c)) {
      return ZERO;
    }
    Expr known = done.get(c);
    if (known == null) {
      known = c.fn() == Fn.SELECT ? select(c) : chain(c, value);
      done.put(c, known);
    }
    return known;
  }

  private Expr select(Call c) {
    return Simplify.call(Fn.SELECT, c.arg(0), derive(c.arg(1), c.arg(1)), derive(c.arg(2), c.arg(2)));
  }

  private Expr chain(Call c, Expr value) {
    Expr sum = ZERO;
    for (int i = 0; i < c.arity(); i++) {
      Expr inner = derive(c.arg(i), c.arg(i));
      if (!inner.equals(ZERO)) {
        Expr slope = c.fn().slope(i).substitute(c::arg, value);
        sum = Simplify.call(Fn.ADD, sum, Simplify.call(Fn.MUL, slope, inner));
      }
    }
    return sum;
  }
}
