package dev.nabla.expr;

/** The gamma function's relatives, from the formulas of the Digital Library of Mathematical Functions (DLMF). */
final class GammaFunctions {
  private static final double EULER = 0.5772156649015329;
  private static final double HALF_LOG_TWO_PI = 0.9189385332046728;
  private static final double EPS = 0x1p-54;

  /** (-1)^k (ζ(k) - 1) / k for k = 33 … 2: DLMF 5.7.3. */
  private static final double[] LGAMMA_AT_TWO = {
    -3.527742476575915084e-12, 7.275974480239079663e-12, -1.502138408075414217e-11, 3.104424774732227276e-11,
    -6.422964563838100022e-11, 1.330476437424448948e-10, -2.759522885124233145e-10, 5.731367241678862013e-10,
    -1.192140140586091207e-9, 2.483674543802478317e-9, -5.183475041970046655e-9, 1.083865921489695409e-8,
    -2.271109460894316491e-8, 4.769810169363980566e-8, -1.004322482396809961e-7, 2.120718480555466587e-7,
    -4.492469198764566043e-7, 9.551412130407419833e-7, -2.039215753801366237e-6, 4.374866789907487804e-6,
    -9.439488275268395904e-6, 0.00002050721277567069155, -0.0000449262367381331417, 0.00009945751278180853371,
    -0.0002231547584535793798, 0.0005096695247430424223, -0.001192753911703260977, 0.002890510330741523286,
    -0.007385551028673985266, 0.02058080842778454788, -0.06735230105319809513, 0.3224670334241132182
  };

  /** B(2k) / (2k (2k - 1)) for k = 8 … 1: DLMF 5.11.1. */
  private static final double[] STIRLING = {
    -3617.0 / 122400, 1.0 / 156, -691.0 / 360360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12
  };

  /** B(2k) / (2k) for k = 8 … 1: DLMF 5.11.2. */
  private static final double[] DIGAMMA = {
    -3617.0 / 8160, 1.0 / 12, -691.0 / 32760, 1.0 / 132, -1.0 / 240, 1.0 / 252, -1.0 / 120, 1.0 / 12
  };

  /** B(2k) / (2k)! for k = 1 … 12: DLMF 25.11.7. */
  private static final double[] EULER_MACLAURIN = {
    0.08333333333333333333, -0.001388888888888888889, 0.00003306878306878306878, -8.267195767195767196e-7,
    2.087675698786809898e-8, -5.284190138687493185e-10, 1.338253653068467883e-11, -3.389680296322582867e-13,
    8.586062056277844564e-15, -2.174868698558061873e-16, 5.509002828360229515e-18, -1.395446468581252334e-19
  };

  private GammaFunctions() {}

  static double lgamma(double x) {
    if (Double.isNaN(x) || Double.isInfinite(x)) {
      return Math.abs(x);
    }
    if (x <= 0) {
      double fraction = x - Math.floor(x);
      if (fraction == 0) {
        return Double.POSITIVE_INFINITY;
      }
      double sine = Math.sin(Math.PI * Math.min(fraction, 1 - fraction));
      // Near 0 the fraction of a small negative number would be rounded.
      return x > -0.5 ? lgamma(x + 1) - Math.log(-x) : Math.log(Math.PI / sine) - lgamma(1 - x);
    }
    if (x < 0.5) {
      return x < 1e-17 ? -Math.log(x) : lgammaNearTwo(x) - Math.log1p(x) - Math.log(x);
    }
    if (x < 1.5) {
      return lgammaNearTwo(x - 1) - Math.log1p(x - 1);
    }
    if (x < 10) {
      double product = 1;
      double t = x;
      while (t >= 2.5) {
        t -= 1;
        product *= t;
      }
      return Math.log(product) + lgammaNearTwo(t - 2);
    }
    return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirling(x);
  }

  /** log Γ(2 + z) for |z| ≤ 1/2. */
  private static double lgammaNearTwo(double z) {
    return z * (1 - EULER + z * ErrorFunctions.polynomial(LGAMMA_AT_TWO, z));
  }

  /** log Γ(x) less the main part of Stirling's formula, for x ≥ 10. */
  private static double stirling(double x) {
    return ErrorFunctions.polynomial(STIRLING, 1 / (x * x)) / x;
  }

  static double digamma(double x) {
    if (x == 0) {
      return Math.copySign(Double.POSITIVE_INFINITY, -x);
    }
    if (x < 0) {
      double fraction = x - Math.rint(x);
      // Poles, and minus infinity.
      return fraction == 0 || Double.isInfinite(x)
          ? Double.NaN
          : digamma(1 - x) - Math.PI / Math.tan(Math.PI * fraction);
    }
    double sum = 0;
    double t = x;
    while (t < 10) {
      sum -= 1 / t;
      t += 1;
    }
    double z = 1 / (t * t);
    return sum + Math.log(t) - 0.5 / t - z * ErrorFunctions.polynomial(DIGAMMA, z);
  }

