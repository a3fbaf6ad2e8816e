package dev.nabla.kernel.vector;

import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.nabla.expr.Expr;
import dev.nabla.expr.Expr.Call;
import dev.nabla.expr.Expr.Const;
import dev.nabla.expr.Expr.Input;
import dev.nabla.expr.Fn;
import dev.nabla.type.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;

/** Writes the loop of a step over whole vectors; {@link StepWriter}'s loop takes the elements that are left. */
final class VectorWriter {
  private static final String PACKAGE = "jdk.incubator.vector.";
  private static final ClassDesc VECTOR = ClassDesc.of(PACKAGE + "Vector");
  private static final ClassDesc MASK = ClassDesc.of(PACKAGE + "VectorMask");
  private static final ClassDesc SPECIES = ClassDesc.of(PACKAGE + "VectorSpecies");
  private static final ClassDesc OPERATORS = ClassDesc.of(PACKAGE + "VectorOperators");
  private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");

  private final CodeBuilder code;
  private final Steps steps;
  private final Steps.Step step;
  private final StepWriter scalar;
  private final KernelWriter kernel;
  private final ClassDesc number;
  private final ClassDesc vector;
  private final ClassDesc lanes;
  private final int length;
  private final int root;
  /** The local variable of each node as a vector, or as a mask if it is a truth value, or -1. */
  private final int[] local;
  private int zero = -1;
  private int one = -1;

  VectorWriter(CodeBuilder code, Steps steps, int number, StepWriter scalar, KernelWriter kernel) {
    boolean single = kernel.compute() == DType.FLOAT32;
    this.code = code;
    this.steps = steps;
    this.step = steps.list.get(number);
    this.scalar = scalar;
    this.kernel = kernel;
    this.number = KernelWriter.number(kernel.compute());
    this.vector = ClassDesc.of(PACKAGE + (single ? "FloatVector" : "DoubleVector"));
    this.lanes = ClassDesc.of("dev.nabla.kernel.vector." + (single ? "FloatLanes" : "DoubleLanes"));
    this.length = single ? FloatLanes.SPECIES.length() : DoubleLanes.SPECIES.length();
    this.root = steps.tape.size() - 1;
    this.local = new int[steps.tape.size()];
    Arrays.fill(local, -1);
  }

