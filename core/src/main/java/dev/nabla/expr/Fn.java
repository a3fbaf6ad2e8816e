package dev.nabla.expr;

import dev.nabla.type.NablaException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every scalar function that formulas are made of: its name, its value, its slopes.
 *
 * <p>Conventions at singular points, ties and NaN are PyTorch's. In slope texts {@code x} is the argument of a function of one argument;
 * {@code a b} are those of a function of two; {@code y} is the value. Truth values are 1 and 0 as numbers.
 */
public enum Fn {
  /** {@code a + b}. */
  ADD(2, Kind.INTEGRAL, "1", "1"),
  /** {@code a - b}. */
  SUB(2, Kind.INTEGRAL, "1", "-1"),
  /** {@code a * b}. */
  MUL(2, Kind.INTEGRAL, "b", "a"),
  /** True division {@code a / b}. */
  DIV(2, Kind.REAL, "1 / b", "-(a / b) / b"),
  /** {@code -x}. */
  NEG(1, Kind.INTEGRAL, "-1"),
  /** {@code |x|}; slope 0 at 0. */
  ABS(1, Kind.INTEGRAL, "sign(x)"),
  /** -1, 0 or 1; 0 for NaN. */
  SIGN(1, Kind.INTEGRAL, "0"),
  /** {@code e^x}. */
  EXP(1, Kind.REAL, "y"),
  /** {@code 2^x}. */
  EXP2(1, Kind.REAL, "y * 0.6931471805599453"),
  /** {@code e^x - 1}. */
  EXPM1(1, Kind.REAL, "y + 1"),
  /** The natural logarithm. */
  LOG(1, Kind.REAL, "1 / x"),
  /** The logarithm to base 2. */
  LOG2(1, Kind.REAL, "1 / (x * 0.6931471805599453)"),
  /** The logarithm to base 10. */
  LOG10(1, Kind.REAL, "1 / (x * 2.302585092994046)"),
  /** {@code log(1 + x)}. */
  LOG1P(1, Kind.REAL, "1 / (x + 1)"),
  /** The square root. */
  SQRT(1, Kind.REAL, "1 / (2 * y)"),
  /** {@code 1 / sqrt(x)}. */
  RSQRT(1, Kind.REAL, "-0.5 * (y * y * y)"),
  /** {@code 1 / x}. */
  RECIPROCAL(1, Kind.REAL, "-(y * y)"),
  /** The sine. */
  SIN(1, Kind.REAL, "cos(x)"),
  /** The cosine. */
  COS(1, Kind.REAL, "-sin(x)"),
  /** The tangent. */
  TAN(1, Kind.REAL, "1 + y * y"),
  /** The inverse sine. */
  ASIN(1, Kind.REAL, "rsqrt(1 - x * x)"),
  /** The inverse cosine. */
  ACOS(1, Kind.REAL, "-rsqrt(1 - x * x)"),
  /** The inverse tangent. */
  ATAN(1, Kind.REAL, "1 / (x * x + 1)"),
  /** The hyperbolic sine. */
  SINH(1, Kind.REAL, "cosh(x)"),
  /** The hyperbolic cosine. */
  COSH(1, Kind.REAL, "sinh(x)"),
  /** The hyperbolic tangent. */
  TANH(1, Kind.REAL, "(1 + y) * (1 - y)"),
  /** The inverse hyperbolic sine. */
  ASINH(1, Kind.REAL, "rsqrt(x * x + 1)"),
  /** The inverse hyperbolic cosine. */
  ACOSH(1, Kind.REAL, "rsqrt(x * x - 1)"),
  /** The inverse hyperbolic tangent. */
  ATANH(1, Kind.REAL, "1 / ((1 - x) * (1 + x))"),
  /** The angle of the point with ordinate a and abscissa b. */
  ATAN2(2, Kind.REAL, "b / (a * a + b * b)", "-a / (a * a + b * b)"),
  /** {@code sqrt(a² + b²)} without overflow. */
  HYPOT(2, Kind.REAL, "a / y", "b / y"),
  /** {@code a^b}; 1 where b = 0, slope 0 in a there; slope 0 in b where a = 0 and b ≥ 0. */
  POW(2, Kind.INTEGRAL, "b == 0 ? 0 : b * pow(a, b - 1)", "a == 0 && b >= 0 ? 0 : y * log(a)"),
  /** The largest whole number ≤ x. */
  FLOOR(1, Kind.INTEGRAL, "0"),
  /** The smallest whole number ≥ x. */
  CEIL(1, Kind.INTEGRAL, "0"),
  /** The nearest whole number, the even one of two. */
  ROUND(1, Kind.INTEGRAL, "0"),
  /** The whole part, towards zero. */
  TRUNC(1, Kind.INTEGRAL, "0"),
  /** {@code x - trunc(x)}. */
  FRAC(1, Kind.INTEGRAL, "1"),
  /** The remainder with the sign of a, as C's. */
  FMOD(2, Kind.INTEGRAL, "1", "-trunc(a / b)"),
  /** The remainder with the sign of b, as Python's. */
  REMAINDER(2, Kind.INTEGRAL, "1", "-floordiv(a, b)"),
  /** {@code floor(a / b)}, exact, as Python's {@code //}. */
  FLOORDIV(2, Kind.INTEGRAL, "0", "0"),
  /** The smaller; NaN wins; slopes 1/2 each at ties. */
  MIN(2, Kind.INTEGRAL, "a == b ? 0.5 : a > b ? 0 : 1", "a == b ? 0.5 : a < b ? 0 : 1"),
  /** The larger; NaN wins; slopes 1/2 each at ties. */
  MAX(2, Kind.INTEGRAL, "a == b ? 0.5 : a < b ? 0 : 1", "a == b ? 0.5 : a > b ? 0 : 1"),
  /** The smaller; a number wins over NaN. */
  FMIN(2, Kind.INTEGRAL, "a <= b || isnan(b) ? 1 : 0", "a <= b || isnan(b) ? 0 : 1"),
  /** The larger; a number wins over NaN. */
  FMAX(2, Kind.INTEGRAL, "a >= b || isnan(b) ? 1 : 0", "a >= b || isnan(b) ? 0 : 1"),
  /** {@code max(x, 0)}; slope 0 at 0. */
  RELU(1, Kind.INTEGRAL, "y > 0 ? 1 : 0"),
  /** {@code 1 / (1 + e^-x)}. */
  SIGMOID(1, Kind.REAL, "y * (1 - y)"),
  /** {@code log(sigmoid(x))} without overflow. */
  LOGSIGMOID(1, Kind.REAL, "sigmoid(-x)"),
  /** {@code log(1 + e^x)} without overflow. */
  SOFTPLUS(1, Kind.REAL, "sigmoid(x)"),
  /** The error function. */
  ERF(1, Kind.REAL, "1.1283791670955126 * exp(-(x * x))"),
  /** {@code 1 - erf(x)}. */
  ERFC(1, Kind.REAL, "-1.1283791670955126 * exp(-(x * x))"),
  /** {@code e^(x²) erfc(x)}. */
  ERFCX(1, Kind.REAL, "2 * (x * y) - 1.1283791670955126"),
  /** The inverse of {@code erf}. */
  ERFINV(1, Kind.REAL, "0.886226925452758 * exp(y * y)"),
  /** The distribution function of the standard normal. */
  NDTR(1, Kind.REAL, "0.3989422804014327 * exp(-0.5 * (x * x))"),
  /** The inverse of {@code ndtr}. */
  NDTRI(1, Kind.REAL, "2.5066282746310002 * exp(0.5 * (y * y))"),
  /** {@code log(ndtr(x))}, accurate in the lower tail. */
  LOG_NDTR(1, Kind.REAL, "0.7978845608028654 / erfcx(x * -0.7071067811865476)"),
  /** {@code log |Γ(x)|}. */
  LGAMMA(1, Kind.REAL, "digamma(x)"),
  /** The logarithmic derivative of Γ. */
  DIGAMMA(1, Kind.REAL, "polygamma(1, x)"),
  /** The a-th derivative of {@code digamma} at b; no slope in a. */
  POLYGAMMA(2, Kind.REAL, "nan", "polygamma(a + 1, b)"),
  /** Hurwitz's zeta function {@code Σ (b + k)^-a}; no slope in a. */
  ZETA(2, Kind.REAL, "nan", "-a * zeta(a + 1, b)"),
  /** The regularised lower incomplete gamma function P(a, b); no slope in a. */
  GAMMAINC(2, Kind.REAL, "nan", "exp((a - 1) * log(b) - b - lgamma(a))"),
  /** The regularised upper incomplete gamma function Q(a, b); no slope in a. */
  GAMMAINCC(2, Kind.REAL, "nan", "-exp((a - 1) * log(b) - b - lgamma(a))"),
  /** The modified Bessel function of the first kind, order 0; NaN at infinities. */
  I0(1, Kind.REAL, "i1(x)"),
  /** {@code e^-|x| i0(x)}. */
  I0E(1, Kind.REAL, "i1e(x) - sign(x) * y"),
  /** The modified Bessel function of the first kind, order 1; NaN at infinities, slope 1/2 at NaN. */
  I1(1, Kind.REAL, "abs(x) > 0 ? i0(x) - y / x : 0.5"),
  /** {@code e^-|x| i1(x)}. */
  I1E(1, Kind.REAL, "abs(x) > 0 ? i0e(x) - y * (sign(x) + 1 / x) : 0.5"),
  /** The Bessel function of the first kind, order 0. */
  BESSEL_J0(1, Kind.REAL, "-bessel_j1(x)"),
  /** The Bessel function of the first kind, order 1. */
  BESSEL_J1(1, Kind.REAL, "x == 0 ? 0.5 : bessel_j0(x) - y / x"),
  /** The Bessel function of the second kind, order 0. */
  BESSEL_Y0(1, Kind.REAL, "-bessel_y1(x)"),
  /** The Bessel function of the second kind, order 1. */
  BESSEL_Y1(1, Kind.REAL, "bessel_y0(x) - y / x"),
  /** The modified Bessel function of the second kind, order 0. */
  K0(1, Kind.REAL, "-k1(x)"),
  /** {@code e^x k0(x)}. */
  K0E(1, Kind.REAL, "y - k1e(x)"),
  /** The modified Bessel function of the second kind, order 1. */
  K1(1, Kind.REAL, "-(k0(x) + y / x)"),
  /** {@code e^x k1(x)}. */
  K1E(1, Kind.REAL, "y - k0e(x) - y / x"),
  /** Chebyshev's polynomial of the first kind of degree b at a; no slope in b. */
  CHEBYSHEV_T(2, Kind.REAL, "trunc(b) * chebyshev_u(a, trunc(b) - 1)", "nan"),
  /** Chebyshev's polynomial of the second kind of degree b at a; no slope in b. */
  CHEBYSHEV_U(2, Kind.REAL, "((trunc(b) + 1) * chebyshev_t(a, trunc(b) + 1) - a * y) / (a * a - 1)", "nan"),
  /** The physicists' Hermite polynomial of degree b at a; no slope in b. */
  HERMITE_H(2, Kind.REAL, "2 * trunc(b) * hermite_h(a, trunc(b) - 1)", "nan"),
  /** The probabilists' Hermite polynomial of degree b at a; no slope in b. */
  HERMITE_HE(2, Kind.REAL, "trunc(b) * hermite_he(a, trunc(b) - 1)", "nan"),
  /** Laguerre's polynomial of degree b at a; no slope in b. */
  LAGUERRE_L(2, Kind.REAL, "a == 0 ? -trunc(b) : trunc(b) * (y - laguerre_l(a, trunc(b) - 1)) / a", "nan"),
  /** Legendre's polynomial of degree b at a; no slope in b. */
  LEGENDRE_P(2, Kind.REAL, "trunc(b) * (a * y - legendre_p(a, trunc(b) - 1)) / (a * a - 1)", "nan"),
  /** {@code sin(πx) / (πx)}, 1 at 0. */
  SINC(1, Kind.REAL, "x == 0 ? 0 : (cos(pi * x) - y) / x"),
  /** {@code log(x / (1 - x))}. */
  LOGIT(1, Kind.REAL, "1 / (x * (1 - x))"),
  /** {@code a log(b)}, 0 where a = 0 and b is a number. */
  XLOGY(2, Kind.REAL, "a == 0 && b <= 0 ? 0 : log(b)", "a / b"),
  /** {@code a log(1 + b)}, 0 where a = 0 and b is a number. */
  XLOG1PY(2, Kind.REAL, "a == 0 && b <= -1 ? 0 : log1p(b)", "a / (b + 1)"),
  /** {@code log(e^a + e^b)} without overflow. */
  LOGADDEXP(2, Kind.REAL, "sigmoid(a - b)", "sigmoid(b - a)"),
  /** {@code log2(2^a + 2^b)} without overflow. */
  LOGADDEXP2(2, Kind.REAL, "1 / (1 + exp2(b - a))", "1 / (1 + exp2(a - b))"),
  /** The size of a with the sign of b. */
  COPYSIGN(2, Kind.REAL, "a == 0 ? 0 : y / a", "0"),
  /** 0 below 0, 1 above, b at 0. */
  HEAVISIDE(2, Kind.INTEGRAL, "0", "a == 0 ? 1 : 0"),
  /** The next floating-point number after a towards b, in the type of the computation. */
  NEXTAFTER(2, Kind.REAL, "1", "0"),
  /** {@code a 2^b}. */
  LDEXP(2, Kind.REAL, "exp2(b)", "y * 0.6931471805599453"),
  /** {@code a == b}. */
  EQ(2, Kind.TRUTH, "0", "0"),
  /** {@code a != b}. */
  NE(2, Kind.TRUTH, "0", "0"),
  /** {@code a < b}. */
  LT(2, Kind.TRUTH, "0", "0"),
  /** {@code a <= b}. */
  LE(2, Kind.TRUTH, "0", "0"),
  /** {@code a > b}. */
  GT(2, Kind.TRUTH, "0", "0"),
  /** {@code a >= b}. */
  GE(2, Kind.TRUTH, "0", "0"),
  /** Both differ from 0. */
  AND(2, Kind.TRUTH, "0", "0"),
  /** Either differs from 0. */
  OR(2, Kind.TRUTH, "0", "0"),
  /** Exactly one differs from 0. */
  XOR(2, Kind.TRUTH, "0", "0"),
  /** {@code x == 0}. */
  NOT(1, Kind.TRUTH, "0"),
  /** Whether x is NaN. */
  ISNAN(1, Kind.TRUTH, "0"),
  /** Whether x is infinite. */
  ISINF(1, Kind.TRUTH, "0"),
  /** Whether x is neither infinite nor NaN. */
  ISFINITE(1, Kind.TRUTH, "0"),
  /** Whether the sign bit is set; true for -0. */
  SIGNBIT(1, Kind.TRUTH, "0"),
  /** The bits of both. */
  BITAND(2, Kind.INTEGRAL, "0", "0"),
  /** The bits of either. */
  BITOR(2, Kind.INTEGRAL, "0", "0"),
  /** The bits of exactly one. */
  BITXOR(2, Kind.INTEGRAL, "0", "0"),
  /** The bits not in x. */
  BITNOT(1, Kind.INTEGRAL, "0"),
  /** {@code a << b}; 0 for b outside 0 … 63. */
  SHL(2, Kind.INTEGRAL, "0", "0"),
  /** {@code a >> b} with the sign; for b outside 0 … 63 as for 63. */
  SHR(2, Kind.INTEGRAL, "0", "0"),
  /** The greatest common divisor, ≥ 0. */
  GCD(2, Kind.INTEGRAL, "0", "0"),
  /** The least common multiple, ≥ 0. */
  LCM(2, Kind.INTEGRAL, "0", "0"),
  /** {@code c ? a : b}; its slope is the select of the slopes under the same condition. */
  SELECT(3, Kind.INTEGRAL);

