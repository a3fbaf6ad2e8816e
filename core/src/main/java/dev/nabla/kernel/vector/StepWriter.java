package dev.nabla.kernel.vector;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.nabla.expr.Expr;
import dev.nabla.expr.Expr.Call;
import dev.nabla.expr.Expr.Const;
import dev.nabla.expr.Expr.Input;
import dev.nabla.expr.Expr.Param;
import dev.nabla.expr.Fn;
import dev.nabla.type.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.Locale;

/** Writes the loop of one step into a method of {@link KernelWriter}'s class: for float types by vectors first, the rest one by one. */
final class StepWriter {
  static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

  private static final ClassDesc FN = Fn.class.describeConstable().orElseThrow();

  private final CodeBuilder code;
  private final Steps steps;
  private final int number;
  private final Steps.Step step;
  private final KernelWriter kernel;
  private final TypeKind kind;
  private final ClassDesc type;
  private final int root;
  /** The local variable of each node in the scalar loop, or -1. */
  private final int[] local;
  /** The local variable of the buffer of each node, or -1. */
  private final int[] bufferLocal;
  private int index;

  StepWriter(CodeBuilder code, Steps steps, int number, KernelWriter kernel) {
    this.code = code;
    this.steps = steps;
    this.number = number;
    this.step = steps.list.get(number);
    this.kernel = kernel;
    this.kind = KernelWriter.kind(kernel.compute());
    this.type = KernelWriter.number(kernel.compute());
    this.root = steps.tape.size() - 1;
    this.local = new int[steps.tape.size()];
    this.bufferLocal = new int[steps.tape.size()];
    Arrays.fill(local, -1);
    Arrays.fill(bufferLocal, -1);
  }

  void write() {
    loadBuffers();
    if (step.kind() == Steps.Kind.LOOP) {
      callLoop(step.nodes().getFirst());
    } else {
      index = code.allocateLocal(TypeKind.INT);
      code.iconst_0().istore(index);
      loadSingles();
      if (step.kind() == Steps.Kind.VECTOR) {
        new VectorWriter(code, steps, number, this, kernel).write();
      }
      scalarLoop();
    }
    code.return_();
  }

  int index() {
    return index;
  }

  int local(int node) {
    return local[node];
  }

  int bufferLocal(int node) {
    return bufferLocal[node];
  }

  /** Whether node {@code i} is read in this step but computed in another one. */
  boolean comesFromBuffer(int i) {
    return !steps.isLeaf(i) && !steps.isIn(i, number);
  }

  /** Whether the last node of the tape, the result, belongs to this step. */
  boolean hasRoot() {
    return steps.isLeaf(root) || steps.isIn(root, number);
  }

  private void loadBuffers() {
    for (int i : step.nodes()) {
      for (int k = 0; k < steps.arity(i); k++) {
        int a = steps.tape.operand(i, k);
        if (comesFromBuffer(a)) {
          loadBuffer(a);
        }
      }
      if (steps.buffer[i] >= 0) {
        loadBuffer(i);
      }
    }
  }

  private void loadBuffer(int node) {
    if (bufferLocal[node] < 0) {
      bufferLocal[node] = code.allocateLocal(TypeKind.REFERENCE);
      code.aload(kernel.buffersSlot()).loadConstant(steps.buffer[node]).aaload().astore(bufferLocal[node]);
    }
  }

  /** {@code FloatLanes.exp(source, from, target, to, n)}. */
  private void callLoop(int node) {
    int a = steps.tape.operand(node, 0);
    if (steps.tape.node(a) instanceof Input x) {
      code.aload(kernel.arraySlot(x.index())).iload(kernel.arraySlot(x.index()) + 1);
    } else {
      code.aload(bufferLocal[a]).iconst_0();
    }
    if (node == root) {
      code.aload(kernel.outSlot()).iload(kernel.outSlot() + 1);
    } else {
      code.aload(bufferLocal[node]).iconst_0();
    }
    ClassDesc lanes = ClassDesc
        .of("dev.nabla.kernel.vector." + (kind == TypeKind.FLOAT ? "FloatLanes" : "DoubleLanes"));
    ClassDesc array = type.arrayType();
    code.iload(kernel.countSlot());
    code.invokestatic(lanes, fn(node).text(), MethodTypeDesc.of(CD_void, array, CD_int, array, CD_int, CD_int));
  }

  private Fn fn(int node) {
    return ((Call) steps.tape.node(node)).fn();
  }

  /** Puts parameters and single inputs that this step reads into local variables. */
  private void loadSingles() {
    if (steps.isLeaf(root)) {
      loadSingle(root);
    }
    for (int i : step.nodes()) {
      for (int k = 0; k < steps.arity(i); k++) {
        loadSingle(steps.tape.operand(i, k));
      }
    }
  }

