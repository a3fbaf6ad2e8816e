package dev.nabla.kernel.vector;

import dev.nabla.expr.Expr;
import dev.nabla.expr.Program;
import dev.nabla.expr.Tape;
import dev.nabla.type.DType;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of one program, one for each choice of which inputs are single numbers; kept in the program itself. A program is interpreted at
 * first, then written as a class whose scalar and vector loops are on {@link Trial}, until the vectors are the faster.
 */
final class Compiled {
  /** A kernel is written once its program has seen this much work; writing and defining one takes about a millisecond. */
  private static final int HOT = 4096;

  /** The work of starting a loop, in elements. */
  private static final int CALL = 32;

  /** Programs with more inputs read single numbers like other broadcast inputs. */
  static final int MAX_MASKED_INPUTS = 10;

  private static final int MAX_GRAIN = 1 << 16;
  private static final int MIN_GRAIN = 1 << 10;

  private final Program program;
  private final Tape tape;
  private final DType compute;
  private final DType result;
  private final int inputs;
  private final @Nullable Kernel[] interpreters;
  private final @Nullable Kernel[] written;
  private final @Nullable Trial[] trials;
  private final @Nullable Kernel[] ready;
  private final int grain;
  private final boolean direct;
  private volatile @Nullable Program plain;
  private volatile boolean mayDefine;
  private int heat;
  private @Nullable Nest nest;

  private Compiled(Program program) {
    this.program = program;
    this.tape = program.compute().isFloating()
        ? Tape.of(Lowering.lower(program.expr(), program.compute() == DType.FLOAT32))
        : program.tape();
    this.compute = program.compute();
    this.result = program.result();
    this.inputs = program.inputs();
    int masks = inputs > MAX_MASKED_INPUTS ? 1 : 1 << inputs;
    this.interpreters = new Kernel[masks];
    this.written = new Kernel[masks];
    this.trials = new Trial[masks];
    this.ready = new Kernel[masks];
    this.mayDefine = inputs <= KernelWriter.MAX_INPUTS;
    this.grain = Math.max(MIN_GRAIN, MAX_GRAIN / (1 + cost(tape)));
    boolean truth = program.expr().isTruth();
    this.direct = compute.isFloating()
        ? result == (truth && result == DType.BOOL ? DType.BOOL : compute)
        : !result.isFloating();
  }

  /** The compiled form of {@code program}. */
  static Compiled of(Program program) {
    return program.kernel() instanceof Compiled known ? known : make(program);
  }

  private static Compiled make(Program program) {
    synchronized (program) {
      if (program.kernel() instanceof Compiled known) {
        return known;
      }
      Compiled made = new Compiled(program);
      program.kernel(made);
      return made;
    }
  }

  /** Roughly the time per element, in units of one vector instruction's. */
  private static int cost(Tape tape) {
    int cost = 0;
    for (int i = 0; i < tape.size(); i++) {
      if (tape.node(i) instanceof Expr.Call c) {
        cost += Steps.VECTOR.contains(c.fn()) ? 1 : Steps.LOOPS.contains(c.fn()) ? 8 : 60;
      }
    }
    return cost;
  }

  /** The program. */
  Program program() {
    return program;
  }

  /** Whether kernels store the result in its own type; else {@link #plain} is to be run and converted. */
  boolean isDirect() {
    return direct;
  }

  /** The same program with its result in the type of the computation. */
  Program plain() {
    Program known = plain;
    if (known == null) {
      known = new Program(program.expr(), compute, compute, inputs, program.params());
      plain = known;
    }
    return known;
  }

  /** The loops of the last call that was not flat: the next one's, as a rule. */
  @Nullable
  Nest nest() {
    return nest;
  }

  /** Keeps {@code latest} for the next call; immutable, so threads may race. */
  void nest(Nest latest) {
    nest = latest;
  }

  /** The number of elements worth a thread of their own. */
  int grain() {
    return grain;
  }

  /** The kernel to use now, for {@code n} elements in loops of {@code inner}. */
  Kernel kernel(int mask, int inner, int n) {
    Kernel known = ready[mask];
    return known != null ? known : warm(mask, inner, n);
  }

  private Kernel warm(int mask, int inner, int n) {
    Kernel known = written[mask];
    if (known == null) {
      // Racy on purpose: a lost count only delays the compilation.
      heat += CALL + Math.min(n, HOT);
      if (heat < HOT || !mayDefine) {
        return interpreter(mask);
      }
      known = write(mask);
    }
    Trial trial = trials[mask];
    if (trial == null || inner < Trial.SHORT) {
      return known;
    }
    if (trial.isDecided()) {
      ready[mask] = known;
      return known;
    }
    return trial;
  }

  private Kernel interpreter(int mask) {
    Kernel known = interpreters[mask];
    if (known == null) {
      known = new Interpreter(tape, compute, mask);
      interpreters[mask] = known;
    }
    return known;
  }

  /** The written kernel, without a trial. */
  synchronized Kernel write(int mask) {
    Kernel known = written[mask];
    if (known != null) {
      return known;
    }
    try {
      known = KernelWriter.write(tape, compute, result, inputs, mask);
    } catch (UnsupportedOperationException e) {
      // A runtime that cannot define classes.
      mayDefine = false;
      return interpreter(mask);
    }
    if (Simd.AVAILABLE && compute.isFloating()) {
      trials[mask] = new Trial(known, mask);
    } else {
      ready[mask] = known;
    }
    written[mask] = known;
    return known;
  }
}
