package dev.nabla.kernel.vector;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.nabla.expr.Expr;
import dev.nabla.expr.Expr.Call;
import dev.nabla.expr.Expr.Const;
import dev.nabla.expr.Expr.Input;
import dev.nabla.expr.Expr.Param;
import dev.nabla.expr.Fn;
import dev.nabla.kernel.Reducer;
import dev.nabla.type.DType;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.EnumSet;
import java.util.Set;

/**
 * Writes the {@link PassKernel} of some stages: one loop that computes all their formulas, stores some and combines others, with the
 * accumulators of reductions along the line in registers.
 */
final class PassWriter extends LaneWriter {
  private static final Set<Fn> FUNCTIONS = EnumSet.of(Fn.EXP);
  /** The most vector operations in the body of a loop; a function counts for several. */
  private static final int MAX_WORK = 100;
  private static final int FUNCTION_WORK = 20;

  private static final ClassDesc KERNEL = PassKernel.class.describeConstable().orElseThrow();
  private static final ClassDesc GENERATED = ClassDesc.of("dev.nabla.kernel.vector.GeneratedPass");

  private static final int ARRAYS = 1;
  private static final int AT = 2;
  private static final int PARAMS = 3;
  private static final int COUNT = 4;
  private static final int LINES = 5;
  private static final int STEPS = 6;

  private final PassPlan plan;
  private final int[] array;
  private final int[] position;
  private final int[] single;
  private final int[][] registers;
  private int index;
  private final ExpWriter exponential;
  private final boolean usesExponential;

  private PassWriter(CodeBuilder code, PassPlan plan) {
    super(code, plan.tape, Steps.truths(plan.tape, false), plan.type);
    this.plan = plan;
    this.array = new int[plan.arrays()];
    this.position = new int[plan.arrays()];
    this.single = local.clone();
    this.registers = new int[plan.reductions()][PassKernel.LANES / length];
    this.exponential = new ExpWriter(code, this, plan.type == DType.FLOAT32);
    boolean uses = false;
    for (int i = 0; i < tape.size(); i++) {
      uses |= tape.node(i) instanceof Call c && c.fn() == Fn.EXP;
    }
    this.usesExponential = uses;
  }

  /** Whether the stages can be one loop of vectors. */
  static boolean canWrite(PassPlan plan) {
    if (!Simd.AVAILABLE || plan.arrays() > 60 || length(plan.type) > PassKernel.LANES) {
      return false;
    }
    int work = 0;
    for (int i = 0; i < plan.tape.size(); i++) {
      if (plan.tape.node(i) instanceof Call c) {
        if (!Steps.VECTOR.contains(c.fn()) && !FUNCTIONS.contains(c.fn())) {
          return false;
        }
        work += FUNCTIONS.contains(c.fn()) ? FUNCTION_WORK : 1;
      }
    }
    for (int r = 0; r < plan.roots(); r++) {
      if (Steps.truths(plan.tape, false)[plan.tape.root(r)]) {
        return false;
      }
    }
    return work * (PassKernel.LANES / length(plan.type)) <= MAX_WORK;
  }

  /** The loop for a plan. */
  static PassKernel write(PassPlan plan) {
    byte[] bytes = ClassFile.of().build(GENERATED, builder -> {
      builder.withSuperclass(KERNEL).withFlags(ClassFile.ACC_FINAL);
      builder.withMethodBody(INIT_NAME, MTD_void, 0,
          code -> code.aload(0).invokespecial(KERNEL, INIT_NAME, MTD_void).return_());
      builder.withMethodBody("block",
          MethodTypeDesc.of(CD_void, ConstantDescs.CD_Object.arrayType(), CD_int.arrayType(),
              CD_double.arrayType(), CD_int, CD_int, CD_int.arrayType()),
          0, code -> new PassWriter(code, plan).write());
    });
    try {
      MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return (PassKernel) hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot define the loop of a row program", e);
    }
  }

  private void write() {
    fetchArrays();
    broadcastConstants();
    startRegisters();
    index = code.allocateLocal(TypeKind.INT);
    if (hasRegisters()) {
      line();
      storeRegisters();
    } else {
      Label next = code.newBoundLabel();
      line();
      for (int k = 0; k < array.length; k++) {
        code.iload(position[k]).aload(STEPS).loadConstant(k).iaload().iadd().istore(position[k]);
      }
      code.iinc(LINES, -1);
      code.iload(LINES).ifgt(next);
    }
    code.return_();
  }

