package dev.nabla.expr;

import dev.nabla.type.NablaException;

/** The values of the functions of {@link Fn} on doubles and longs. */
final class Scalars {
  private static final double LOG2_E = 1.4426950408889634;
  private static final double LN_2 = 0.6931471805599453;

  private Scalars() {}

  static double unary(Fn f, double x) {
    return switch (f) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> x > 0 ? 1 : x < 0 ? -1 : 0;
      case EXP -> Math.exp(x);
      case EXP2 -> Math.pow(2, x);
      case EXPM1 -> Math.expm1(x);
      case LOG -> Math.log(x);
      case LOG2 -> log2(x);
      case LOG10 -> Math.log10(x);
      case LOG1P -> Math.log1p(x);
      case SQRT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TAN -> Math.tan(x);
      case ASIN -> Math.asin(x);
      case ACOS -> Math.acos(x);
      case ATAN -> Math.atan(x);
      case SINH -> Math.sinh(x);
      case COSH -> Math.cosh(x);
      case TANH -> Math.tanh(x);
      case ASINH -> asinh(x);
      case ACOSH -> acosh(x);
      case ATANH -> 0.5 * Math.log1p(2 * x / (1 - x));
      default -> unaryMore(f, x);
    };
  }

  private static double unaryMore(Fn f, double x) {
    return switch (f) {
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case TRUNC -> trunc(x);
      case FRAC -> x - trunc(x);
      case RELU -> Math.max(x, 0);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case LOGSIGMOID -> Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
      case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case ERF -> ErrorFunctions.erf(x);
      case ERFC -> ErrorFunctions.erfc(x);
      case ERFCX -> ErrorFunctions.erfcx(x);
      case ERFINV -> ErrorFunctions.erfinv(x);
      case NDTR -> ErrorFunctions.ndtr(x);
      case NDTRI -> ErrorFunctions.ndtri(x);
      case LOG_NDTR -> ErrorFunctions.logNdtr(x);
      case LGAMMA -> GammaFunctions.lgamma(x);
      case DIGAMMA -> GammaFunctions.digamma(x);
      case I0 -> BesselFunctions.i0(x);
      case I0E -> BesselFunctions.i0e(x);
      case I1 -> BesselFunctions.i1(x);
      case I1E -> BesselFunctions.i1e(x);
      case BESSEL_J0 -> CylinderFunctions.j0(x);
      case BESSEL_J1 -> CylinderFunctions.j1(x);
      case BESSEL_Y0 -> CylinderFunctions.y0(x);
      case BESSEL_Y1 -> CylinderFunctions.y1(x);
      case K0 -> CylinderFunctions.k0(x);
      case K0E -> CylinderFunctions.k0e(x);
      case K1 -> CylinderFunctions.k1(x);
      case K1E -> CylinderFunctions.k1e(x);
      case SINC -> sinc(x);
      case LOGIT -> Math.log(x / (1 - x));
      case NOT -> truth(x == 0);
      case ISNAN -> truth(Double.isNaN(x));
      case ISINF -> truth(Double.isInfinite(x));
      case ISFINITE -> truth(Double.isFinite(x));
      case SIGNBIT -> truth(Double.doubleToRawLongBits(x) < 0);
      case BITNOT -> ~(long) x;
      default -> throw new IllegalArgumentException(f + " does not take one argument");
    };
  }

  static double binary(Fn f, double a, double b) {
    return switch (f) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case POW -> pow(a, b);
      case EQ -> truth(a == b);
      case NE -> truth(a != b);
      case LT -> truth(a < b);
      case LE -> truth(a <= b);
      case GT -> truth(a > b);
      case GE -> truth(a >= b);
      case AND -> truth(a != 0 && b != 0);
      case OR -> truth(a != 0 || b != 0);
      case XOR -> truth((a != 0) != (b != 0));
      case ATAN2 -> Math.atan2(a, b);
      case HYPOT -> Math.hypot(a, b);
      case FMOD -> a % b;
      case REMAINDER -> remainder(a, b);
      case FLOORDIV -> floorDiv(a, b);
      case FMIN -> Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
      case FMAX -> Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
      case COPYSIGN -> Math.copySign(a, b);
      case HEAVISIDE -> a == 0 ? b : truth(a > 0);
      case NEXTAFTER -> Math.nextAfter(a, b);
      case LDEXP -> a * Math.pow(2, b);
      case XLOGY -> Double.isNaN(b) ? b : a == 0 ? 0 : a * Math.log(b);
      case XLOG1PY -> Double.isNaN(b) ? b : a == 0 ? 0 : a * Math.log1p(b);
      case LOGADDEXP -> a == b ? a + LN_2 : Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
      case LOGADDEXP2 -> a == b ? a + 1 : Math.max(a, b) + Math.log1p(Math.pow(2, -Math.abs(a - b))) * LOG2_E;
      case POLYGAMMA -> GammaFunctions.polygamma(a, b);
      case ZETA -> GammaFunctions.zeta(a, b);
      case GAMMAINC -> GammaFunctions.gammainc(a, b);
      case CHEBYSHEV_T, CHEBYSHEV_U, HERMITE_H, HERMITE_HE, LAGUERRE_L, LEGENDRE_P -> Polynomials.value(f, a, b);
      case GAMMAINCC -> GammaFunctions.gammaincc(a, b);
      case BITAND, BITOR, BITXOR, SHL, SHR, GCD, LCM -> binary(f, (long) a, (long) b);
      default -> throw new IllegalArgumentException(f + " does not take two arguments");
    };
  }

  static long unary(Fn f, long x) {
    return switch (f) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Long.signum(x);
      case FLOOR, CEIL, ROUND, TRUNC -> x;
      case FRAC, ISNAN, ISINF -> 0;
      case RELU -> Math.max(x, 0);
      case NOT -> truth(x == 0);
      case ISFINITE -> 1;
      case SIGNBIT -> truth(x < 0);
      case BITNOT -> ~x;
      default -> throw new IllegalArgumentException(f + " is not defined on one whole number");
    };
  }

  static long binary(Fn f, long a, long b) {
    return switch (f) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case MIN, FMIN -> Math.min(a, b);
      case MAX, FMAX -> Math.max(a, b);
      case POW -> pow(a, b);
      case FMOD -> a % divisor(b);
      case REMAINDER -> Math.floorMod(a, divisor(b));
      case FLOORDIV -> Math.floorDiv(a, divisor(b));
      case HEAVISIDE -> a == 0 ? b : truth(a > 0);
      case EQ -> truth(a == b);
      case NE -> truth(a != b);
      case LT -> truth(a < b);
      case LE -> truth(a <= b);
      case GT -> truth(a > b);
      case GE -> truth(a >= b);
      case AND -> truth(a != 0 && b != 0);
      case OR -> truth(a != 0 || b != 0);
      case XOR -> truth((a != 0) != (b != 0));
      case BITAND -> a & b;
      case BITOR -> a | b;
      case BITXOR -> a ^ b;
      case SHL -> b < 0 || b > 63 ? 0 : a << b;
      case SHR -> a >> (b < 0 || b > 63 ? 63 : b);
      case GCD -> gcd(a, b);
      case LCM -> a == 0 || b == 0 ? 0 : Math.abs(a / gcd(a, b) * b);
      default -> throw new IllegalArgumentException(f + " is not defined on two whole numbers");
    };
  }

  private static int truth(boolean b) {
    return b ? 1 : 0;
  }

  private static long divisor(long b) {
    if (b == 0) {
      throw new NablaException("ZeroDivisionError");
    }
    return b;
  }

  static double trunc(double x) {
    return x < 0 ? Math.ceil(x) : Math.floor(x);
  }

  /** Exact for powers of two, which a product with log2(e) would not be. */
  private static double log2(double x) {
    if (!(x > 0) || Double.isInfinite(x)) {
      return Math.log(x);
    }
    int shift = x < Double.MIN_NORMAL ? 54 : 0;
    double v = shift == 0 ? x : x * 0x1p54;
    int e = Math.getExponent(v);
    double m = Math.scalb(v, -e);
    if (m > 1.4142135623730951) {
      m *= 0.5;
      e++;
    }
    return e - shift + Math.log(m) * LOG2_E;
  }

  private static double asinh(double x) {
    double a = Math.abs(x);
    double y = a > 0x1p28 ? Math.log(a) + LN_2 : Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a)));
    return Math.copySign(y, x);
  }

  private static double acosh(double x) {
    return x > 0x1p28 ? Math.log(x) + LN_2 : Math.log1p(x - 1 + Math.sqrt((x - 1) * (x + 1)));
  }

  private static double sinc(double x) {
    double t = Math.PI * x;
    return x == 0 ? 1 : Math.sin(t) / t;
  }

  /** As in C99, so that 1 and zeroth powers are 1 even for NaN, which Java's are not. */
  private static double pow(double a, double b) {
    return a == 1 || a == -1 && Double.isInfinite(b) ? 1 : Math.pow(a, b);
  }

  private static long pow(long a, long b) {
    if (b < 0) {
      throw new NablaException("Integers to negative integer powers are not allowed.");
    }
    long y = 1;
    for (long square = a; b != 0; b >>= 1, square *= square) {
      if ((b & 1) != 0) {
        y *= square;
      }
    }
    return y;
  }

  private static double remainder(double a, double b) {
    double r = a % b;
    return r != 0 && (b < 0) != (r < 0) ? r + b : r;
  }

  private static double floorDiv(double a, double b) {
    if (b == 0) {
      return a / b;
    }
    double r = a % b;
    double q = (a - r) / b;
    if (r != 0 && (b < 0) != (r < 0)) {
      q -= 1;
    }
    return q == 0 ? Math.copySign(0, a / b) : Math.rint(q);
  }

  private static long gcd(long a, long b) {
    while (b != 0) {
      long r = a % b;
      a = b;
      b = r;
    }
    return Math.abs(a);
  }
}
