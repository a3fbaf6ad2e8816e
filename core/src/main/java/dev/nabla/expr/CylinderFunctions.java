package dev.nabla.expr;

/**
 * Bessel functions of the first and second kind, and modified ones of the second kind, of orders 0 and 1.
 *
 * <p>J and Y: Miller's backward recurrence (DLMF 3.6(iii)) with Neumann's series for Y (DLMF 10.23(iii)) up to 25, Hankel's expansion (DLMF
 * 10.17.3) beyond. K: the trapezoidal rule for {@code ∫ e^(-x (cosh t - 1)) cosh(νt) dt} (DLMF 10.32.9), which converges exponentially, up to
 * 25, and DLMF 10.40.2 beyond.
 */
final class CylinderFunctions {
  private static final double LARGE = 25;
  private static final double SMALL = 1e-5;
  private static final double EULER = 0.5772156649015329;
  private static final double STEP = 0.125;

  private CylinderFunctions() {}

  static double j0(double x) {
    return first(Math.abs(x), 0);
  }

  static double j1(double x) {
    return x < 0 ? -first(-x, 1) : x == 0 ? x : first(x, 1);
  }

  static double y0(double x) {
    return x > 0 ? second(x, 0) : x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
  }

  static double y1(double x) {
    return x > 0 ? second(x, 1) : x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
  }

  private static double first(double x, int order) {
    if (x < SMALL) {
      return order == 0 ? 1 - x * x / 4 : x / 2;
    }
    return x <= LARGE ? new Recurrence(x).first(order) : hankel(x, order, false);
  }

  private static double second(double x, int order) {
    if (x < SMALL) {
      double log = Math.log(x / 2) + EULER;
      return order == 0 ? 2 / Math.PI * log : -2 / (Math.PI * x) + x / Math.PI * (log - 0.5);
    }
    return x > LARGE ? hankel(x, order, true) : new Recurrence(x).second(order);
  }

  /** J of all orders by recurrence from an order where it is negligible, scaled so that J0 + 2 (J2 + J4 + …) = 1. */
  private static final class Recurrence {
    private final double x;
    private double j0;
    private double j1;
    /** The sum of (-1)^k J_2k / k. */
    private double evens;
    /** The sum of (-1)^k J'_2k / k. */
    private double slopes;

    Recurrence(double x) {
      this.x = x;
      double above = 0;
      double at = 1e-160;
      double sum = 0;
      for (int k = 2 * (int) ((x + 12 * Math.cbrt(x) + 22) / 2); k > 0; k--) {
        double below = 2 * k / x * at - above;
        if ((k & 1) == 0) {
          double w = (k & 2) == 0 ? 2.0 / k : -2.0 / k;
          sum += 2 * at;
          evens += w * at;
          slopes += w * (below - above) / 2;
        }
        above = at;
        at = below;
      }
      double scale = 1 / (sum + at);
      j0 = at * scale;
      j1 = above * scale;
      evens *= scale;
      slopes *= scale;
    }

    double first(int order) {
      return order == 0 ? j0 : j1;
    }

    double second(int order) {
      double log = Math.log(x / 2) + EULER;
      return 2 / Math.PI * (order == 0 ? log * j0 - 2 * evens : log * j1 - j0 / x + 2 * slopes);
    }
  }

  private static double hankel(double x, int order, boolean second) {
    double even = 1;
    double odd = 0;
    double term = 1;
    for (int k = 1; Math.abs(term) > 0x1p-54 && k < 40; k++) {
      double m = 2 * k - 1;
      term *= (4 * order - m * m) / (8 * k * x);
      switch (k & 3) {
        case 0 -> even += term;
        case 1 -> odd += term;
        case 2 -> even -= term;
        default -> odd -= term;
      }
    }
    // Sine and cosine of x - (2 order + 1) π/4, times √2.
    double s = Math.sin(x);
    double c = Math.cos(x);
    double cos = order == 0 ? c + s : s - c;
    double sin = order == 0 ? s - c : -(s + c);
    return (second ? sin * even + cos * odd : cos * even - sin * odd) / Math.sqrt(Math.PI * x);
  }

  static double k0(double x) {
    return k0e(x) * Math.exp(-x);
  }

  static double k1(double x) {
    return k1e(x) * Math.exp(-x);
  }

  static double k0e(double x) {
    return scaledK(x, 0);
  }

  static double k1e(double x) {
    return scaledK(x, 1);
  }

  private static double scaledK(double x, int order) {
    if (!(x > 0)) {
      return x == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    if (x > LARGE) {
      double term = 1;
      double sum = 1;
      for (int k = 1; Math.abs(term) > 0x1p-54 && k < 40; k++) {
        double m = 2 * k - 1;
        term *= (4 * order - m * m) / (8 * k * x);
        sum += term;
      }
      return sum * Math.sqrt(Math.PI / (2 * x));
    }
    if (x < SMALL) {
      double log = -Math.log(x / 2) - EULER;
      return (order == 0 ? log : 1 / x - x / 2 * (log + 0.5)) * Math.exp(x);
    }
    double sum = 0.5;
    double term = 1;
    for (int k = 1; term > 0x1p-56 * sum; k++) {
      double half = Math.sinh(k * STEP / 2);
      term = Math.exp(-2 * x * half * half) * (order == 0 ? 1 : Math.cosh(k * STEP));
      sum += term;
    }
    return STEP * sum;
  }
}
