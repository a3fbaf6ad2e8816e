package dev.nabla;

import dev.nabla.type.NablaException;

/** Special functions: {@code torch.special} in Java spelling. Those that are tensor methods as well stand there. */
public final class Special {
  private Special() {}

  static ElementwiseOp polygammaOp(int n) {
    if (n < 0) {
      throw new NablaException("polygamma(n, x) does not support negative n.");
    }
    return n == 0 ? Pointwise.DIGAMMA : Pointwise.POLYGAMMA.with(n);
  }

  /** The entropy {@code -x log(x)}; 0 at 0, -∞ below. */
  public static Tensor entr(Tensor x) {
    return Dispatch.unary(Pointwise.ENTR, x);
  }

  /** {@code exp(x²) erfc(x)}. */
  public static Tensor erfcx(Tensor x) {
    return Dispatch.unary(Pointwise.ERFCX, x);
  }

  /** The distribution function of the standard normal. */
  public static Tensor ndtr(Tensor x) {
    return Dispatch.unary(Pointwise.NDTR, x);
  }

  /** The inverse of {@link #ndtr}. */
  public static Tensor ndtri(Tensor x) {
    return Dispatch.unary(Pointwise.NDTRI, x);
  }

  /** {@code log(ndtr(x))}, accurate in the lower tail. */
  public static Tensor logNdtr(Tensor x) {
    return Dispatch.unary(Pointwise.LOG_NDTR, x);
  }

  /** {@code exp(-|x|) i0(x)}. */
  public static Tensor i0e(Tensor x) {
    return Dispatch.unary(Pointwise.I0E, x);
  }

  /** The modified Bessel function of the first kind, order 1. */
  public static Tensor i1(Tensor x) {
    return Dispatch.unary(Pointwise.I1, x);
  }

  /** {@code exp(-|x|) i1(x)}. */
  public static Tensor i1e(Tensor x) {
    return Dispatch.unary(Pointwise.I1E, x);
  }

  /** {@code a log(1 + b)}; 0 where {@code a} is 0, unless {@code b} is NaN. */
  public static Tensor xlog1py(Tensor a, Tensor b) {
    return Dispatch.binary(Pointwise.XLOG1PY, a, b);
  }

  /** {@code a log(1 + v)}; 0 where {@code a} is 0. */
  public static Tensor xlog1py(Tensor a, double v) {
    return Dispatch.withNumber(Pointwise.XLOG1PY_NUMBER.with(v), a, v, false);
  }

  /** {@code v log(1 + b)}; 0 if {@code v} is 0, unless {@code b} is NaN. */
  public static Tensor xlog1py(double v, Tensor b) {
    return Dispatch.withNumber(Pointwise.NUMBER_XLOG1PY.with(v), b, v, false);
  }

  /** Hurwitz's zeta function {@code Σ (q + k)^-x} over k from 0; no gradient for {@code x}. */
  public static Tensor zeta(Tensor x, Tensor q) {
    return Dispatch.binary(Pointwise.ZETA, x, q);
  }

  /** As {@link #zeta(Tensor, Tensor)} with one number for all. */
  public static Tensor zeta(double x, Tensor q) {
    return zeta(Arithmetic.number(x, q), q);
  }

  /** As {@link #zeta(Tensor, Tensor)} with one number for all. */
  public static Tensor zeta(Tensor x, double q) {
    return zeta(x, Arithmetic.number(q, x));
  }

  /** The Bessel function of the first kind, order 0. */
  public static Tensor besselJ0(Tensor x) {
    return Dispatch.unary(Pointwise.BESSEL_J0, x);
  }

  /** The Bessel function of the first kind, order 1. */
  public static Tensor besselJ1(Tensor x) {
    return Dispatch.unary(Pointwise.BESSEL_J1, x);
  }

  /** The Bessel function of the second kind, order 0; NaN below 0. */
  public static Tensor besselY0(Tensor x) {
    return Dispatch.unary(Pointwise.BESSEL_Y0, x);
  }

