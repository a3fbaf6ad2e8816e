package dev.nabla.expr;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A scalar expression. Immutable and compared by structure; equal parts may be shared, and are then evaluated once.
 */
public sealed interface Expr {
  /** A number. */
  record Const(double value) implements Expr {}

  /** An element of the {@code index}-th input. */
  record Input(int index) implements Expr {}

  /** The {@code index}-th parameter, one number for all elements. */
  record Param(int index) implements Expr {}

  /** The value of the operation itself, in its slopes. */
  record Output() implements Expr {}

  /** A function of other expressions. */
  final class Call implements Expr {
    private final Fn fn;
    private final Expr[] args;
    private final int hash;

    /** The call as it stands; {@link Simplify#call} makes a simpler equal one. */
    public Call(Fn fn, Expr... args) {
      if (args.length != fn.arity()) {
        throw new IllegalArgumentException(fn.text() + " takes " + fn.arity() + " arguments, not " + args.length);
      }
      this.fn = fn;
      this.args = args.clone();
      this.hash = Arrays.hashCode(this.args) * 31 + fn.ordinal();
    }

    /** The function. */
    public Fn fn() {
      return fn;
    }

    /** The number of arguments. */
    public int arity() {
      return args.length;
    }

    /** The {@code i}-th argument. */
    public Expr arg(int i) {
      return args[i];
    }

    @Override
    public boolean equals(Object o) {
      return this == o || o instanceof Call c && hash == c.hash && fn == c.fn && Arrays.equals(args, c.args);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public String toString() {
      return Formula.of(this, 64 - Long.numberOfLeadingZeros(inputsMask()), 0).toString(1000);
    }
  }

  /** This expression with {@code Input(i)} replaced by {@code inputs.apply(i)} and {@code Output} by {@code output}; sharing is kept. */
  default Expr substitute(IntFunction<Expr> inputs, Expr output) {
    return Rewrite.substitute(this, inputs, output, new IdentityHashMap<>());
  }

  /** The inputs that occur, as bits: bit i is set if {@code Input(i)} occurs (i &lt; 64). */
  default long inputsMask() {
    return Rewrite.inputs(this, new IdentityHashMap<>());
  }

  /** Whether {@code Input(i)} occurs. */
  default boolean usesInput(int i) {
    return Rewrite.contains(this, new Input(i), new IdentityHashMap<>());
  }

  /** Whether {@code Output} occurs. */
  default boolean usesOutput() {
    return Rewrite.contains(this, new Output(), new IdentityHashMap<>());
  }

  /** Whether the value is a truth value. */
  default boolean isTruth() {
    return this instanceof Call c
        && (c.fn() == Fn.SELECT ? c.arg(1).isTruth() && c.arg(2).isTruth() : c.fn().isTruth());
  }

  /** Whether whole inputs and parameters give whole values all the way. */
  default boolean isIntegral() {
    return Rewrite.integral(this, new IdentityHashMap<>());
  }

  /** A number. */
  static Expr of(double value) {
    return new Const(value);
  }

  /** The {@code i}-th input. */
  static Expr input(int i) {
    return new Input(i);
  }

  /** The {@code i}-th parameter. */
  static Expr param(int i) {
    return new Param(i);
  }

  /** The function of these arguments, simplified. */
  static Expr call(Fn fn, Expr... args) {
    return Simplify.call(fn, args);
  }

  /** {@code this + b}, simplified. */
  default Expr plus(Expr b) {
    return Simplify.call(Fn.ADD, this, b);
  }

  /** {@code this · b}, simplified. */
  default Expr times(Expr b) {
    return Simplify.call(Fn.MUL, this, b);
  }

  /** Walks over expressions that visit a shared part once. */
  final class Rewrite {
    private Rewrite() {}

    static Expr substitute(Expr e, IntFunction<Expr> inputs, Expr output, Map<Expr, Expr> done) {
      return switch (e) {
        case Input x -> inputs.apply(x.index());
        case Output y -> output;
        case Const c -> c;
        case Param p -> p;
        case Call c -> {
          Expr known = done.get(c);
          if (known != null) {
            yield known;
          }
          Expr[] args = new Expr[c.arity()];
          boolean same = true;
          for (int i = 0; i < args.length; i++) {
            args[i] = substitute(c.arg(i), inputs, output, done);
            same &= args[i] == c.arg(i);
          }
          Expr made = same ? c : Simplify.call(c.fn(), args);
          done.put(c, made);
          yield made;
        }
      };
    }

    static long inputs(Expr e, Map<Expr, Boolean> seen) {
      if (e instanceof Input x) {
        return 1L << x.index();
      }
      long mask = 0;
      if (e instanceof Call c && seen.put(c, true) == null) {
        for (int i = 0; i < c.arity(); i++) {
          mask |= inputs(c.arg(i), seen);
        }
      }
      return mask;
    }

    static boolean contains(Expr e, Expr leaf, Map<Expr, Boolean> seen) {
      if (e instanceof Call c && seen.put(c, true) == null) {
        for (int i = 0; i < c.arity(); i++) {
          if (contains(c.arg(i), leaf, seen)) {
            return true;
          }
        }
      }
      return e.equals(leaf);
    }

    static boolean integral(Expr e, Map<Expr, Boolean> seen) {
      if (e instanceof Const c) {
        return c.value() == Math.rint(c.value()) && !Double.isInfinite(c.value());
      }
      if (e instanceof Call c && seen.put(c, true) == null) {
        if (!c.fn().isIntegral()) {
          return false;
        }
        for (int i = 0; i < c.arity(); i++) {
          if (!integral(c.arg(i), seen)) {
            return false;
          }
        }
      }
      return true;
    }
  }
}
