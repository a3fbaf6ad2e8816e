package dev.nabla.kernel.vector;

import dev.nabla.expr.Expr;
import dev.nabla.expr.Tape;
import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.RowProgram;
import dev.nabla.kernel.RowProgram.Kind;
import dev.nabla.kernel.RowProgram.Stage;
import dev.nabla.type.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stages of a row program that need nothing of each other but elements, so that one loop can run them; or a single stage of one value per row.
 *
 * <p>At first each stage runs by itself, then the loop that {@link PassWriter} writes is tried on some blocks until it is the faster. Both
 * give the same bits.
 */
final class PassPlan {
  /** Elements after which the loop is written. */
  private static final int HOT = 1 << 15;
  /** How often in succession the loop must be as fast. */
  private static final int WINS = 6;
  private static final double SLACK = 1.2;

  final DType type;
  final int[] stages;
  /** The inputs and stages that the formulas read from outside. */
  final int[] operands;
  final Tape tape;
  private final boolean[] single;
  private final List<Integer> stored = new ArrayList<>();
  private final List<Integer> reduced = new ArrayList<>();
  private final List<Integer> rootStages = new ArrayList<>();
  private final RowStage[] all;
  private final boolean writable;
  private volatile @Nullable PassKernel kernel;
  // Racy on purpose: lost updates only delay the decision.
  private boolean decided;
  private int seen;
  private int wins;
  private double plainTime;
  private double loopTime;
  private double plainRate;

  PassPlan(RowProgram program, RowLayout layout, RowStage[] all, DType type, List<Integer> members) {
    this.type = type;
    this.all = all;
    this.stages = members.stream().mapToInt(Integer::intValue).toArray();
    List<Integer> outside = new ArrayList<>();
    Expr[] known = new Expr[program.inputs() + all.length];
    List<Expr> roots = new ArrayList<>();
    for (int s : stages) {
      Stage stage = program.stages().get(s);
      Expr[] args = new Expr[stage.reads().length];
      for (int k = 0; k < args.length; k++) {
        int read = stage.reads()[k];
        if (known[read] == null) {
          known[read] = new Expr.Input(outside.size());
          outside.add(read);
        }
        args[k] = known[read];
      }
      Expr value = stage.formula().expr().substitute(k -> args[k], stage.formula().expr());
      if (stage.kind() == Kind.EACH) {
        known[program.inputs() + s] = value;
      }
      if (stage.kind() != Kind.ROW && (stage.kind() != Kind.EACH || isRead(program, s))) {
        (stage.kind() == Kind.EACH ? stored : reduced).add(s);
        rootStages.add(s);
        roots.add(Lowering.lower(value, type == DType.FLOAT32));
      }
    }
    this.operands = outside.stream().mapToInt(Integer::intValue).toArray();
    this.single = new boolean[operands.length];
    for (int k = 0; k < operands.length; k++) {
      single[k] = all[stages[0]].isSingle(layout, program, operands[k]);
    }
    this.tape = Tape.of(roots);
    this.writable = !roots.isEmpty() && PassWriter.canWrite(this);
  }

  /** Whether the elements of stage {@code s} are wanted outside of this pass. */
  private boolean isRead(RowProgram program, int s) {
    if (program.outputOf(s) >= 0) {
      return true;
    }
    for (int t = stages[stages.length - 1] + 1; t < all.length; t++) {
      for (int k : program.stages().get(t).reads()) {
        if (k == program.inputs() + s) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether this is a stage of one value per row. */
  boolean isRow() {
    return all[stages[0]].kind == Kind.ROW;
  }

  // --- the arrays that the loop works on: operands, stored elements, accumulators ---

  int arrays() {
    return operands.length + stored.size() + reduced.size();
  }

  boolean isSingle(int operand) {
    return single[operand];
  }

  /** The stages whose elements are stored. */
  List<Integer> stored() {
    return stored;
  }

  /** The stages that combine elements. */
  List<Integer> reduced() {
    return reduced;
  }

  int reductions() {
    return reduced.size();
  }

  int roots() {
    return rootStages.size();
  }

  /** The array that root {@code r} goes to. */
  int target(int r) {
    int reduction = reductionOf(r);
    return reduction < 0 ? operands.length + stored.indexOf(rootStages.get(r)) : accumulator(reduction);
  }

  int accumulator(int reduction) {
    return operands.length + stored.size() + reduction;
  }

  /** Which reduction root {@code r} is, or -1. */
  int reductionOf(int r) {
    return reduced.indexOf(rootStages.get(r));
  }

  Reducer reducer(int reduction) {
    return all[reduced.get(reduction)].reducer;
  }

  /** Whether a reduction runs along lines. */
  boolean isAlong(int reduction) {
    return all[reduced.get(reduction)].isAlong;
  }

  // --- trial ---

  /** The loop if it is to be used now for {@code n} elements, else null. */
  @Nullable
  PassKernel kernel(int n) {
    PassKernel known = kernel;
    if (decided || known != null && loopTime <= plainTime) {
      return known;
    }
    if (known == null && writable) {
      seen += n;
      if (seen >= HOT) {
        write();
      }
    }
    return null;
  }

  private synchronized void write() {
    if (kernel == null) {
      try {
        kernel = PassWriter.write(this);
      } catch (UnsupportedOperationException e) {
        // A runtime that cannot define classes.
        seen = Integer.MIN_VALUE;
      }
    }
  }

  /** Whether {@link #took} is to be told. */
  boolean isOnTrial() {
    return !decided && kernel != null;
  }

  /** Notes how long a block took, by the loop or stage by stage. */
  void took(boolean loop, long nanos, int n) {
    double time = (double) nanos;
    if (loop) {
      loopTime += time;
      wins = time < SLACK * plainRate * n ? wins + 1 : 0;
      decided = wins >= WINS;
    } else {
      plainTime += time;
      plainRate = plainRate == 0 ? time / n : 0.8 * plainRate + 0.2 * (time / n);
    }
  }
}