  private enum Kind {
    REAL,
    INTEGRAL,
    TRUTH
  }

  private static final Map<String, Fn> BY_TEXT = new HashMap<>();

  static {
    for (Fn f : values()) {
      BY_TEXT.put(f.text, f);
    }
  }

  private final String text;
  private final int arity;
  private final Kind kind;
  private final String[] slopeTexts;
  private final @Nullable Expr[] slopes;

  Fn(int arity, Kind kind, String... slopeTexts) {
    this.text = name().toLowerCase(Locale.ROOT);
    this.arity = arity;
    this.kind = kind;
    this.slopeTexts = slopeTexts;
    this.slopes = new Expr[arity];
  }

  /** The function called {@code text} in formulas, or null. */
  public static @Nullable Fn named(String text) {
    return BY_TEXT.get(text);
  }

  /** The name in formulas. */
  public String text() {
    return text;
  }

  /** The number of arguments. */
  public int arity() {
    return arity;
  }

  /** Whether the result is a truth value. */
  public boolean isTruth() {
    return kind == Kind.TRUTH;
  }

  /** Whether whole arguments give a whole result (or a truth value), so that {@link #evalLong} is defined. */
  public boolean isIntegral() {
    return kind != Kind.REAL;
  }

  /** The slope in argument {@code i}, over {@code Input(0)}, {@code Input(1)} as the arguments and {@code Output} as the value; not for SELECT. */
  public Expr slope(int i) {
    Expr known = slopes[i];
    if (known == null) {
      known = Formula.parse(slopeTexts[i], arity == 1 ? "x" : "a b", "").expr();
      slopes[i] = known;
    }
    return known;
  }

  /** The value for one argument. */
  public double eval(double x) {
    return Scalars.unary(this, x);
  }

  /** The value for two arguments. */
  public double eval(double a, double b) {
    return Scalars.binary(this, a, b);
  }

  /** The value for three arguments. */
  public double eval(double c, double a, double b) {
    return c != 0 ? a : b;
  }

  /** The value for one whole argument, wrapped around to 64 bits. */
  public long evalLong(long x) {
    return Scalars.unary(this, x);
  }

  /** The value for two whole arguments, wrapped around to 64 bits; a zero divisor is a {@link NablaException}. */
  public long evalLong(long a, long b) {
    return Scalars.binary(this, a, b);
  }

  /** The value for three whole arguments. */
  public long evalLong(long c, long a, long b) {
    return c != 0 ? a : b;
  }
}