  /** The Bessel function of the second kind, order 1; NaN below 0. */
  public static Tensor besselY1(Tensor x) {
    return Dispatch.unary(Pointwise.BESSEL_Y1, x);
  }

  /** The modified Bessel function of the first kind, order 0. */
  public static Tensor modifiedBesselI0(Tensor x) {
    return Dispatch.unary(Pointwise.I0, x);
  }

  /** The modified Bessel function of the first kind, order 1. */
  public static Tensor modifiedBesselI1(Tensor x) {
    return Dispatch.unary(Pointwise.I1, x);
  }

  /** The modified Bessel function of the second kind, order 0; NaN below 0. */
  public static Tensor modifiedBesselK0(Tensor x) {
    return Dispatch.unary(Pointwise.K0, x);
  }

  /** The modified Bessel function of the second kind, order 1; NaN below 0. */
  public static Tensor modifiedBesselK1(Tensor x) {
    return Dispatch.unary(Pointwise.K1, x);
  }

  /** {@code exp(x)} times {@link #modifiedBesselK0}. */
  public static Tensor scaledModifiedBesselK0(Tensor x) {
    return Dispatch.unary(Pointwise.K0E, x);
  }

  /** {@code exp(x)} times {@link #modifiedBesselK1}. */
  public static Tensor scaledModifiedBesselK1(Tensor x) {
    return Dispatch.unary(Pointwise.K1E, x);
  }

  /** The spherical Bessel function of the first kind, order 0: {@code sin(x) / x}, 1 at 0. */
  public static Tensor sphericalBesselJ0(Tensor x) {
    return Dispatch.unary(Pointwise.SPHERICAL_J0, x);
  }

  /** Chebyshev's polynomial of the first kind of degree {@code n}, which is cut to whole numbers; 0 for negative degrees. No gradient for {@code n}. */
  public static Tensor chebyshevPolynomialT(Tensor x, Tensor n) {
    return Dispatch.binary(Pointwise.CHEBYSHEV_T, x, n);
  }

  /** As {@link #chebyshevPolynomialT(Tensor, Tensor)} with one degree for all. */
  public static Tensor chebyshevPolynomialT(Tensor x, long n) {
    return chebyshevPolynomialT(x, Arithmetic.number(n, x));
  }

  /** Chebyshev's polynomial of the second kind of degree {@code n}, which is cut to whole numbers; 0 for negative degrees. No gradient for {@code n}. */
  public static Tensor chebyshevPolynomialU(Tensor x, Tensor n) {
    return Dispatch.binary(Pointwise.CHEBYSHEV_U, x, n);
  }

  /** As {@link #chebyshevPolynomialU(Tensor, Tensor)} with one degree for all. */
  public static Tensor chebyshevPolynomialU(Tensor x, long n) {
    return chebyshevPolynomialU(x, Arithmetic.number(n, x));
  }

  /** The physicists' Hermite polynomial of degree {@code n}, which is cut to whole numbers; 0 for negative degrees. No gradient for {@code n}. */
  public static Tensor hermitePolynomialH(Tensor x, Tensor n) {
    return Dispatch.binary(Pointwise.HERMITE_H, x, n);
  }

  /** As {@link #hermitePolynomialH(Tensor, Tensor)} with one degree for all. */
  public static Tensor hermitePolynomialH(Tensor x, long n) {
    return hermitePolynomialH(x, Arithmetic.number(n, x));
  }

  /** The probabilists' Hermite polynomial of degree {@code n}, which is cut to whole numbers; 0 for negative degrees. No gradient for {@code n}. */
  public static Tensor hermitePolynomialHe(Tensor x, Tensor n) {
    return Dispatch.binary(Pointwise.HERMITE_HE, x, n);
  }

  /** As {@link #hermitePolynomialHe(Tensor, Tensor)} with one degree for all. */
  public static Tensor hermitePolynomialHe(Tensor x, long n) {
    return hermitePolynomialHe(x, Arithmetic.number(n, x));
  }