  static double polygamma(double n, double x) {
    if (n == 0) {
      return digamma(x);
    }
    if (n == 1 && x == Double.POSITIVE_INFINITY) {
      return 0;
    }
    if (n == 1 && x < 0 && x == Math.floor(x)) {
      // At its poles as large as the rounding of πx lets it be, and NaN at minus infinity: PyTorch's values.
      double sine = Math.sin(Math.PI * x);
      return Math.PI * Math.PI / (sine * sine);
    }
    double size = Math.exp(lgamma(n + 1));
    // Factorials are whole.
    return (n % 2 == 0 ? -1 : 1) * (n < 19 ? Math.rint(size) : size) * zeta(n + 1, x);
  }

  /** Hurwitz's zeta function by Euler and Maclaurin's sum. */
  static double zeta(double s, double q) {
    if (s == 1) {
      return Double.POSITIVE_INFINITY;
    }
    if (!(s > 1) || q <= 0 && q != Math.floor(q) && (s != Math.floor(s) || q < -1e7)) {
      return Double.NaN;
    }
    if (q <= 0 && q == Math.floor(q)) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = 0;
    double t = q;
    for (int i = 0; i < 10 || t <= 10; i++) {
      double term = Math.pow(t, -s);
      sum += term;
      if (Math.abs(term) < EPS * Math.abs(sum)) {
        return sum;
      }
      t += 1;
    }
    double power = Math.pow(t, -s);
    sum += t * power / (s - 1) + 0.5 * power;
    double rising = s;
    power /= t;
    for (int k = 0; k < EULER_MACLAURIN.length; k++) {
      double term = EULER_MACLAURIN[k] * rising * power;
      sum += term;
      if (Math.abs(term) < EPS * Math.abs(sum)) {
        break;
      }
      rising *= (s + 2 * k + 1) * (s + 2 * k + 2);
      power /= t * t;
    }
    return sum;
  }

  static double gammainc(double a, double x) {
    double edge = edge(a, x);
    if (edge >= 0 || Double.isNaN(edge)) {
      return edge;
    }
    return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
  }

  static double gammaincc(double a, double x) {
    double edge = edge(a, x);
    if (edge >= 0 || Double.isNaN(edge)) {
      return 1 - edge;
    }
    return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
  }

  /** P(a, x) on the border of the domain, NaN outside, -1 inside. */
  private static double edge(double a, double x) {
    if (!(a >= 0 && x >= 0) || a == 0 && x == 0 || Double.isInfinite(a) && Double.isInfinite(x)) {
      return Double.NaN;
    }
    return x == 0 || Double.isInfinite(a) ? 0 : a == 0 || Double.isInfinite(x) ? 1 : -1;
  }

  /** DLMF 8.7.1, for P. */
  private static double lowerSeries(double a, double x) {
    double term = 1;
    double sum = 1;
    for (double n = a + 1; term > EPS * sum; n++) {
      term *= x / n;
      sum += term;
    }
    return sum * density(a, x);
  }

  /** DLMF 8.9.2, for Q, by Lentz's method. */
  private static double upperFraction(double a, double x) {
    double tiny = 1e-300;
    double b = x + 1 - a;
    double c = 1 / tiny;
    double d = 1 / b;
    double h = d;
    for (int i = 1; i < 1_000_000; i++) {
      double an = -i * (i - a);
      b += 2;
      d = an * d + b;
      d = 1 / (Math.abs(d) < tiny ? tiny : d);
      c = b + an / c;
      c = Math.abs(c) < tiny ? tiny : c;
      double step = d * c;
      h *= step;
      if (Math.abs(step - 1) < 0x1p-52) {
        break;
      }
    }
    return a * density(a, x) * h;
  }

  /** {@code x^a e^-x / Γ(a + 1)}; for large a around its peak, where the plain exponent would lose digits. */
  private static double density(double a, double x) {
    if (a < 10) {
      return Math.exp(a * Math.log(x) - x - lgamma(a + 1));
    }
    double m = (x - a) / a;
    return Math.exp(a * log1pLessArgument(m) - stirling(a)) / Math.sqrt(2 * Math.PI * a);
  }

  /** {@code log(1 + m) - m}. */
  private static double log1pLessArgument(double m) {
    if (Math.abs(m) > 0.5) {
      return Math.log1p(m) - m;
    }
    double r = m / (2 + m);
    double square = r * r;
    double sum = 0;
    double power = 2 * r * square;
    for (int k = 3; Math.abs(power) > EPS * EPS; k += 2) {
      sum += power / k;
      power *= square;
    }
    return sum - m * r;
  }
}