  /** Whether there are reductions along the line. */
  private boolean hasRegisters() {
    for (int r = 0; r < registers.length; r++) {
      if (plan.isAlong(r)) {
        return true;
      }
    }
    return false;
  }

  /** The loop along one line. */
  private void line() {
    broadcastSingles();
    code.iconst_0().istore(index);
    Label top = code.newBoundLabel();
    Label end = code.newLabel();
    code.iload(index).iload(COUNT).if_icmpge(end);
    for (int part = 0; part < PassKernel.LANES / length; part++) {
      body(part);
    }
    code.iinc(index, PassKernel.LANES);
    code.goto_(top);
    code.labelBinding(end);
  }

  private void storeRegisters() {
    for (int r = 0; r < registers.length; r++) {
      for (int part = 0; plan.isAlong(r) && part < registers[r].length; part++) {
        int k = plan.accumulator(r);
        code.aload(registers[r][part]).aload(array[k]).iload(position[k]).loadConstant(part * length).iadd();
        intoArray();
      }
    }
  }

  private void fetchArrays() {
    for (int k = 0; k < array.length; k++) {
      array[k] = code.allocateLocal(TypeKind.REFERENCE);
      position[k] = code.allocateLocal(TypeKind.INT);
      code.aload(ARRAYS).loadConstant(k).aaload().checkcast(number.arrayType()).astore(array[k]);
      code.aload(AT).loadConstant(k).iaload().istore(position[k]);
    }
  }

  private void broadcastConstants() {
    for (int i = 0; i < tape.size(); i++) {
      Expr e = tape.node(i);
      pushSpecies();
      switch (e) {
        case Const c -> pushConstant(c.value());
        case Param p -> {
          code.aload(PARAMS).loadConstant(p.index()).daload();
          if (kind == TypeKind.FLOAT) {
            code.d2f();
          }
        }
        default -> {
          code.pop();
          continue;
        }
      }
      single[i] = broadcast();
    }
    truthConstants();
    if (usesExponential) {
      exponential.constants();
    }
  }

  /** The inputs that do not vary along a line. */
  private void broadcastSingles() {
    for (int i = 0; i < tape.size(); i++) {
      if (tape.node(i) instanceof Input x && plan.isSingle(x.index())) {
        pushSpecies().aload(array[x.index()]).iload(position[x.index()]).arrayLoad(kind);
        single[i] = broadcast();
      }
    }
  }

  private void startRegisters() {
    for (int r = 0; r < registers.length; r++) {
      for (int part = 0; plan.isAlong(r) && part < registers[r].length; part++) {
        registers[r][part] = constant(RowLoops.start(plan.reducer(r)));
      }
    }
  }

  /** The formulas on the vector number {@code part} of the lanes. */
  private void body(int part) {
    local = single.clone();
    for (int i = 0; i < tape.size(); i++) {
      if (local[i] >= 0) {
        continue;
      }
      if (tape.node(i) instanceof Input x) {
        load(x.index(), part);
        local[i] = store();
      } else {
        compute(i);
        local[i] = store();
      }
    }
    for (int r = 0; r < plan.roots(); r++) {
      int node = tape.root(r);
      int k = plan.target(r);
      int reduction = plan.reductionOf(r);
      if (reduction < 0) {
        code.aload(local[node]);
        intoArray(k, part);
      } else if (plan.isAlong(reduction)) {
        code.aload(registers[reduction][part]).aload(local[node]);
        combine(plan.reducer(reduction));
        code.astore(registers[reduction][part]);
      } else {
        load(k, part);
        code.aload(local[node]);
        combine(plan.reducer(reduction));
        intoArray(k, part);
      }
    }
  }

  private void combine(Reducer reducer) {
    apply(reducer == Reducer.MAX ? "max" : reducer == Reducer.MIN ? "min" : "add", 1);
  }

  private void at(int k, int part) {
    code.iload(position[k]).iload(index).iadd();
    if (part > 0) {
      code.loadConstant(part * length).iadd();
    }
  }

  private void load(int k, int part) {
    pushSpecies().aload(array[k]);
    at(k, part);
    fromArray();
  }

  private void intoArray(int k, int part) {
    code.aload(array[k]);
    at(k, part);
    intoArray();
  }

  @Override
  void compute(int i) {
    if (((Call) tape.node(i)).fn() == Fn.EXP) {
      pushVector(tape.operand(i, 0));
      exponential.write(store());
    } else {
      super.compute(i);
    }
  }
}
