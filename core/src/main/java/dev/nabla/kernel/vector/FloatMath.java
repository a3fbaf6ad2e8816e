package dev.nabla.kernel.vector;

/**
 * Functions of one float32, one step at a time the same as {@link FloatLanes}: both give the same bits. Errors stay below 2 units in the last
 * place. Polynomials are Chebyshev interpolants of our own, coefficients from the highest power down.
 */
final class FloatMath {
  static final float LOG2_E = 1.442695f;
  static final float LN2_HI = 0.6931472f;
  static final float LN2_LO = -1.9046542e-9f;
  static final float LOG10_2_HI = 0.30103f;
  static final float LOG10_2_LO = -1.4320989e-8f;
  static final float LOG10_E = 0.4342945f;
  static final float TWO_OVER_PI = 0.63661975f;
  static final float HALF_PI_A = 1.5707964f;
  static final float HALF_PI_B = -4.371139e-8f;
  static final float HALF_PI_C = -1.7151245e-15f;
  /** Added to a float of moderate size, it leaves the nearest whole number in the low bits. */
  static final float MAGIC = 0x1.8p23f;
  static final int MAGIC_BITS = 0x4B400000;
  static final int SQRT_HALF_BITS = 0x3F3504F3;
  /** Beyond, sine and cosine reduce their argument in float64. */
  static final float LARGE_ANGLE = 30000;

  /** (e^r - 1 - r) / r². */
  static final float[] EXP = {0.00139261836f, 0.00836317905f, 0.0416665546f, 0.16666577f, 0.5f};
  /** (log(1 + f) - f + f²/2) / f³. */
  static final float[] LOG = {
    0.0697251863f, -0.114812121f, 0.116857847f, -0.124255234f, 0.142490072f, -0.166678071f, 0.200007172f, -0.249999969f,
    0.333333312f
  };
  /** (sin(√z)/√z - 1) / z. */
  static final float[] SIN = {2.72498952e-6f, -0.000198400865f, 0.00833333187f, -0.166666667f};
  /** (cos(√z) - 1 + z/2) / z². */
  static final float[] COS = {2.45479169e-5f, -0.00138883029f, 0.0416666647f};

  private FloatMath() {}

  private static float polynomial(float[] c, float x) {
    float v = c[0];
    for (int i = 1; i < c.length; i++) {
      v = Math.fma(v, x, c[i]);
    }
    return v;
  }

  private static float power(int exponent) {
    return Float.intBitsToFloat(exponent + 127 << 23);
  }

  static float exp(float x) {
    float a = x < -104f ? -104f : x > 89f ? 89f : x;
    float t = Math.fma(a, LOG2_E, MAGIC);
    int k = Float.floatToRawIntBits(t) - MAGIC_BITS;
    float n = t - MAGIC;
    float r = Math.fma(-n, LN2_LO, Math.fma(-n, LN2_HI, a));
    return scaled(r, k);
  }

  /** {@code e^r 2^k}. */
  private static float scaled(float r, int k) {
    float p = Math.fma(r * r, polynomial(EXP, r), r) + 1;
    // In two steps, as 2^k may be beyond the range where the product is not.
    int half = k >> 1;
    return p * power(half) * power(k - half);
  }

  static float exp2(float x) {
    float a = x < -151 ? -151 : x > 129 ? 129 : x;
    float t = a + MAGIC;
    int k = Float.floatToRawIntBits(t) - MAGIC_BITS;
    return scaled((a - (t - MAGIC)) * LN2_HI, k);
  }

  static float expm1(float x) {
    float a = x < -30f ? -30f : x > 89f ? 89f : x;
    float t = Math.fma(a, LOG2_E, MAGIC);
    int k = Float.floatToRawIntBits(t) - MAGIC_BITS;
    float n = t - MAGIC;
    float r = Math.fma(-n, LN2_LO, Math.fma(-n, LN2_HI, a));
    float q = Math.fma(r * r, polynomial(EXP, r), r);
    float s = power(k - 1);
    float y = Math.fma(q, s, s - 0.5f) * 2;
    return x == 0 ? x : y;
  }

  static float log(float x) {
    return logTo(x, LN2_HI, LN2_LO, 1);
  }

  static float log2(float x) {
    return logTo(x, 1, 0, LOG2_E);
  }

  static float log10(float x) {
    return logTo(x, LOG10_2_HI, LOG10_2_LO, LOG10_E);
  }

  /** The logarithm to a base in which 2 has the logarithm {@code hi + lo}, and e {@code unit}. */
  private static float logTo(float x, float hi, float lo, float unit) {
    boolean tiny = x < Float.MIN_NORMAL;
    float v = tiny ? x * 0x1p23f : x;
    int k = Float.floatToRawIntBits(v) - SQRT_HALF_BITS >> 23;
    float f = Float.intBitsToFloat(Float.floatToRawIntBits(v) - (k << 23)) - 1;
    float e = tiny ? (float) k - 23 : (float) k;
    float y = Math.fma(e, hi, Math.fma(f, unit, Math.fma(e, lo, tailOf(f) * unit)));
    return x > 0 ? x < Float.POSITIVE_INFINITY ? y : x : x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
  }

  static float log1p(float x) {
    float u = x + 1;
    float c = x > 1 ? 1 - (u - x) : x - (u - 1);
    int e = Float.floatToRawIntBits(u) - SQRT_HALF_BITS >> 23;
    float m = Float.intBitsToFloat(Float.floatToRawIntBits(u) - (e << 23)) - 1;
    float f = Math.fma(c, power(Math.max(-e, -126)), m);
    float n = (float) e;
    float y = Math.fma(n, LN2_HI, f + Math.fma(n, LN2_LO, tailOf(f)));
    return u > 0 ? u < Float.POSITIVE_INFINITY ? x == 0 ? x : y : u : u == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
  }

  /** {@code log(1 + f) - f}. */
  private static float tailOf(float f) {
    float z = f * f;
    return Math.fma(z * f, polynomial(LOG, f), z * -0.5f);
  }

  static float tanh(float x) {
    float t = expm1(Math.min(Math.abs(x), 10f) * 2);
    return withSign(t / (t + 2), x);
  }

  static float sin(float x) {
    return circular(x, 0);
  }

  static float cos(float x) {
    return circular(x, 1);
  }

  /** sin(x + quarter · π/2). */
  private static float circular(float x, int quarter) {
    float a = Math.abs(x);
    if (!(a <= LARGE_ANGLE)) {
      return (float) (quarter == 0 ? Math.sin(x) : Math.cos(x));
    }
    float t = Math.fma(a, TWO_OVER_PI, MAGIC);
    int k = Float.floatToRawIntBits(t) - MAGIC_BITS + quarter;
    float n = t - MAGIC;
    float r = Math.fma(-n, HALF_PI_C, Math.fma(-n, HALF_PI_B, Math.fma(-n, HALF_PI_A, a)));
    float z = r * r;
    float sine = Math.fma(r * z, polynomial(SIN, z), r);
    float cosine = Math.fma(z * z, polynomial(COS, z), Math.fma(z, -0.5f, 1));
    int flip = (k & 2) << 30;
    if (quarter == 0) {
      flip ^= Float.floatToRawIntBits(x) & 0x80000000;
    }
    return Float.intBitsToFloat(Float.floatToRawIntBits((k & 1) == 0 ? sine : cosine) ^ flip);
  }

  /** |size| with the sign of {@code x}. */
  private static float withSign(float size, float x) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(size) & 0x7FFFFFFF | Float.floatToRawIntBits(x) & 0x80000000);
  }
}