  private void loadSingle(int node) {
    Expr e = steps.tape.node(node);
    if (local[node] >= 0 || e instanceof Const || !Steps.isSingle(e, kernel.mask())) {
      return;
    }
    if (e instanceof Param p) {
      code.aload(kernel.paramsSlot()).loadConstant(p.index()).daload();
      convert(TypeKind.DOUBLE, kind);
    } else if (e instanceof Input x) {
      code.aload(kernel.arraySlot(x.index())).iload(kernel.arraySlot(x.index()) + 1);
      loadElement(node);
    }
    keep(node);
  }

  /** Puts the value on the stack into the node's local variable. */
  private void keep(int node) {
    TypeKind of = steps.truth[node] ? TypeKind.INT : kind;
    local[node] = code.allocateLocal(of);
    code.storeLocal(of, local[node]);
  }

  private void loadElement(int node) {
    TypeKind element = KernelWriter.element(kernel.compute());
    code.arrayLoad(element);
    if (steps.truth[node]) {
      return;
    }
    if (kernel.compute() == DType.UINT8) {
      code.loadConstant(255).iand();
    }
    convert(element.asLoadable(), kind);
  }

  private void convert(TypeKind from, TypeKind to) {
    if (from != to) {
      code.conversion(from, to);
    }
  }

  private void scalarLoop() {
    Label top = code.newBoundLabel();
    Label end = code.newLabel();
    code.iload(index).iload(kernel.countSlot()).if_icmpge(end);
    for (int i : step.nodes()) {
      for (int k = 0; k < steps.arity(i); k++) {
        fetch(steps.tape.operand(i, k));
      }
      compute(i);
      keep(i);
      if (steps.buffer[i] >= 0) {
        code.aload(bufferLocal[i]).iload(index);
        pushNumber(i);
        code.arrayStore(kind);
      }
    }
    if (hasRoot()) {
      fetch(root);
      store();
    }
    code.iinc(index, 1);
    code.goto_(top);
    code.labelBinding(end);
  }

  /** Loads an element of an input or buffer into a local variable, once. */
  private void fetch(int node) {
    if (local[node] >= 0) {
      return;
    }
    if (steps.tape.node(node) instanceof Input x) {
      int slot = kernel.arraySlot(x.index());
      code.aload(slot).iload(slot + 1).iload(index).iadd();
      loadElement(node);
    } else if (comesFromBuffer(node)) {
      code.aload(bufferLocal[node]).iload(index).arrayLoad(kind);
      if (steps.truth[node]) {
        isNotZero();
      }
    } else {
      return;
    }
    keep(node);
  }

  private void store() {
    code.aload(kernel.outSlot()).iload(kernel.outSlot() + 1).iload(index).iadd();
    if (kernel.result() == DType.BOOL) {
      pushTruth(root);
      code.bastore();
      return;
    }
    pushNumber(root);
    TypeKind element = KernelWriter.element(kernel.result());
    convert(kind, element);
    code.arrayStore(element);
  }

  private void pushNumber(int node) {
    if (steps.tape.node(node) instanceof Const c) {
      switch (kind) {
        case FLOAT -> code.loadConstant((float) c.value());
        case DOUBLE -> code.loadConstant(c.value());
        default -> code.loadConstant((long) c.value());
      }
    } else if (steps.truth[node]) {
      code.iload(local[node]);
      convert(TypeKind.INT, kind);
    } else {
      code.loadLocal(kind, local[node]);
    }
  }

  private void pushTruth(int node) {
    if (steps.truth[node]) {
      code.iload(local[node]);
    } else {
      pushNumber(node);
      isNotZero();
    }
  }

  private void isNotZero() {
    pushZero();
    compare(Fn.NE);
  }

  private void pushZero() {
    switch (kind) {
      case FLOAT -> code.fconst_0();
      case DOUBLE -> code.dconst_0();
      default -> code.lconst_0();
    }
  }

  /** Of two numbers on the stack, 1 if they compare so and else 0; false for NaN but for NE. */
  private void compare(Fn fn) {
    boolean less = fn == Fn.LT || fn == Fn.LE;
    switch (kind) {
      case FLOAT -> code.with(less ? operator(Opcode.FCMPG) : operator(Opcode.FCMPL));
      case DOUBLE -> code.with(less ? operator(Opcode.DCMPG) : operator(Opcode.DCMPL));
      default -> code.lcmp();
    }
    Opcode jump = switch (fn) {
      case EQ -> Opcode.IFEQ;
      case NE -> Opcode.IFNE;
      case LT -> Opcode.IFLT;
      case LE -> Opcode.IFLE;
      case GT -> Opcode.IFGT;
      default -> Opcode.IFGE;
    };
    code.ifThenElse(jump, CodeBuilder::iconst_1, CodeBuilder::iconst_0);
  }

  private static OperatorInstruction operator(Opcode op) {
    return OperatorInstruction.of(op);
  }

