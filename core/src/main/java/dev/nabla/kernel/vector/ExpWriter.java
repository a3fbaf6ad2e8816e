package dev.nabla.kernel.vector;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes the exponential function into a loop of vectors, step for step as {@link FloatLanes} and {@link DoubleLanes} have it: a call of those
 * HotSpot may decline to inline, and a vector that crosses a call lives in an object.
 */
final class ExpWriter {
  private static final String PACKAGE = "jdk.incubator.vector.";
  private static final ClassDesc VECTOR = ClassDesc.of(PACKAGE + "Vector");
  private static final ClassDesc MASK = ClassDesc.of(PACKAGE + "VectorMask");
  private static final ClassDesc OPERATORS = ClassDesc.of(PACKAGE + "VectorOperators");
  private static final ClassDesc BINARY = OPERATORS.nested("Binary");
  private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");

  private final CodeBuilder code;
  private final LaneWriter writer;
  private final boolean narrow;
  private final ClassDesc vector;
  private final ClassDesc bits;
  private final double[] polynomial;
  private final int[] coefficients;
  private int low;
  private int high;
  private int log2e;
  private int magic;
  private int ln2High;
  private int ln2Low;
  private int one;

  ExpWriter(CodeBuilder code, LaneWriter writer, boolean narrow) {
    this.code = code;
    this.writer = writer;
    this.narrow = narrow;
    this.vector = ClassDesc.of(PACKAGE + (narrow ? "FloatVector" : "DoubleVector"));
    this.bits = ClassDesc.of(PACKAGE + (narrow ? "IntVector" : "LongVector"));
    this.polynomial = narrow ? widened(FloatMath.EXP) : DoubleMath.EXP;
    this.coefficients = new int[polynomial.length];
  }

  private static double[] widened(float[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i];
    }
    return y;
  }

  /** Puts the constants into local variables, before the loop. */
  void constants() {
    low = writer.constant(narrow ? -104 : -746);
    high = writer.constant(narrow ? 89 : 710);
    log2e = writer.constant(narrow ? FloatMath.LOG2_E : DoubleMath.LOG2_E);
    magic = writer.constant(narrow ? FloatMath.MAGIC : DoubleMath.MAGIC);
    ln2High = writer.constant(narrow ? FloatMath.LN2_HI : DoubleMath.LN2_HI);
    ln2Low = writer.constant(narrow ? FloatMath.LN2_LO : DoubleMath.LN2_LO);
    one = writer.constant(1);
    for (int i = 0; i < coefficients.length; i++) {
      coefficients[i] = writer.constant(polynomial[i]);
    }
  }

  /** Leaves the exponential of local variable {@code x} on the stack. */
  void write(int x) {
    int a = bounded(x);
    code.aload(a);
    fma(log2e, magic);
    int t = writer.store();
    code.aload(t).invokevirtual(vector, narrow ? "reinterpretAsInts" : "reinterpretAsLongs", MethodTypeDesc.of(bits));
    bitNumber(narrow ? FloatMath.MAGIC_BITS : DoubleMath.MAGIC_BITS);
    int k = binary("sub");
    code.aload(t).aload(magic);
    arithmetic("sub");
    code.invokevirtual(vector, "neg", MethodTypeDesc.of(vector));
    int n = writer.store();
    code.aload(n);
    fma(ln2High, a);
    int inner = writer.store();
    code.aload(n);
    fma(ln2Low, inner);
    int r = writer.store();
    int p = powers(r);
    code.aload(k);
    shift("ASHR", 1);
    int half = writer.store();
    code.aload(p);
    power(half);
    arithmetic("mul");
    int most = writer.store();
    code.aload(k).aload(half).invokevirtual(bits, "sub", MethodTypeDesc.of(bits, VECTOR));
    int rest = writer.store();
    code.aload(most);
    power(rest);
    arithmetic("mul");
  }

  private int bounded(int x) {
    code.aload(x).aload(low).aload(x);
    compare("LT", low);
    code.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
    code.aload(high).aload(x);
    compare("GT", high);
    code.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
    return writer.store();
  }

  private void compare(String how, int with) {
    code.getstatic(OPERATORS, how, COMPARISON).aload(with);
    code.invokevirtual(vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
  }

  /** {@code r² polynomial(r) + r + 1}. */
  private int powers(int r) {
    code.aload(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      fma(r, coefficients[i]);
    }
    int q = writer.store();
    code.aload(r).aload(r);
    arithmetic("mul");
    fma(q, r);
    code.aload(one);
    arithmetic("add");
    return writer.store();
  }

  private void fma(int b, int c) {
    code.aload(b).aload(c).invokevirtual(vector, "fma", MethodTypeDesc.of(vector, VECTOR, VECTOR));
  }

  private void arithmetic(String name) {
    code.invokevirtual(vector, name, MethodTypeDesc.of(vector, VECTOR));
  }

  private void bitNumber(long v) {
    if (narrow) {
      code.loadConstant((int) v);
    } else {
      code.loadConstant(v);
    }
  }

  private int binary(String name) {
    code.invokevirtual(bits, name, MethodTypeDesc.of(bits, narrow ? CD_int : CD_long));
    return writer.store();
  }

  private void shift(String how, int by) {
    code.getstatic(OPERATORS, how, BINARY);
    bitNumber(by);
    code.invokevirtual(bits, "lanewise", MethodTypeDesc.of(bits, BINARY, narrow ? CD_int : CD_long));
  }

  /** Two to the power of a local variable of whole numbers. */
  private void power(int exponent) {
    code.aload(exponent);
    bitNumber(narrow ? 127 : 1023);
    code.invokevirtual(bits, "add", MethodTypeDesc.of(bits, narrow ? CD_int : CD_long));
    shift("LSHL", narrow ? 23 : 52);
    code.invokevirtual(bits, narrow ? "reinterpretAsFloats" : "reinterpretAsDoubles", MethodTypeDesc.of(vector));
  }
}
