package dev.nabla.expr;

/**
 * Orthogonal polynomials by their three-term recurrences (DLMF 18.9(i)). The degree n is cut to a whole number; for negative degrees the
 * value is 0.
 */
final class Polynomials {
  private Polynomials() {}

  static double value(Fn family, double x, double n) {
    int degree = (int) n;
    if (degree < 1) {
      return degree < 0 ? 0 : 1;
    }
    double below = 1;
    double at = switch (family) {
      case CHEBYSHEV_T, HERMITE_HE, LEGENDRE_P -> x;
      case LAGUERRE_L -> 1 - x;
      default -> 2 * x;
    };
    for (int k = 1; k < degree; k++) {
      double above = next(family, x, k, at, below);
      below = at;
      at = above;
    }
    return at;
  }

  private static double next(Fn family, double x, double k, double at, double below) {
    return switch (family) {
      case HERMITE_H -> 2 * (x * at - k * below);
      case HERMITE_HE -> x * at - k * below;
      case LAGUERRE_L -> ((2 * k + 1 - x) * at - k * below) / (k + 1);
      case LEGENDRE_P -> ((2 * k + 1) * x * at - k * below) / (k + 1);
      default -> 2 * x * at - below;
    };
  }
}
