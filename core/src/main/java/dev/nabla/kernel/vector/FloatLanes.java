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

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The functions of {@link FloatMath} on vectors and on arrays, with the same bits. To be touched only if {@link Simd#AVAILABLE}. */
final class FloatLanes {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final FloatVector NAN = all(Float.NaN);
  private static final FloatVector MINUS_INFINITY = all(Float.NEGATIVE_INFINITY);

  private FloatLanes() {}

  private static FloatVector all(float v) {
    return FloatVector.broadcast(SPECIES, v);
  }

  private static FloatVector polynomial(float[] c, FloatVector x) {
    FloatVector v = all(c[0]);
    for (int i = 1; i < c.length; i++) {
      v = v.fma(x, all(c[i]));
    }
    return v;
  }

  private static FloatVector power(IntVector exponent) {
    return exponent.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
  }

  /** The whole numbers as floats. */
  private static FloatVector toFloat(IntVector k) {
    return k.add(FloatMath.MAGIC_BITS).reinterpretAsFloats().sub(FloatMath.MAGIC);
  }

  static FloatVector exp(FloatVector x) {
    FloatVector a = x.blend(-104f, x.compare(LT, -104f)).blend(89f, x.compare(GT, 89f));
    FloatVector t = a.fma(all(FloatMath.LOG2_E), all(FloatMath.MAGIC));
    IntVector k = t.reinterpretAsInts().sub(FloatMath.MAGIC_BITS);
    FloatVector n = t.sub(FloatMath.MAGIC).neg();
    FloatVector r = n.fma(all(FloatMath.LN2_LO), n.fma(all(FloatMath.LN2_HI), a));
    return scaled(r, k);
  }

  private static FloatVector scaled(FloatVector r, IntVector k) {
    FloatVector p = r.mul(r).fma(polynomial(FloatMath.EXP, r), r).add(1);
    IntVector half = k.lanewise(ASHR, 1);
    return p.mul(power(half)).mul(power(k.sub(half)));
  }

  private static FloatVector exp2(FloatVector x) {
    FloatVector a = x.blend(-151, x.compare(LT, -151)).blend(129, x.compare(GT, 129));
    FloatVector t = a.add(FloatMath.MAGIC);
    IntVector k = t.reinterpretAsInts().sub(FloatMath.MAGIC_BITS);
    return scaled(a.sub(t.sub(FloatMath.MAGIC)).mul(FloatMath.LN2_HI), k);
  }

  static FloatVector expm1(FloatVector x) {
    FloatVector a = x.blend(-30f, x.compare(LT, -30f)).blend(89f, x.compare(GT, 89f));
    FloatVector t = a.fma(all(FloatMath.LOG2_E), all(FloatMath.MAGIC));
    IntVector k = t.reinterpretAsInts().sub(FloatMath.MAGIC_BITS);
    FloatVector n = t.sub(FloatMath.MAGIC).neg();
    FloatVector r = n.fma(all(FloatMath.LN2_LO), n.fma(all(FloatMath.LN2_HI), a));
    FloatVector q = r.mul(r).fma(polynomial(FloatMath.EXP, r), r);
    FloatVector s = power(k.sub(1));
    return q.fma(s, s.sub(0.5f)).mul(2).blend(x, x.compare(EQ, 0));
  }

  private static FloatVector logTo(FloatVector x, float hi, float lo, float unit) {
    VectorMask<Float> tiny = x.compare(LT, Float.MIN_NORMAL);
    IntVector v = x.blend(x.mul(0x1p23f), tiny).reinterpretAsInts();
    IntVector k = v.sub(FloatMath.SQRT_HALF_BITS).lanewise(ASHR, 23);
    FloatVector f = v.sub(k.lanewise(LSHL, 23)).reinterpretAsFloats().sub(1);
    FloatVector n = toFloat(k);
    FloatVector e = n.blend(n.sub(23), tiny);
    FloatVector y = e.fma(all(hi), f.fma(all(unit), e.fma(all(lo), tailOf(f).mul(unit))));
    return y.blend(NAN, x.compare(LT, 0)).blend(MINUS_INFINITY, x.compare(EQ, 0)).blend(x,
        x.lt(Float.POSITIVE_INFINITY).not());
  }

  static FloatVector log1p(FloatVector x) {
    FloatVector u = x.add(1);
    FloatVector c = x.sub(u.sub(1)).blend(all(1).sub(u.sub(x)), x.compare(GT, 1));
    IntVector k = u.reinterpretAsInts().sub(FloatMath.SQRT_HALF_BITS).lanewise(ASHR, 23);
    FloatVector m = u.reinterpretAsInts().sub(k.lanewise(LSHL, 23)).reinterpretAsFloats().sub(1);
    FloatVector f = c.fma(power(k.neg().max(-126)), m);
    FloatVector n = toFloat(k);
    FloatVector y = n.fma(all(FloatMath.LN2_HI), f.add(n.fma(all(FloatMath.LN2_LO), tailOf(f)))).blend(x,
        x.compare(EQ, 0));
    return y.blend(NAN, u.compare(LT, 0)).blend(MINUS_INFINITY, u.compare(EQ, 0)).blend(u,
        u.lt(Float.POSITIVE_INFINITY).not());
  }

  private static FloatVector tailOf(FloatVector f) {
    FloatVector z = f.mul(f);
    return z.mul(f).fma(polynomial(FloatMath.LOG, f), z.mul(-0.5f));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector t = expm1(x.abs().min(10f).mul(2));
    return withSign(t.div(t.add(2)), x);
  }

  /** sin(x + quarter · π/2), by {@link FloatMath} where an angle is large. */
  private static FloatVector circular(FloatVector x, int quarter) {
    FloatVector a = x.abs();
    FloatVector t = a.fma(all(FloatMath.TWO_OVER_PI), all(FloatMath.MAGIC));
    IntVector k = t.reinterpretAsInts().sub(FloatMath.MAGIC_BITS - quarter);
    FloatVector n = t.sub(FloatMath.MAGIC).neg();
    FloatVector r = n.fma(all(FloatMath.HALF_PI_C),
        n.fma(all(FloatMath.HALF_PI_B), n.fma(all(FloatMath.HALF_PI_A), a)));
    FloatVector z = r.mul(r);
    FloatVector sine = r.mul(z).fma(polynomial(FloatMath.SIN, z), r);
    FloatVector cosine = z.mul(z).fma(polynomial(FloatMath.COS, z), z.fma(all(-0.5f), all(1)));
    IntVector flip = k.and(2).lanewise(LSHL, 30);
    if (quarter == 0) {
      flip = flip.lanewise(XOR, x.reinterpretAsInts().and(Integer.MIN_VALUE));
    }
    FloatVector y = sine.blend(cosine, k.and(1).compare(NE, 0).cast(SPECIES));
    return y.reinterpretAsInts().lanewise(XOR, flip).reinterpretAsFloats();
  }

  private static FloatVector withSign(FloatVector size, FloatVector x) {
    IntVector sign = x.reinterpretAsInts().lanewise(AND, Integer.MIN_VALUE);
    return size.reinterpretAsInts().lanewise(AND, Integer.MAX_VALUE).lanewise(OR, sign).reinterpretAsFloats();
  }

  /** {@code r[to + i] = exp(a[from + i])} for i from 0 to n - 1. */
  static void exp(float[] a, int from, float[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      exp(FloatVector.fromArray(SPECIES, a, from + i)).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = FloatMath.exp(a[from + i]);
    }
  }

  /** {@code r[to + i] = expm1(a[from + i])}. */
  static void expm1(float[] a, int from, float[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      expm1(FloatVector.fromArray(SPECIES, a, from + i)).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = FloatMath.expm1(a[from + i]);
    }
  }

  /** {@code r[to + i] = exp2(a[from + i])}. */
  static void exp2(float[] a, int from, float[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      exp2(FloatVector.fromArray(SPECIES, a, from + i)).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = FloatMath.exp2(a[from + i]);
    }
  }

  /** {@code r[to + i] = log(a[from + i])}. */
  static void log(float[] a, int from, float[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      logTo(FloatVector.fromArray(SPECIES, a, from + i), FloatMath.LN2_HI, FloatMath.LN2_LO, 1).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = FloatMath.log(a[from + i]);
    }
  }

  /** {@code r[to + i] = log2(a[from + i])}. */
  static void log2(float[] a, int from, float[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      logTo(FloatVector.fromArray(SPECIES, a, from + i), 1, 0, FloatMath.LOG2_E).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = FloatMath.log2(a[from + i]);
    }
  }

  /** {@code r[to + i] = log10(a[from + i])}. */
  static void log10(float[] a, int from, float[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      logTo(FloatVector.fromArray(SPECIES, a, from + i), FloatMath.LOG10_2_HI, FloatMath.LOG10_2_LO,
          FloatMath.LOG10_E).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = FloatMath.log10(a[from + i]);
    }
  }

  /** {@code r[to + i] = log1p(a[from + i])}. */
  static void log1p(float[] a, int from, float[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      log1p(FloatVector.fromArray(SPECIES, a, from + i)).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = FloatMath.log1p(a[from + i]);
    }
  }

  /** {@code r[to + i] = tanh(a[from + i])}. */
  static void tanh(float[] a, int from, float[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      tanh(FloatVector.fromArray(SPECIES, a, from + i)).intoArray(r, to + i);
    }
    for (; i < n; i++) {
      r[to + i] = FloatMath.tanh(a[from + i]);
    }
  }

  /** {@code r[to + i] = sin(a[from + i])}. */
  static void sin(float[] a, int from, float[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, a, from + i);
      if (!x.abs().compare(LE, FloatMath.LARGE_ANGLE).allTrue()) {
        for (int j = i; j < i + LANES; j++) {
          r[to + j] = FloatMath.sin(a[from + j]);
        }
      } else {
        circular(x, 0).intoArray(r, to + i);
      }
    }
    for (; i < n; i++) {
      r[to + i] = FloatMath.sin(a[from + i]);
    }
  }

  /** {@code r[to + i] = cos(a[from + i])}. */
  static void cos(float[] a, int from, float[] r, int to, int n) {
    int i = 0;
    for (int end = n - LANES; i <= end; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, a, from + i);
      if (!x.abs().compare(LE, FloatMath.LARGE_ANGLE).allTrue()) {
        for (int j = i; j < i + LANES; j++) {
          r[to + j] = FloatMath.cos(a[from + j]);
        }
      } else {
        circular(x, 1).intoArray(r, to + i);
      }
    }
    for (; i < n; i++) {
      r[to + i] = FloatMath.cos(a[from + i]);
    }
  }

  /** Stores a mask as bytes 0 and 1; what {@link KernelWriter} calls for truth values. */
  static void store(VectorMask<Float> mask, byte[] r, int to) {
    LaneBytes.store(mask.toLong(), LANES, r, to);
  }
}
