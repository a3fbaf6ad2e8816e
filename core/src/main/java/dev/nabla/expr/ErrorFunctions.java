package dev.nabla.expr;

/**
 * The error function and its relatives.
 *
 * <p>erf and erfc: W. J. Cody, Rational Chebyshev approximations for the error function, Math. Comp. 23 (1969). The normal quantile: M. J.
 * Wichura, Algorithm AS 241, Applied Statistics 37 (1988). Coefficients run from the highest power down.
 */
final class ErrorFunctions {
  private static final double SQRT_HALF = 0.7071067811865476;
  private static final double INV_SQRT_PI = 0.5641895835477563;
  private static final double[] SMALL_P = {
    1.85777706184603153e-1, 3.16112374387056560e0, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3
  };
  private static final double[] SMALL_Q = {
    1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3
  };
  private static final double[] MIDDLE_P = {
    2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1, 2.98635138197400131e2,
    8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3
  };
  private static final double[] MIDDLE_Q = {
    1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
    3.29079923573345963e3,
    4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3
  };
  private static final double[] LARGE_P = {
    1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
    1.60837851487422766e-2,
    6.58749161529837803e-4
  };
  private static final double[] LARGE_Q = {
    1, 2.56852019228982242e0, 1.87295284992346047e0, 5.27905102951428412e-1, 6.05183413124413191e-2,
    2.33520497626869185e-3
  };
  private static final double[] CENTRE_P = {
    2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0
  };
  private static final double[] CENTRE_Q = {
    5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2, 4.2313330701600911252e1, 1
  };
  private static final double[] TAIL_P = {
    7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
    3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0
  };
  private static final double[] TAIL_Q = {
    1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
    6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1
  };
  private static final double[] FAR_P = {
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
    2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0
  };
  private static final double[] FAR_Q = {
    2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
    1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1
  };

  private ErrorFunctions() {}

  /** The polynomial with these coefficients, the highest power first. */
  static double polynomial(double[] coefficients, double x) {
    double v = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      v = v * x + coefficients[i];
    }
    return v;
  }

  private static double ratio(double[] p, double[] q, double x) {
    return polynomial(p, x) / polynomial(q, x);
  }

  static double erf(double x) {
    double a = Math.abs(x);
    if (a <= 0.46875) {
      return x * ratio(SMALL_P, SMALL_Q, x * x);
    }
    return Math.copySign(a > 6 ? 1 : 1 - scaled(a) * gauss(a), x);
  }

  static double erfc(double x) {
    if (Math.abs(x) <= 0.46875) {
      return 1 - x * ratio(SMALL_P, SMALL_Q, x * x);
    }
    if (x < 0) {
      return x < -6 ? 2 : 2 - scaled(-x) * gauss(-x);
    }
    return x > 28 ? 0 : scaled(x) * gauss(x);
  }

  static double erfcx(double x) {
    if (Math.abs(x) <= 0.46875) {
      return Math.exp(x * x) * (1 - x * ratio(SMALL_P, SMALL_Q, x * x));
    }
    if (x < 0) {
      return x < -27 ? Double.POSITIVE_INFINITY : 2 / gauss(-x) - scaled(-x);
    }
    return scaled(x);
  }

  /** erfcx for x > 0.46875. */
  private static double scaled(double x) {
    if (x <= 4) {
      return ratio(MIDDLE_P, MIDDLE_Q, x);
    }
    if (x > 1e8) {
      return INV_SQRT_PI / x;
    }
    double z = 1 / (x * x);
    return (INV_SQRT_PI - z * ratio(LARGE_P, LARGE_Q, z)) / x;
  }

  /** e^(-x²), where squaring in one step would lose digits. */
  private static double gauss(double x) {
    double head = Math.rint(x * 16) / 16;
    return Math.exp(-head * head) * Math.exp(-(x - head) * (x + head));
  }

  static double ndtr(double x) {
    return 0.5 * erfc(-x * SQRT_HALF);
  }

  static double logNdtr(double x) {
    double t = x * SQRT_HALF;
    return x < -1 ? Math.log(erfcx(-t) / 2) - t * t : Math.log1p(-erfc(t) / 2);
  }

  static double ndtri(double p) {
    return quantile(p - 0.5, Math.min(p, 1 - p));
  }

  static double erfinv(double x) {
    return quantile(x / 2, (1 - Math.abs(x)) / 2) * SQRT_HALF;
  }

  /** The point with probability 1/2 + q below it, where p is the probability of the smaller side. */
  private static double quantile(double q, double p) {
    if (Math.abs(q) <= 0.425) {
      return q * ratio(CENTRE_P, CENTRE_Q, 0.180625 - q * q);
    }
    if (!(p > 0)) {
      return p == 0 ? Math.copySign(Double.POSITIVE_INFINITY, q) : Double.NaN;
    }
    double r = Math.sqrt(-Math.log(p));
    return Math.copySign(r <= 5 ? ratio(TAIL_P, TAIL_Q, r - 1.6) : ratio(FAR_P, FAR_Q, r - 5), q);
  }
}
