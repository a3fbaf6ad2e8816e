package dev.nabla.kernel.vector;

/**
 * Functions of one float64, one step at a time the same as {@link DoubleLanes}: both give the same bits. Errors stay below 2 units in the last
 * place. Polynomials are Chebyshev interpolants of our own, coefficients from the highest power down.
 */
final class DoubleMath {
  static final double LOG2_E = 1.4426950408889634;
  static final double LN2_HI = 0.6931471805599453;
  static final double LN2_LO = 2.3190468138462996e-17;
  static final double LOG10_2_HI = 0.3010299956639812;
  static final double LOG10_2_LO = -2.8037281277851704e-18;
  static final double LOG10_E = 0.4342944819032518;
  static final double TWO_OVER_PI = 0.6366197723675814;
  static final double HALF_PI_A = 1.5707963267948966;
  static final double HALF_PI_B = 6.123233995736766e-17;
  static final double HALF_PI_C = -1.4973849048591698e-33;
  /** Added to a double of moderate size, it leaves the nearest whole number in the low bits. */
  static final double MAGIC = 0x1.8p52;
  static final long MAGIC_BITS = 0x4338000000000000L;
  static final long SQRT_HALF_BITS = 0x3FE6A09E667F3BCDL;
  /** Beyond, sine and cosine reduce their argument more carefully. */
  static final double LARGE_ANGLE = 1e5;

  /** (e^r - 1 - r) / r². */
  static final double[] EXP = {
    2.510038549551032e-08, 2.7620088445409746e-07, 2.7557268459997064e-06, 2.4801521295954376e-05,
    0.00019841269863053618,
    0.0013888888917213717, 0.008333333333330062, 0.04166666666662413, 0.16666666666666669, 0.5000000000000001
  };
  /** (log((1 + s) / (1 - s)) / s - 2) / z with z = s². */
  static final double[] LOG = {
    0.14623956653736464, 0.15331112583582965, 0.18182907497833073, 0.22222210881930055, 0.2857142862752882,
    0.3999999999989607,
    0.666666666666667
  };
  /** (sin(√z)/√z - 1) / z. */
  static final double[] SIN = {
    -7.586691094100221e-13, 1.60585315167958e-10, -2.5052106231802824e-08, 2.7557319219337312e-06,
    -0.00019841269841265063,
    0.008333333333333331, -0.16666666666666666
  };
  /** (cos(√z) - 1 + z/2) / z². */
  static final double[] COS = {
    4.74586855302733e-14, -1.1470460830794215e-11, 2.0876755790721955e-09, -2.755731922140179e-07,
    2.4801587301584645e-05,
    -0.0013888888888888887, 0.041666666666666664
  };

  private DoubleMath() {}

  private static double polynomial(double[] c, double x) {
    double v = c[0];
    for (int i = 1; i < c.length; i++) {
      v = Math.fma(v, x, c[i]);
    }
    return v;
  }

  private static double power(long exponent) {
    return Double.longBitsToDouble(exponent + 1023 << 52);
  }

  static double exp(double x) {
    double a = x < -746 ? -746 : x > 710 ? 710 : x;
    double t = Math.fma(a, LOG2_E, MAGIC);
    long k = Double.doubleToRawLongBits(t) - MAGIC_BITS;
    double n = t - MAGIC;
    double r = Math.fma(-n, LN2_LO, Math.fma(-n, LN2_HI, a));
    return scaled(r, k);
  }

  /** {@code e^r 2^k}. */
  private static double scaled(double r, long k) {
    double p = Math.fma(r * r, polynomial(EXP, r), r) + 1;
    // In two steps, as 2^k may be beyond the range where the product is not.
    long half = k >> 1;
    return p * power(half) * power(k - half);
  }

  static double exp2(double x) {
    double a = x < -1076 ? -1076 : x > 1025 ? 1025 : x;
    double t = a + MAGIC;
    long k = Double.doubleToRawLongBits(t) - MAGIC_BITS;
    return scaled((a - (t - MAGIC)) * LN2_HI, k);
  }

