package dev.nabla.kernel.vector;

import dev.nabla.expr.Expr;
import dev.nabla.expr.Expr.Call;
import dev.nabla.expr.Expr.Const;
import dev.nabla.expr.Expr.Input;
import dev.nabla.expr.Expr.Param;
import dev.nabla.expr.Fn;
import dev.nabla.expr.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a tape cut into steps: each step is one loop over a block of elements. Plain arithmetic between two transcendental functions
 * goes into one step; each of those functions is a step of its own. Values that a later step reads live in numbered block buffers.
 */
final class Steps {
  /** Functions that have a vector loop of their own. */
  static final Set<Fn> LOOPS = EnumSet.of(Fn.EXP, Fn.EXP2, Fn.EXPM1, Fn.LOG, Fn.LOG2, Fn.LOG10, Fn.LOG1P,
      Fn.TANH, Fn.SIN, Fn.COS);

  /** Functions that are one or two vector instructions. */
  static final Set<Fn> VECTOR = EnumSet.of(Fn.ADD, Fn.SUB, Fn.MUL, Fn.DIV, Fn.NEG, Fn.ABS, Fn.SQRT, Fn.MIN, Fn.MAX,
      Fn.EQ, Fn.NE, Fn.LT,
      Fn.LE, Fn.GT, Fn.GE, Fn.AND, Fn.OR, Fn.XOR, Fn.SELECT);

  /** A step with more calls would make a method that HotSpot compiles badly or, beyond 8,000 bytecodes, not at all. */
  private static final int MAX_CALLS = 48;

  /** How a step runs. */
  enum Kind {
    /** By vector instructions, with a scalar loop for the rest. */
    VECTOR,
    /** One of {@link #LOOPS}. */
    LOOP,
    /** By a scalar loop. */
    SCALAR
  }

  /** The nodes of one step, in order of evaluation. */
  record Step(Kind kind, List<Integer> nodes) {}

  final Tape tape;
  final List<Step> list = new ArrayList<>();
  /** The buffer of each node, or -1. */
  final int[] buffer;
  /** The number of buffers. */
  final int buffers;
  /** Whether each node is a truth value. */
  final boolean[] truth;

  private final int[] stepOf;

  /**
   * The steps for a tape; {@code mask} tells which inputs are single numbers, {@code truths} whether they are truth values. Without {@code
   * simd} all steps are scalar.
   */
  Steps(Tape tape, long mask, boolean simd, boolean truths) {
    this.tape = tape;
    this.stepOf = new int[tape.size()];
    this.truth = truths(tape, truths);
    this.buffer = new int[tape.size()];
    Arrays.fill(stepOf, -1);
    int[] stage = new int[tape.size()];
    int last = 0;
    for (int i = 0; i < stage.length; i++) {
      for (int k = 0; k < arity(i); k++) {
        int a = tape.operand(i, k);
        stage[i] = Math.max(stage[i], stage[a] + (kind(a, mask, simd) != null && standsAlone(a, mask, simd) ? 1 : 0));
      }
      last = Math.max(last, stage[i]);
    }
    for (int s = 0; s <= last; s++) {
      addStage(stage, s, mask, simd);
    }
    if (list.isEmpty()) {
      // The result is a leaf: one step that stores it.
      list.add(new Step(simd ? Kind.VECTOR : Kind.SCALAR, List.of()));
    }
    this.buffers = assignBuffers();
  }

  /** Which nodes are truth values; inputs are if {@code inputs}. */
  static boolean[] truths(Tape tape, boolean inputs) {
    boolean[] truth = new boolean[tape.size()];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = inputs && tape.node(i) instanceof Input || tape.node(i) instanceof Call c
          && (c.fn() == Fn.SELECT ? truth[tape.operand(i, 1)] && truth[tape.operand(i, 2)] : c.fn().isTruth());
    }
    return truth;
  }

  /** The number of operands of node {@code i}. */
  int arity(int i) {
    return tape.node(i) instanceof Call c ? c.arity() : 0;
  }

  /** Whether node {@code i} is the same number for all elements, or an input. */
  boolean isLeaf(int i) {
    return !(tape.node(i) instanceof Call);
  }

  /** Whether node {@code i} is one number: a constant, a parameter or a broadcast input. */
  static boolean isSingle(Expr e, long mask) {
    return e instanceof Const || e instanceof Param || e instanceof Input x && (mask >>> x.index() & 1) != 0;
  }

  private @Nullable Kind kind(int i, long mask, boolean simd) {
    if (!(tape.node(i) instanceof Call c)) {
      return null;
    }
    if (!simd) {
      return Kind.SCALAR;
    }
    int a = tape.operand(i, 0);
    if (LOOPS.contains(c.fn()) && !isSingle(tape.node(a), mask) && !truth[a]) {
      return Kind.LOOP;
    }
    return VECTOR.contains(c.fn()) ? Kind.VECTOR : Kind.SCALAR;
  }

  private boolean standsAlone(int i, long mask, boolean simd) {
    return simd && kind(i, mask, true) != Kind.VECTOR;
  }

  private void addStage(int[] stage, int s, long mask, boolean simd) {
    List<Integer> plain = new ArrayList<>();
    List<Integer> alone = new ArrayList<>();
    for (int i = 0; i < stage.length; i++) {
      if (stage[i] == s && !isLeaf(i)) {
        (standsAlone(i, mask, simd) ? alone : plain).add(i);
      }
    }
    for (int from = 0; from < plain.size(); from += MAX_CALLS) {
      add(new Step(simd ? Kind.VECTOR : Kind.SCALAR, plain.subList(from, Math.min(plain.size(), from + MAX_CALLS))));
    }
    for (int i : alone) {
      Kind kind = kind(i, mask, simd);
      add(new Step(kind == null ? Kind.SCALAR : kind, List.of(i)));
    }
  }

  private void add(Step step) {
    for (int i : step.nodes) {
      stepOf[i] = list.size();
    }
    list.add(step);
  }

  /** Whether node {@code i} is computed in step {@code s}. */
  boolean isIn(int i, int s) {
    return stepOf[i] == s;
  }

  /** Gives each value that another step reads a buffer, which is free again after the last of them. */
  private int assignBuffers() {
    int[] lastUse = new int[tape.size()];
    for (int i = 0; i < lastUse.length; i++) {
      for (int k = 0; k < arity(i); k++) {
        int a = tape.operand(i, k);
        lastUse[a] = Math.max(lastUse[a], stepOf[i]);
      }
    }
    Arrays.fill(buffer, -1);
    List<Integer> busyUntil = new ArrayList<>();
    for (int s = 0; s < list.size(); s++) {
      for (int i : list.get(s).nodes) {
        if (lastUse[i] > s) {
          buffer[i] = free(busyUntil, s);
          busyUntil.set(buffer[i], lastUse[i]);
        }
      }
    }
    return busyUntil.size();
  }

  private static int free(List<Integer> busyUntil, int s) {
    for (int b = 0; b < busyUntil.size(); b++) {
      if (busyUntil.get(b) < s) {
        return b;
      }
    }
    busyUntil.add(-1);
    return busyUntil.size() - 1;
  }
}
