package dev.nabla.expr;

/** Modified Bessel functions of the first kind: power series (DLMF 10.25.2), and Hankel's expansion (DLMF 10.40.1) from 20 on. */
final class BesselFunctions {
  private static final double LARGE = 20;

  private BesselFunctions() {}

  static double i0(double x) {
    double a = Math.abs(x);
    return a < LARGE ? series(a, 0) : grown(a, 0);
  }

  static double i0e(double x) {
    double a = Math.abs(x);
    return a < LARGE ? Math.exp(-a) * series(a, 0) : hankel(a, 0);
  }

  static double i1(double x) {
    double a = Math.abs(x);
    return Math.copySign(a < LARGE ? series(a, 1) : grown(a, 1), x);
  }

  static double i1e(double x) {
    double a = Math.abs(x);
    return Math.copySign(a < LARGE ? Math.exp(-a) * series(a, 1) : hankel(a, 1), x);
  }

  private static double grown(double x, int order) {
    if (Double.isInfinite(x)) {
      return Double.NaN;
    }
    // In two steps, as e^x overflows before the product does.
    double half = Math.exp(x / 2);
    return half * hankel(x, order) * half;
  }

  private static double series(double x, int order) {
    double z = x * x / 4;
    double term = order == 0 ? 1 : x / 2;
    double sum = term;
    for (int k = 1; term > 0x1p-54 * sum; k++) {
      term *= z / ((double) k * (k + order));
      sum += term;
    }
    return sum;
  }

  private static double hankel(double x, int order) {
    double term = 1;
    double sum = 1;
    for (int k = 1; Math.abs(term) > 0x1p-54 && k < 40; k++) {
      double odd = 2 * k - 1;
      term *= (odd * odd - 4 * order) / (8 * k * x);
      sum += term;
    }
    return sum / Math.sqrt(2 * Math.PI * x);
  }
}