  private void compute(int i) {
    Fn fn = fn(i);
    switch (fn) {
      case NOT -> not(steps.tape.operand(i, 0));
      case EQ, NE, LT, LE, GT, GE -> {
        pushNumber(steps.tape.operand(i, 0));
        pushNumber(steps.tape.operand(i, 1));
        compare(fn);
      }
      case AND, OR, XOR -> {
        pushTruth(steps.tape.operand(i, 0));
        pushTruth(steps.tape.operand(i, 1));
        code.with(operator(fn == Fn.AND ? Opcode.IAND : fn == Fn.OR ? Opcode.IOR : Opcode.IXOR));
      }
      case SELECT -> select(i);
      default -> {
        if (fn == Fn.NEXTAFTER || !simple(i, fn)) {
          general(i, fn);
        }
      }
    }
  }

  /** Without a branch where the operand is a truth value, so that HotSpot makes vectors of it. */
  private void not(int a) {
    if (steps.truth[a]) {
      pushTruth(a);
      code.iconst_1().ixor();
    } else {
      pushNumber(a);
      pushZero();
      compare(Fn.EQ);
    }
  }

  private void select(int i) {
    pushTruth(steps.tape.operand(i, 0));
    int a = steps.tape.operand(i, 1);
    int b = steps.tape.operand(i, 2);
    boolean truth = steps.truth[i];
    code.ifThenElse(Opcode.IFNE, then -> {
      if (truth) {
        pushTruth(a);
      } else {
        pushNumber(a);
      }
    }, otherwise -> {
      if (truth) {
        pushTruth(b);
      } else {
        pushNumber(b);
      }
    });
  }

  /** One instruction, or one call of a static function of the type itself. */
  private boolean simple(int i, Fn fn) {
    boolean floating = kind != TypeKind.LONG;
    String text = fn.text();
    switch (fn) {
      case ADD, SUB, MUL, NEG -> {
        pushOperands(i);
        code.with(operator(Opcode.valueOf(letter() + text.toUpperCase(Locale.ROOT))));
      }
      case DIV -> {
        pushOperands(i);
        code.with(operator(Opcode.valueOf(letter() + "DIV")));
      }
      case ABS, MIN, MAX -> {
        pushOperands(i);
        code.invokestatic(MATH, text, signature(fn));
      }
      case BITAND, BITOR, BITXOR -> {
        if (floating) {
          return false;
        }
        pushOperands(i);
        code.with(operator(fn == Fn.BITAND ? Opcode.LAND : fn == Fn.BITOR ? Opcode.LOR : Opcode.LXOR));
      }
      case SQRT, FLOOR, CEIL, ROUND -> {
        if (!floating) {
          return false;
        }
        pushOperands(i);
        convert(kind, TypeKind.DOUBLE);
        code.invokestatic(MATH, fn == Fn.ROUND ? "rint" : text, MethodTypeDesc.of(CD_double, CD_double));
        convert(TypeKind.DOUBLE, kind);
      }
      default -> {
        if (!Steps.LOOPS.contains(fn)) {
          return false;
        }
        pushOperands(i);
        String owner = kind == TypeKind.FLOAT ? "FloatMath" : "DoubleMath";
        code.invokestatic(ClassDesc.of("dev.nabla.kernel.vector." + owner), text, signature(fn));
      }
    }
    return true;
  }

  private String letter() {
    return kind == TypeKind.FLOAT ? "F" : kind == TypeKind.DOUBLE ? "D" : "L";
  }

  private void pushOperands(int i) {
    for (int k = 0; k < steps.arity(i); k++) {
      pushNumber(steps.tape.operand(i, k));
    }
  }

  private MethodTypeDesc signature(Fn fn) {
    return fn.arity() == 1 ? MethodTypeDesc.of(type, type) : MethodTypeDesc.of(type, type, type);
  }

  /** {@code Fn.X.eval(…)} in float64, or {@code Fn.X.evalLong(…)}. */
  private void general(int i, Fn fn) {
    if (fn == Fn.NEXTAFTER && kind == TypeKind.FLOAT) {
      pushNumber(steps.tape.operand(i, 0));
      pushNumber(steps.tape.operand(i, 1));
      convert(kind, TypeKind.DOUBLE);
      code.invokestatic(MATH, "nextAfter", MethodTypeDesc.of(type, type, CD_double));
      return;
    }
    boolean whole = kind == TypeKind.LONG;
    ClassDesc wide = whole ? CD_long : CD_double;
    TypeKind wideKind = whole ? TypeKind.LONG : TypeKind.DOUBLE;
    code.getstatic(FN, fn.name(), FN);
    ClassDesc[] args = new ClassDesc[fn.arity()];
    for (int k = 0; k < args.length; k++) {
      pushNumber(steps.tape.operand(i, k));
      convert(kind, wideKind);
      args[k] = wide;
    }
    code.invokevirtual(FN, whole ? "evalLong" : "eval", MethodTypeDesc.of(wide, args));
    convert(wideKind, steps.truth[i] ? TypeKind.INT : kind);
  }
}
