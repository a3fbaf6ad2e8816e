package dev.nabla.kernel.vector;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.nabla.expr.Expr.Call;
import dev.nabla.expr.Fn;
import dev.nabla.expr.Tape;
import dev.nabla.type.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;

/** Writes the nodes of a formula as operations on whole vectors: numbers are vectors, truth values are masks. */
class LaneWriter {
  private static final String PACKAGE = "jdk.incubator.vector.";
  private static final ClassDesc VECTOR = ClassDesc.of(PACKAGE + "Vector");
  private static final ClassDesc SPECIES = ClassDesc.of(PACKAGE + "VectorSpecies");
  private static final ClassDesc OPERATORS = ClassDesc.of(PACKAGE + "VectorOperators");
  private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
  static final ClassDesc MASK = ClassDesc.of(PACKAGE + "VectorMask");

  final CodeBuilder code;
  final Tape tape;
  final boolean[] truth;
  /** The type of one element, of a vector, and the class of the constants and loops for them. */
  final ClassDesc number;
  final ClassDesc vector;
  final ClassDesc lanes;
  final TypeKind kind;
  /** Elements of a vector. */
  final int length;
  /** The local variable of each node, or -1. */
  int[] local;
  private int zero = -1;
  private int one = -1;

  LaneWriter(CodeBuilder code, Tape tape, boolean[] truth, DType type) {
    boolean narrow = type == DType.FLOAT32;
    this.code = code;
    this.tape = tape;
    this.truth = truth;
    this.number = KernelWriter.number(type);
    this.kind = KernelWriter.kind(type);
    this.vector = ClassDesc.of(PACKAGE + (narrow ? "FloatVector" : "DoubleVector"));
    this.lanes = ClassDesc.of("dev.nabla.kernel.vector." + (narrow ? "FloatLanes" : "DoubleLanes"));
    this.length = length(type);
    this.local = new int[tape.size()];
    Arrays.fill(local, -1);
  }

  /** Elements of a vector of the widest kind. */
  static int length(DType type) {
    return type == DType.FLOAT32 ? FloatLanes.SPECIES.length() : DoubleLanes.SPECIES.length();
  }

  /** Provides the vectors 0 and 1, which truth values are made of. */
  final void truthConstants() {
    zero = constant(0);
    one = constant(1);
  }

  /** Puts a vector of equal numbers into a local variable. */
  final int constant(double v) {
    pushSpecies();
    pushConstant(v);
    return broadcast();
  }

  final CodeBuilder pushSpecies() {
    return code.getstatic(lanes, "SPECIES", SPECIES);
  }

  final void pushConstant(double v) {
    if (kind == TypeKind.FLOAT) {
      code.loadConstant((float) v);
    } else {
      code.loadConstant(v);
    }
  }

  /** Puts a vector of the number on the stack, above the species, into a local variable. */
  final int broadcast() {
    code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, number));
    return store();
  }

  /** Puts the vector on the stack into a local variable. */
  final int store() {
    int slot = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(slot);
    return slot;
  }

  /** Reads a vector: species, array and position lie on the stack. */
  final void fromArray() {
    code.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, number.arrayType(), CD_int));
  }

  /** Writes a vector: it, array and position lie on the stack. */
  final void intoArray() {
    code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, number.arrayType(), CD_int));
  }

  /** Applies a method of vectors to the {@code operands + 1} vectors on the stack. */
  final void apply(String method, int operands) {
    ClassDesc[] types = new ClassDesc[operands];
    Arrays.fill(types, VECTOR);
    code.invokevirtual(vector, method, MethodTypeDesc.of(vector, types));
  }

  private void applyToMasks(String method) {
    code.invokevirtual(MASK, method, MethodTypeDesc.of(MASK, MASK));
  }

  private void compare(String how) {
    int right = store();
    code.getstatic(OPERATORS, how, COMPARISON).aload(right);
    code.invokevirtual(vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
  }

  /** Makes a mask of the vector on the stack: what is not 0 is true. */
  final void toMask() {
    code.aload(zero);
    compare("NE");
  }

  final void pushVector(int node) {
    if (truth[node]) {
      code.aload(zero).aload(one).aload(local[node]);
      blend();
    } else {
      code.aload(local[node]);
    }
  }

  final void pushMask(int node) {
    code.aload(local[node]);
    if (!truth[node]) {
      toMask();
    }
  }

  private void blend() {
    code.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
  }

  /** Pushes the value of a call; its operands have their local variables. */
  void compute(int i) {
    Fn fn = ((Call) tape.node(i)).fn();
    int a = tape.operand(i, 0);
    switch (fn) {
      case EQ, NE, LT, LE, GT, GE -> {
        pushVector(a);
        pushVector(tape.operand(i, 1));
        compare(fn.name());
      }
      case AND, OR, XOR -> {
        pushMask(a);
        pushMask(tape.operand(i, 1));
        applyToMasks(fn.text());
      }
      case SELECT -> select(a, tape.operand(i, 1), tape.operand(i, 2), truth[i]);
      case NEG, ABS, SQRT -> {
        pushVector(a);
        apply(fn.text(), 0);
      }
      default -> {
        pushVector(a);
        pushVector(tape.operand(i, 1));
        apply(fn.text(), 1);
      }
    }
  }

  private void select(int c, int a, int b, boolean masks) {
    if (masks) {
      // c ? a : b on masks is b ^ (c & (a ^ b)).
      pushMask(b);
      pushMask(c);
      pushMask(a);
      pushMask(b);
      applyToMasks("xor");
      applyToMasks("and");
      applyToMasks("xor");
    } else {
      pushVector(b);
      pushVector(a);
      pushMask(c);
      blend();
    }
  }
}
