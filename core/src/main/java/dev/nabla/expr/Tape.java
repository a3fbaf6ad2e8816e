package dev.nabla.expr;

import dev.nabla.expr.Expr.Call;
import dev.nabla.expr.Expr.Const;
import dev.nabla.expr.Expr.Input;
import dev.nabla.expr.Expr.Output;
import dev.nabla.expr.Expr.Param;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression, or several, as a list of values in order of evaluation: leaves and calls of earlier values, each different value once. Of a
 * single expression the last one is the result.
 */
public final class Tape {
  private final List<Expr> nodes = new ArrayList<>();
  private final List<int[]> operands = new ArrayList<>();
  private final List<Integer> roots = new ArrayList<>();
  private final Map<Expr, Integer> ids = new IdentityHashMap<>();
  private final Map<Key, Integer> numbering = new HashMap<>();

  private record Key(Object what, List<Integer> operands) {}

  private Tape() {}

  /** The values of {@code e}. */
  public static Tape of(Expr e) {
    return of(List.of(e));
  }

  /** The values of several expressions, each different value once. */
  public static Tape of(List<Expr> roots) {
    Tape tape = new Tape();
    for (Expr e : roots) {
      tape.roots.add(tape.add(e));
    }
    return tape;
  }

  /** The position of the {@code i}-th of the expressions that the tape was made of. */
  public int root(int i) {
    return roots.get(i);
  }

  /** The number of values. */
  public int size() {
    return nodes.size();
  }

  /** The {@code i}-th value: a leaf, or a call whose arguments are {@link #operand}s. */
  public Expr node(int i) {
    return nodes.get(i);
  }

  /** The position of argument {@code k} of the call at {@code i}. */
  public int operand(int i, int k) {
    return operands.get(i)[k];
  }

  private int add(Expr e) {
    Integer known = ids.get(e);
    if (known != null) {
      return known;
    }
    int[] args = new int[e instanceof Call c ? c.arity() : 0];
    List<Integer> key = new ArrayList<>(args.length);
    if (e instanceof Call c) {
      for (int i = 0; i < args.length; i++) {
        args[i] = add(c.arg(i));
        key.add(args[i]);
      }
    }
    int id = numbering.computeIfAbsent(new Key(e instanceof Call c ? c.fn() : e, key), k -> {
      nodes.add(e);
      operands.add(args);
      return nodes.size() - 1;
    });
    ids.put(e, id);
    return id;
  }

  /** The value of node {@code i} on doubles, given those of the earlier ones. */
  double evaluate(int i, double[] in, double[] params, double[] values) {
    int[] a = operands.get(i);
    return switch (nodes.get(i)) {
      case Const c -> c.value();
      case Input x -> in[x.index()];
      case Param p -> params[p.index()];
      case Output y -> throw unbound();
      case Call c -> switch (a.length) {
        case 1 -> c.fn().eval(values[a[0]]);
        case 2 -> c.fn().eval(values[a[0]], values[a[1]]);
        default -> c.fn().eval(values[a[0]], values[a[1]], values[a[2]]);
      };
    };
  }

  /** The value of node {@code i} on longs, given those of the earlier ones. */
  long evaluateLong(int i, long[] in, double[] params, long[] values) {
    int[] a = operands.get(i);
    return switch (nodes.get(i)) {
      case Const c -> (long) c.value();
      case Input x -> in[x.index()];
      case Param p -> (long) params[p.index()];
      case Output y -> throw unbound();
      case Call c -> switch (a.length) {
        case 1 -> c.fn().evalLong(values[a[0]]);
        case 2 -> c.fn().evalLong(values[a[0]], values[a[1]]);
        default -> c.fn().evalLong(values[a[0]], values[a[1]], values[a[2]]);
      };
    };
  }

  private static IllegalStateException unbound() {
    return new IllegalStateException("the output y has no value here; substitute an input for it first");
  }
}