  void write() {
    broadcastSingles();
    int index = scalar.index();
    int last = code.allocateLocal(TypeKind.INT);
    code.iload(kernel.countSlot()).loadConstant(length).isub().istore(last);
    Label top = code.newBoundLabel();
    Label end = code.newLabel();
    code.iload(index).iload(last).if_icmpgt(end);
    for (int i : step.nodes()) {
      for (int k = 0; k < steps.arity(i); k++) {
        fetch(steps.tape.operand(i, k));
      }
      compute(i);
      keep(i);
      if (steps.buffer[i] >= 0) {
        pushVector(i);
        code.aload(scalar.bufferLocal(i)).iload(index);
        code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, number.arrayType(), CD_int));
      }
    }
    if (scalar.hasRoot()) {
      fetch(root);
      store();
    }
    code.iinc(index, length);
    code.goto_(top);
    code.labelBinding(end);
  }

  private void keep(int node) {
    local[node] = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(local[node]);
  }

  /** Puts the vectors of all constants, parameters and single inputs into local variables, before the loop. */
  private void broadcastSingles() {
    if (steps.isLeaf(root)) {
      broadcastSingle(root);
    }
    boolean truths = steps.truth[root] && kernel.result() != DType.BOOL;
    for (int i : step.nodes()) {
      truths |= steps.truth[i];
      for (int k = 0; k < steps.arity(i); k++) {
        int a = steps.tape.operand(i, k);
        broadcastSingle(a);
        truths |= steps.truth[a] || ((Call) steps.tape.node(i)).fn() == Fn.SELECT;
      }
    }
    if (truths || kernel.result() == DType.BOOL) {
      zero = constant(0);
      one = constant(1);
    }
  }

  private int constant(double v) {
    code.getstatic(lanes, "SPECIES", SPECIES);
    pushConstant(v);
    broadcast();
    int slot = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(slot);
    return slot;
  }

  private void broadcastSingle(int node) {
    Expr e = steps.tape.node(node);
    if (local[node] >= 0 || !Steps.isSingle(e, kernel.mask())) {
      return;
    }
    code.getstatic(lanes, "SPECIES", SPECIES);
    if (e instanceof Const c) {
      pushConstant(c.value());
    } else {
      code.loadLocal(KernelWriter.kind(kernel.compute()), scalar.local(node));
    }
    broadcast();
    keep(node);
  }

  private void pushConstant(double v) {
    if (kernel.compute() == DType.FLOAT32) {
      code.loadConstant((float) v);
    } else {
      code.loadConstant(v);
    }
  }

  private void broadcast() {
    code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, number));
  }

  private void fetch(int node) {
    if (local[node] >= 0) {
      return;
    }
    code.getstatic(lanes, "SPECIES", SPECIES);
    if (steps.tape.node(node) instanceof Input x) {
      int slot = kernel.arraySlot(x.index());
      code.aload(slot).iload(slot + 1).iload(scalar.index()).iadd();
    } else {
      code.aload(scalar.bufferLocal(node)).iload(scalar.index());
    }
    code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, number.arrayType(), CD_int));
    if (steps.truth[node]) {
      code.aload(zero);
      compare("NE");
    }
    keep(node);
  }

  private void compare(String how) {
    int right = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(right);
    code.getstatic(OPERATORS, how, COMPARISON).aload(right);
    code.invokevirtual(vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
  }

  private void pushVector(int node) {
    if (steps.truth[node]) {
      code.aload(zero).aload(one).aload(local[node]);
      blend();
    } else {
      code.aload(local[node]);
    }
  }

  private void pushMask(int node) {
    code.aload(local[node]);
    if (!steps.truth[node]) {
      code.aload(zero);
      compare("NE");
    }
  }

  private void blend() {
    code.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
  }

  private void compute(int i) {
    Fn fn = ((Call) steps.tape.node(i)).fn();
    int a = steps.tape.operand(i, 0);
    switch (fn) {
      case EQ, NE, LT, LE, GT, GE -> {
        pushVector(a);
        pushVector(steps.tape.operand(i, 1));
        compare(fn.name());
      }
      case AND, OR, XOR -> {
        pushMask(a);
        pushMask(steps.tape.operand(i, 1));
        code.invokevirtual(MASK, fn.text(), MethodTypeDesc.of(MASK, MASK));
      }
      case SELECT -> select(a, steps.tape.operand(i, 1), steps.tape.operand(i, 2), steps.truth[i]);
      case NEG, ABS, SQRT -> {
        pushVector(a);
        code.invokevirtual(vector, fn.text(), MethodTypeDesc.of(vector));
      }
      default -> {
        pushVector(a);
        pushVector(steps.tape.operand(i, 1));
        code.invokevirtual(vector, fn.text(), MethodTypeDesc.of(vector, VECTOR));
      }
    }
  }

  private void select(int c, int a, int b, boolean truth) {
    if (truth) {
      // c ? a : b on masks is b ^ (c & (a ^ b)).
      pushMask(b);
      pushMask(c);
      pushMask(a);
      pushMask(b);
      code.invokevirtual(MASK, "xor", MethodTypeDesc.of(MASK, MASK));
      code.invokevirtual(MASK, "and", MethodTypeDesc.of(MASK, MASK));
      code.invokevirtual(MASK, "xor", MethodTypeDesc.of(MASK, MASK));
    } else {
      pushVector(b);
      pushVector(a);
      pushMask(c);
      blend();
    }
  }

  private void store() {
    if (kernel.result() == DType.BOOL) {
      pushMask(root);
      code.aload(kernel.outSlot()).iload(kernel.outSlot() + 1).iload(scalar.index()).iadd();
      code.invokestatic(lanes, "store", MethodTypeDesc.of(CD_void, MASK, CD_byte.arrayType(), CD_int));
    } else {
      pushVector(root);
      code.aload(kernel.outSlot()).iload(kernel.outSlot() + 1).iload(scalar.index()).iadd();
      code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, number.arrayType(), CD_int));
    }
  }
}