  /** Laguerre's polynomial of degree {@code n}, which is cut to whole numbers; 0 for negative degrees. No gradient for {@code n}. */
  public static Tensor laguerrePolynomialL(Tensor x, Tensor n) {
    return Dispatch.binary(Pointwise.LAGUERRE_L, x, n);
  }

  /** As {@link #laguerrePolynomialL(Tensor, Tensor)} with one degree for all. */
  public static Tensor laguerrePolynomialL(Tensor x, long n) {
    return laguerrePolynomialL(x, Arithmetic.number(n, x));
  }

  /** Legendre's polynomial of degree {@code n}, which is cut to whole numbers; 0 for negative degrees. No gradient for {@code n}. */
  public static Tensor legendrePolynomialP(Tensor x, Tensor n) {
    return Dispatch.binary(Pointwise.LEGENDRE_P, x, n);
  }

  /** As {@link #legendrePolynomialP(Tensor, Tensor)} with one degree for all. */
  public static Tensor legendrePolynomialP(Tensor x, long n) {
    return legendrePolynomialP(x, Arithmetic.number(n, x));
  }

  /** As {@link PointwiseMethods#xlogy(Tensor)}. */
  public static Tensor xlogy(Tensor a, Tensor b) {
    return a.xlogy(b);
  }

  /** As {@link PointwiseMethods#sigmoid()}. */
  public static Tensor expit(Tensor x) {
    return x.sigmoid();
  }

  /** As {@link PointwiseMethods#logit()}. */
  public static Tensor logit(Tensor x) {
    return x.logit();
  }

  /** As {@link PointwiseMethods#exp2()}. */
  public static Tensor exp2(Tensor x) {
    return x.exp2();
  }

  /** As {@link PointwiseMethods#expm1()}. */
  public static Tensor expm1(Tensor x) {
    return x.expm1();
  }

  /** As {@link PointwiseMethods#log1p()}. */
  public static Tensor log1p(Tensor x) {
    return x.log1p();
  }

  /** As {@link PointwiseMethods#sinc()}. */
  public static Tensor sinc(Tensor x) {
    return x.sinc();
  }

  /** As {@link PointwiseMethods#round()}. */
  public static Tensor round(Tensor x) {
    return x.round();
  }

  /** As {@link PointwiseMethods#erf()}. */
  public static Tensor erf(Tensor x) {
    return x.erf();
  }

  /** As {@link PointwiseMethods#erfc()}. */
  public static Tensor erfc(Tensor x) {
    return x.erfc();
  }

  /** As {@link PointwiseMethods#erfinv()}. */
  public static Tensor erfinv(Tensor x) {
    return x.erfinv();
  }

  /** As {@link PointwiseMethods#lgamma()}. */
  public static Tensor gammaln(Tensor x) {
    return x.lgamma();
  }

  /** As {@link PointwiseMethods#digamma()}. */
  public static Tensor digamma(Tensor x) {
    return x.digamma();
  }

  /** As {@link PointwiseMethods#digamma()}. */
  public static Tensor psi(Tensor x) {
    return x.digamma();
  }

  /** As {@link PointwiseMethods#polygamma(int)}. */
  public static Tensor polygamma(int n, Tensor x) {
    return x.polygamma(n);
  }

  /** As {@link PointwiseMethods#mvlgamma(int)}. */
  public static Tensor multigammaln(Tensor x, int p) {
    return x.mvlgamma(p);
  }

  /** As {@link PointwiseMethods#igamma(Tensor)}. */
  public static Tensor gammainc(Tensor a, Tensor x) {
    return a.igamma(x);
  }

  /** As {@link PointwiseMethods#igammac(Tensor)}. */
  public static Tensor gammaincc(Tensor a, Tensor x) {
    return a.igammac(x);
  }

  /** As {@link PointwiseMethods#i0()}. */
  public static Tensor i0(Tensor x) {
    return x.i0();
  }
}
