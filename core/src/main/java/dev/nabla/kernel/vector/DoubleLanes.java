package dev.nabla.kernel.vector;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The functions of {@link DoubleMath} on vectors and on arrays, with the same bits. To be touched only if {@link Simd#AVAILABLE}. */
final class DoubleLanes {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final DoubleVector NAN = all(Double.NaN);
  private static final DoubleVector MINUS_INFINITY = all(Double.NEGATIVE_INFINITY);

  private DoubleLanes() {}

  private static DoubleVector all(double v) {
    return DoubleVector.broadcast(SPECIES, v);
  }

  private static DoubleVector polynomial(double[] c, DoubleVector x) {
    DoubleVector v = all(c[0]);
    for (int i = 1; i < c.length; i++) {
      v = v.fma(x, all(c[i]));
    }
    return v;
  }

  private static DoubleVector power(LongVector exponent) {
    return exponent.add(1023).lanewise(LSHL, 52).reinterpretAsDoubles();
  }

  /** The whole numbers as doubles. */
  private static DoubleVector toDouble(LongVector k) {
    return k.add(DoubleMath.MAGIC_BITS).reinterpretAsDoubles().sub(DoubleMath.MAGIC);
  }

  static DoubleVector exp(DoubleVector x) {
    DoubleVector a = x.blend(-746, x.compare(LT, -746)).blend(710, x.compare(GT, 710));
    DoubleVector t = a.fma(all(DoubleMath.LOG2_E), all(DoubleMath.MAGIC));
    LongVector k = t.reinterpretAsLongs().sub(DoubleMath.MAGIC_BITS);
    DoubleVector n = t.sub(DoubleMath.MAGIC).neg();
    DoubleVector r = n.fma(all(DoubleMath.LN2_LO), n.fma(all(DoubleMath.LN2_HI), a));
    return scaled(r, k);
  }

  private static DoubleVector scaled(DoubleVector r, LongVector k) {
    DoubleVector p = r.mul(r).fma(polynomial(DoubleMath.EXP, r), r).add(1);
    LongVector half = k.lanewise(ASHR, 1);
    return p.mul(power(half)).mul(power(k.sub(half)));
  }

  private static DoubleVector exp2(DoubleVector x) {
    DoubleVector a = x.blend(-1076, x.compare(LT, -1076)).blend(1025, x.compare(GT, 1025));
    DoubleVector t = a.add(DoubleMath.MAGIC);
    LongVector k = t.reinterpretAsLongs().sub(DoubleMath.MAGIC_BITS);
    return scaled(a.sub(t.sub(DoubleMath.MAGIC)).mul(DoubleMath.LN2_HI), k);
  }

  static DoubleVector expm1(DoubleVector x) {
    DoubleVector a = x.blend(-50, x.compare(LT, -50)).blend(710, x.compare(GT, 710));
    DoubleVector t = a.fma(all(DoubleMath.LOG2_E), all(DoubleMath.MAGIC));
    LongVector k = t.reinterpretAsLongs().sub(DoubleMath.MAGIC_BITS);
    DoubleVector n = t.sub(DoubleMath.MAGIC).neg();
    DoubleVector r = n.fma(all(DoubleMath.LN2_LO), n.fma(all(DoubleMath.LN2_HI), a));
    DoubleVector q = r.mul(r).fma(polynomial(DoubleMath.EXP, r), r);
    DoubleVector s = power(k.sub(1));
    return q.fma(s, s.sub(0.5)).mul(2).blend(x, x.compare(EQ, 0));
  }

  private static DoubleVector logTo(DoubleVector x, double hi, double lo, double unit) {
    VectorMask<Double> tiny = x.compare(LT, Double.MIN_NORMAL);
    LongVector v = x.blend(x.mul(0x1p54), tiny).reinterpretAsLongs();
    LongVector k = v.sub(DoubleMath.SQRT_HALF_BITS).lanewise(ASHR, 52);
    DoubleVector f = v.sub(k.lanewise(LSHL, 52)).reinterpretAsDoubles().sub(1);
    DoubleVector n = toDouble(k);
    DoubleVector e = n.blend(n.sub(54), tiny);
    DoubleVector y = e.fma(all(hi), f.fma(all(unit), e.fma(all(lo), tailOf(f).mul(unit))));
    return y.blend(NAN, x.compare(LT, 0)).blend(MINUS_INFINITY, x.compare(EQ, 0)).blend(x,
        x.lt(Double.POSITIVE_INFINITY).not());
  }

  static DoubleVector log1p(DoubleVector x) {
    DoubleVector u = x.add(1);
    DoubleVector c = x.sub(u.sub(1)).blend(all(1).sub(u.sub(x)), x.compare(GT, 1));
    LongVector k = u.reinterpretAsLongs().sub(DoubleMath.SQRT_HALF_BITS).lanewise(ASHR, 52);
    DoubleVector m = u.reinterpretAsLongs().sub(k.lanewise(LSHL, 52)).reinterpretAsDoubles().sub(1);
    DoubleVector f = c.fma(power(k.neg().max(-1022)), m);
    DoubleVector n = toDouble(k);
    DoubleVector y = n.fma(all(DoubleMath.LN2_HI), f.add(n.fma(all(DoubleMath.LN2_LO), tailOf(f)))).blend(x,
        x.compare(EQ, 0));
    return y.blend(NAN, u.compare(LT, 0)).blend(MINUS_INFINITY, u.compare(EQ, 0)).blend(u,
        u.lt(Double.POSITIVE_INFINITY).not());
  }

  private static DoubleVector tailOf(DoubleVector f) {
    DoubleVector s = f.div(f.add(2));
    DoubleVector z = s.mul(s);
    DoubleVector half = f.mul(f).mul(0.5);
    return s.fma(z.fma(polynomial(DoubleMath.LOG, z), half), half.neg());
  }

  static DoubleVector tanh(DoubleVector x) {
    DoubleVector t = expm1(x.abs().min(22).mul(2));
    return withSign(t.div(t.add(2)), x);
  }

  /** sin(x + quarter · π/2), by {@link DoubleMath} where an angle is large. */
  private static DoubleVector circular(DoubleVector x, int quarter) {
    DoubleVector a = x.abs();
    DoubleVector t = a.fma(all(DoubleMath.TWO_OVER_PI), all(DoubleMath.MAGIC));
    LongVector k = t.reinterpretAsLongs().sub(DoubleMath.MAGIC_BITS - quarter);
    DoubleVector n = t.sub(DoubleMath.MAGIC).neg();
    DoubleVector r = n.fma(all(DoubleMath.HALF_PI_C),
        n.fma(all(DoubleMath.HALF_PI_B), n.fma(all(DoubleMath.HALF_PI_A), a)));
    DoubleVector z = r.mul(r);
    DoubleVector sine = r.mul(z).fma(polynomial(DoubleMath.SIN, z), r);
    DoubleVector cosine = z.mul(z).fma(polynomial(DoubleMath.COS, z), z.fma(all(-0.5), all(1)));
    LongVector flip = k.and(2).lanewise(LSHL, 62);
    if (quarter == 0) {
      flip = flip.lanewise(XOR, x.reinterpretAsLongs().and(Long.MIN_VALUE));
    }
    DoubleVector y = sine.blend(cosine, k.and(1).compare(NE, 0).cast(SPECIES));
    return y.reinterpretAsLongs().lanewise(XOR, flip).reinterpretAsDoubles();
  }

  private static DoubleVector withSign(DoubleVector size, DoubleVector x) {
    LongVector sign = x.reinterpretAsLongs().lanewise(AND, Long.MIN_VALUE);
    return size.reinterpretAsLongs().lanewise(AND, Long.MAX_VALUE).lanewise(OR, sign).reinterpretAsDoubles();
  }

  /** {@code r[to + i] = exp(a[from + i])} for i from 0 to n - 1. */
  static void exp(double[] a, int from, double[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      exp(DoubleVector.fromArray(SPECIES, a, from + i)).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = DoubleMath.exp(a[from + i]);
    }
  }

  /** {@code r[to + i] = expm1(a[from + i])}. */
  static void expm1(double[] a, int from, double[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      expm1(DoubleVector.fromArray(SPECIES, a, from + i)).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = DoubleMath.expm1(a[from + i]);
    }
  }

  /** {@code r[to + i] = exp2(a[from + i])}. */
  static void exp2(double[] a, int from, double[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      exp2(DoubleVector.fromArray(SPECIES, a, from + i)).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = DoubleMath.exp2(a[from + i]);
    }
  }

  /** {@code r[to + i] = log(a[from + i])}. */
  static void log(double[] a, int from, double[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      logTo(DoubleVector.fromArray(SPECIES, a, from + i), DoubleMath.LN2_HI, DoubleMath.LN2_LO, 1).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = DoubleMath.log(a[from + i]);
    }
  }

  /** {@code r[to + i] = log2(a[from + i])}. */
  static void log2(double[] a, int from, double[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      logTo(DoubleVector.fromArray(SPECIES, a, from + i), 1, 0, DoubleMath.LOG2_E).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = DoubleMath.log2(a[from + i]);
    }
  }

  /** {@code r[to + i] = log10(a[from + i])}. */
  static void log10(double[] a, int from, double[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      logTo(DoubleVector.fromArray(SPECIES, a, from + i), DoubleMath.LOG10_2_HI, DoubleMath.LOG10_2_LO,
          DoubleMath.LOG10_E).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = DoubleMath.log10(a[from + i]);
    }
  }

  /** {@code r[to + i] = log1p(a[from + i])}. */
  static void log1p(double[] a, int from, double[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      log1p(DoubleVector.fromArray(SPECIES, a, from + i)).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = DoubleMath.log1p(a[from + i]);
    }
  }

  /** {@code r[to + i] = tanh(a[from + i])}. */
  static void tanh(double[] a, int from, double[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      tanh(DoubleVector.fromArray(SPECIES, a, from + i)).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = DoubleMath.tanh(a[from + i]);
    }
  }

  /** {@code r[to + i] = sin(a[from + i])}. */
  static void sin(double[] a, int from, double[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, a, from + i);
      if (!x.abs().compare(LE, DoubleMath.LARGE_ANGLE).allTrue()) {
        for (int j = i; j < i + LANES; j++) {
          r[to + j] = DoubleMath.sin(a[from + j]);
        }
      } else {
        circular(x, 0).intoArray(r, to + i);
      }
    }
    for (; i < n; i++) {
      r[to + i] = DoubleMath.sin(a[from + i]);
    }
  }

  /** {@code r[to + i] = cos(a[from + i])}. */
  static void cos(double[] a, int from, double[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, a, from + i);
      if (!x.abs().compare(LE, DoubleMath.LARGE_ANGLE).allTrue()) {
        for (int j = i; j < i + LANES; j++) {
          r[to + j] = DoubleMath.cos(a[from + j]);
        }
      } else {
        circular(x, 1).intoArray(r, to + i);
      }
    }
    for (; i < n; i++) {
      r[to + i] = DoubleMath.cos(a[from + i]);
    }
  }

  /** Stores a mask as bytes 0 and 1; what {@link KernelWriter} calls for truth values. */
  static void store(VectorMask<Double> mask, byte[] r, int to) {
    LaneBytes.store(mask.toLong(), LANES, r, to);
  }
}