  static double expm1(double x) {
    double a = x < -50 ? -50 : x > 710 ? 710 : x;
    double t = Math.fma(a, LOG2_E, MAGIC);
    long k = Double.doubleToRawLongBits(t) - MAGIC_BITS;
    double n = t - MAGIC;
    double r = Math.fma(-n, LN2_LO, Math.fma(-n, LN2_HI, a));
    double q = Math.fma(r * r, polynomial(EXP, r), r);
    double s = power(k - 1);
    double y = Math.fma(q, s, s - 0.5) * 2;
    return x == 0 ? x : y;
  }

  static double log(double x) {
    return logTo(x, LN2_HI, LN2_LO, 1);
  }

  static double log2(double x) {
    return logTo(x, 1, 0, LOG2_E);
  }

  static double log10(double x) {
    return logTo(x, LOG10_2_HI, LOG10_2_LO, LOG10_E);
  }

  /** The logarithm to a base in which 2 has the logarithm {@code hi + lo}, and e {@code unit}. */
  private static double logTo(double x, double hi, double lo, double unit) {
    boolean tiny = x < Double.MIN_NORMAL;
    double v = tiny ? x * 0x1p54 : x;
    long k = Double.doubleToRawLongBits(v) - SQRT_HALF_BITS >> 52;
    double f = Double.longBitsToDouble(Double.doubleToRawLongBits(v) - (k << 52)) - 1;
    double e = tiny ? (double) k - 54 : (double) k;
    double y = Math.fma(e, hi, Math.fma(f, unit, Math.fma(e, lo, tailOf(f) * unit)));
    return x > 0 ? x < Double.POSITIVE_INFINITY ? y : x : x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
  }

  static double log1p(double x) {
    double u = x + 1;
    double c = x > 1 ? 1 - (u - x) : x - (u - 1);
    long e = Double.doubleToRawLongBits(u) - SQRT_HALF_BITS >> 52;
    double m = Double.longBitsToDouble(Double.doubleToRawLongBits(u) - (e << 52)) - 1;
    double f = Math.fma(c, power(Math.max(-e, -1022)), m);
    double n = (double) e;
    double y = Math.fma(n, LN2_HI, f + Math.fma(n, LN2_LO, tailOf(f)));
    return u > 0 ? u < Double.POSITIVE_INFINITY ? x == 0 ? x : y : u : u == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
  }

  /** {@code log(1 + f) - f}. */
  private static double tailOf(double f) {
    double s = f / (f + 2);
    double z = s * s;
    double half = f * f * 0.5;
    return Math.fma(s, Math.fma(z, polynomial(LOG, z), half), -half);
  }

  static double tanh(double x) {
    double t = expm1(Math.min(Math.abs(x), 22) * 2);
    return withSign(t / (t + 2), x);
  }

  static double sin(double x) {
    return circular(x, 0);
  }

  static double cos(double x) {
    return circular(x, 1);
  }

  /** sin(x + quarter · π/2). */
  private static double circular(double x, int quarter) {
    double a = Math.abs(x);
    if (!(a <= LARGE_ANGLE)) {
      return quarter == 0 ? Math.sin(x) : Math.cos(x);
    }
    double t = Math.fma(a, TWO_OVER_PI, MAGIC);
    long k = Double.doubleToRawLongBits(t) - MAGIC_BITS + quarter;
    double n = t - MAGIC;
    double r = Math.fma(-n, HALF_PI_C, Math.fma(-n, HALF_PI_B, Math.fma(-n, HALF_PI_A, a)));
    double z = r * r;
    double sine = Math.fma(r * z, polynomial(SIN, z), r);
    double cosine = Math.fma(z * z, polynomial(COS, z), Math.fma(z, -0.5, 1));
    long flip = (k & 2) << 62;
    if (quarter == 0) {
      flip ^= Double.doubleToRawLongBits(x) & Long.MIN_VALUE;
    }
    return Double.longBitsToDouble(Double.doubleToRawLongBits((k & 1) == 0 ? sine : cosine) ^ flip);
  }

  /** |size| with the sign of {@code x}. */
  private static double withSign(double size, double x) {
    return Double.longBitsToDouble(
        Double.doubleToRawLongBits(size) & Long.MAX_VALUE | Double.doubleToRawLongBits(x) & Long.MIN_VALUE);
  }
}
