package dev.nabla.checks.specs;

import static dev.nabla.testkit.Input.awayFrom;
import static dev.nabla.testkit.Input.normal;
import static dev.nabla.testkit.Input.positive;
import static dev.nabla.testkit.Input.truths;
import static dev.nabla.testkit.Input.uniform;
import static dev.nabla.testkit.OpSpec.spec;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.testkit.Input;
import dev.nabla.testkit.OpSpec;
import java.util.List;

/** Elementwise ops. Inputs stay away from kinks and poles; those are cases for the recordings. */
final class PointwiseSpecs {
  private static final Input SIX = normal(2, 3);
  private static final Input OTHER = normal(2, 3);
  private static final Input STEPS = awayFrom(new double[] {-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6}, 2, 3);
  private static final Input HALVES = awayFrom(new double[] {-4.5, -3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 4.5}, 2,
      3);

  private PointwiseSpecs() {}

  static List<OpSpec> arithmetic() {
    return List.of(
        spec("add", (a, b) -> a.add(b)).inputs(SIX, OTHER).reference((a, b) -> a + b).saves(0)
            .inPlace((a, b) -> a.add_(b)),
        spec("add scaled", (a, b) -> a.add(b, 2.5)).inputs(SIX, OTHER).reference((a, b) -> a + 2.5 * b).saves(0),
        spec("add broadcast", (a, b) -> a.add(b)).inputs(normal(2, 1, 3), normal(4, 1)),
        spec("add number", x -> x.add(1.5)).inputs(SIX).reference(x -> x + 1.5).saves(0).inPlace(x -> x.add_(1.5)),
        spec("sub", (a, b) -> a.sub(b)).inputs(SIX, OTHER).reference((a, b) -> a - b).saves(0)
            .inPlace((a, b) -> a.sub_(b)),
        spec("sub broadcast", (a, b) -> a.sub(b)).inputs(normal(3), normal(2, 3)),
        spec("rsub", (a, b) -> a.rsub(b)).inputs(SIX, OTHER).reference((a, b) -> b - a),
        spec("rsub number", x -> x.rsub(2.0)).inputs(SIX).reference(x -> 2 - x),
        spec("mul", (a, b) -> a.mul(b)).inputs(SIX, OTHER).reference((a, b) -> a * b).saves(2)
            .inPlace((a, b) -> a.mul_(b)),
        spec("mul by itself", x -> x.mul(x)).inputs(SIX).reference(x -> x * x),
        spec("mul broadcast", (a, b) -> a.mul(b)).inputs(normal(2, 1, 3), normal(2, 1)),
        spec("mul number", x -> x.mul(-2.5)).inputs(SIX).reference(x -> -2.5 * x).saves(0).inPlace(x -> x.mul_(-2.5)),
        spec("div", (a, b) -> a.div(b)).inputs(SIX, positive(2, 3)).reference((a, b) -> a / b)
            .inPlace((a, b) -> a.div_(b)),
        spec("div number", x -> x.div(3.0)).inputs(SIX).reference(x -> x / 3).saves(0),
        spec("div floor", (a, b) -> a.div(b, "floor")).inputs(uniform(1.1, 1.9, 2, 3), uniform(0.91, 0.99, 2, 3)),
        spec("div trunc", (a, b) -> a.div(b, "trunc")).inputs(uniform(1.1, 1.9, 2, 3), uniform(-0.99, -0.91, 2, 3)),
        spec("floorDivide", (a, b) -> a.floorDivide(b)).inputs(uniform(1.1, 1.8, 2, 3), uniform(0.91, 0.99, 2, 3))
            .order(0)
            .inPlace((a, b) -> a.floorDivide_(b)),
        spec("remainder", (a, b) -> a.remainder(b)).inputs(uniform(1.1, 1.8, 2, 3), uniform(0.91, 0.99, 2, 3))
            .inPlace((a, b) -> a.remainder_(b)),
        spec("fmod", (a, b) -> a.fmod(b)).inputs(uniform(-1.8, -1.1, 2, 3), uniform(0.91, 0.99, 2, 3))
            .inPlace((a, b) -> a.fmod_(b)),
        spec("reciprocal", Tensor::reciprocal).inputs(positive(2, 3)).reference(x -> 1 / x).saves(1)
            .inPlace(x -> x.reciprocal_()),
        spec("addcmul", (a, b, c) -> a.addcmul(b, c, 0.5)).inputs(SIX, OTHER, normal(2, 3)).elementwise()
            .inPlace((a, b, c) -> a.addcmul_(b, c, 0.5)),
        spec("addcdiv", (a, b, c) -> a.addcdiv(b, c, 0.5)).inputs(SIX, OTHER, positive(2, 3)).elementwise()
            .inPlace((a, b, c) -> a.addcdiv_(b, c, 0.5)),
        spec("lerp", (a, b, c) -> a.lerp(b, c)).inputs(SIX, OTHER, uniform(-0.4, 1.4, 2, 3))
            .inPlace((a, b, c) -> a.lerp_(b, c)),
        spec("lerp number", (a, b) -> a.lerp(b, 0.3)).inputs(SIX, OTHER).reference((a, b) -> a + 0.3 * (b - a)));
  }

  static List<OpSpec> powers() {
    return List.of(
        spec("pow", (a, b) -> a.pow(b)).inputs(positive(2, 3), OTHER).reference(Math::pow).inPlace((a, b) -> a.pow_(b)),
        spec("pow 3.5", x -> x.pow(3.5)).inputs(positive(2, 3)).reference(x -> Math.pow(x, 3.5)).saves(1),
        spec("pow 2", x -> x.pow(2.0)).inputs(SIX).reference(x -> x * x).saves(1),
        spec("pow 3", x -> x.pow(3.0)).inputs(SIX).reference(x -> x * x * x).saves(1),
        spec("pow -1", x -> x.pow(-1.0)).inputs(positive(2, 3)).reference(x -> 1 / x).saves(1),
        spec("pow -2", x -> x.pow(-2.0)).inputs(positive(2, 3)).reference(x -> 1 / (x * x)).saves(1),
        spec("pow 0.5", x -> x.pow(0.5)).inputs(positive(2, 3)).reference(Math::sqrt).saves(1),
        spec("pow -0.5", x -> x.pow(-0.5)).inputs(positive(2, 3)).reference(x -> 1 / Math.sqrt(x)).saves(1),
        spec("pow of a number", x -> Nabla.pow(1.7, x)).inputs(SIX).reference(x -> Math.pow(1.7, x)).saves(2),
        spec("floatPower", (a, b) -> a.floatPower(b)).inputs(positive(2, 3), OTHER).float64Only()
            .inPlace((a, b) -> a.floatPower_(b)),
        spec("square", Tensor::square).inputs(SIX).reference(x -> x * x).saves(1).inPlace(x -> x.square_()),
        spec("sqrt", Tensor::sqrt).inputs(positive(2, 3)).reference(Math::sqrt).saves(1).inPlace(x -> x.sqrt_()),
        spec("rsqrt", Tensor::rsqrt).inputs(positive(2, 3)).reference(x -> 1 / Math.sqrt(x)).saves(1)
            .inPlace(x -> x.rsqrt_()),
        spec("ldexp", (a, b) -> a.ldexp(b)).inputs(SIX, normal(2, 3)).inPlace((a, b) -> a.ldexp_(b)),
        spec("hypot", (a, b) -> a.hypot(b)).inputs(SIX, OTHER).reference(Math::hypot).inPlace((a, b) -> a.hypot_(b)),
        spec("exp", Tensor::exp).inputs(SIX).reference(Math::exp).saves(1).inPlace(x -> x.exp_()),
        spec("exp2", Tensor::exp2).inputs(SIX).reference(x -> Math.pow(2, x)).saves(1).inPlace(x -> x.exp2_()),
        spec("expm1", Tensor::expm1).inputs(SIX).reference(Math::expm1).saves(1).inPlace(x -> x.expm1_()),
        spec("log", Tensor::log).inputs(positive(2, 3)).reference(Math::log).saves(1).inPlace(x -> x.log_()),
        spec("log2", Tensor::log2).inputs(positive(2, 3)).reference(x -> Math.log(x) / Math.log(2)).saves(1)
            .inPlace(x -> x.log2_()),
        spec("log10", Tensor::log10).inputs(positive(2, 3)).reference(Math::log10).saves(1).inPlace(x -> x.log10_()),
        spec("log1p", Tensor::log1p).inputs(positive(2, 3)).reference(Math::log1p).saves(1).inPlace(x -> x.log1p_()),
        spec("logaddexp", (a, b) -> a.logaddexp(b)).inputs(SIX, OTHER)
            .reference((a, b) -> Math.log(Math.exp(a) + Math.exp(b))),
        spec("logaddexp2", (a, b) -> a.logaddexp2(b)).inputs(SIX, OTHER).elementwise(),
        spec("xlogy", (a, b) -> a.xlogy(b)).inputs(SIX, positive(2, 3)).reference((a, b) -> a * Math.log(b))
            .inPlace((a, b) -> a.xlogy_(b)),
        spec("sigmoid", Tensor::sigmoid).inputs(SIX).reference(x -> 1 / (1 + Math.exp(-x))).saves(1)
            .inPlace(x -> x.sigmoid_()),
        spec("logit", x -> x.logit()).inputs(uniform(0.1, 0.9, 2, 3)).reference(x -> Math.log(x / (1 - x))).saves(1)
            .inPlace(x -> x.logit_()),
        spec("logit eps", x -> x.logit(0.05)).inputs(uniform(0.1, 0.9, 2, 3)).elementwise());
  }

  static List<OpSpec> angles() {
    return List.of(
        spec("sin", Tensor::sin).inputs(SIX).reference(Math::sin).saves(1).inPlace(x -> x.sin_()),
        spec("cos", Tensor::cos).inputs(SIX).reference(Math::cos).saves(1).inPlace(x -> x.cos_()),
        spec("tan", Tensor::tan).inputs(uniform(-1, 1, 2, 3)).reference(Math::tan).saves(1).inPlace(x -> x.tan_()),
        spec("asin", Tensor::asin).inputs(uniform(-0.9, 0.9, 2, 3)).reference(Math::asin).saves(1)
            .inPlace(x -> x.asin_()),
        spec("acos", Tensor::acos).inputs(uniform(-0.9, 0.9, 2, 3)).reference(Math::acos).saves(1)
            .inPlace(x -> x.acos_()),
        spec("atan", Tensor::atan).inputs(SIX).reference(Math::atan).saves(1).inPlace(x -> x.atan_()),
        spec("sinh", Tensor::sinh).inputs(SIX).reference(Math::sinh).saves(1).inPlace(x -> x.sinh_()),
        spec("cosh", Tensor::cosh).inputs(SIX).reference(Math::cosh).saves(1).inPlace(x -> x.cosh_()),
        spec("tanh", Tensor::tanh).inputs(SIX).reference(Math::tanh).saves(1).inPlace(x -> x.tanh_()),
        spec("asinh", Tensor::asinh).inputs(SIX).elementwise().saves(1).inPlace(x -> x.asinh_()),
        spec("acosh", Tensor::acosh).inputs(uniform(1.2, 4, 2, 3)).elementwise().saves(1).inPlace(x -> x.acosh_()),
        spec("atanh", Tensor::atanh).inputs(uniform(-0.9, 0.9, 2, 3)).elementwise().saves(1).inPlace(x -> x.atanh_()),
        spec("atan2", (a, b) -> a.atan2(b)).inputs(SIX, OTHER).reference(Math::atan2).inPlace((a, b) -> a.atan2_(b)),
        spec("sinc", Tensor::sinc).inputs(SIX).reference(x -> Math.sin(Math.PI * x) / (Math.PI * x))
            .inPlace(x -> x.sinc_()),
        spec("deg2rad", Tensor::deg2rad).inputs(SIX).reference(Math::toRadians).saves(0).inPlace(x -> x.deg2rad_()),
        spec("rad2deg", Tensor::rad2deg).inputs(SIX).reference(Math::toDegrees).saves(0).inPlace(x -> x.rad2deg_()),
        spec("angle", Tensor::angle).inputs(SIX).reference(x -> x < 0 ? Math.PI : 0));
  }

  static List<OpSpec> signsAndBounds() {
    return List.of(
        spec("neg", Tensor::neg).inputs(SIX).reference(x -> -x).saves(0).inPlace(x -> x.neg_()),
        spec("abs", Tensor::abs).inputs(SIX).reference(Math::abs).saves(1).inPlace(x -> x.abs_()),
        spec("sign", Tensor::sign).inputs(SIX).reference(Math::signum).inPlace(x -> x.sign_()),
        spec("sgn", Tensor::sgn).inputs(SIX).reference(Math::signum).inPlace(x -> x.sgn_()),
        spec("copysign", (a, b) -> a.copysign(b)).inputs(SIX, OTHER).reference(Math::copySign)
            .inPlace((a, b) -> a.copysign_(b)),
        spec("floor", Tensor::floor).inputs(STEPS).reference(Math::floor).saves(0).inPlace(x -> x.floor_()),
        spec("ceil", Tensor::ceil).inputs(STEPS).reference(Math::ceil).saves(0).inPlace(x -> x.ceil_()),
        spec("trunc", Tensor::trunc).inputs(STEPS).reference(x -> (double) (long) x).saves(0).inPlace(x -> x.trunc_()),
        spec("frac", Tensor::frac).inputs(STEPS).reference(x -> x - (long) x).saves(0).inPlace(x -> x.frac_()),
        spec("round", x -> x.round()).inputs(HALVES).reference(Math::rint).saves(0).inPlace(x -> x.round_()),
        spec("round decimals", x -> x.round(1)).inputs(Input.values(0.12, 0.27, -0.33, 1.41)),
        spec("nextafter", (a, b) -> a.nextafter(b)).inputs(SIX, OTHER).reference(Math::nextAfter).order(0).close(
            dev.nabla.testkit.Closeness.EXACT, new dev.nabla.testkit.Closeness(1e-6, 1e-44))
            .inPlace((a, b) -> a.nextafter_(b)),
        spec("maximum", (a, b) -> a.maximum(b)).inputs(SIX, OTHER).reference(Math::max),
        spec("minimum", (a, b) -> a.minimum(b)).inputs(SIX, OTHER).reference(Math::min),
        spec("max of two", (a, b) -> a.max(b)).inputs(SIX, OTHER).reference(Math::max),
        spec("min of two", (a, b) -> a.min(b)).inputs(SIX, OTHER).reference(Math::min),
        spec("fmax", (a, b) -> a.fmax(b)).inputs(SIX, OTHER).reference(Math::max),
        spec("fmin", (a, b) -> a.fmin(b)).inputs(SIX, OTHER).reference(Math::min),
        spec("clamp", x -> x.clamp(-0.73, 0.61)).inputs(SIX).reference(x -> Math.clamp(x, -0.73, 0.61)).saves(1)
            .inPlace(x -> x.clamp_(-0.73, 0.61)),
        spec("clamp tensors", (a, b, c) -> a.clamp(b, c)).inputs(SIX, uniform(-1, -0.5, 2, 3), uniform(0.5, 1, 2, 3))
            .elementwise(),
        spec("clampMin", x -> x.clampMin(0.31)).inputs(SIX).reference(x -> Math.max(x, 0.31)).saves(1)
            .inPlace(x -> x.clampMin_(0.31)),
        spec("clampMax", x -> x.clampMax(0.31)).inputs(SIX).reference(x -> Math.min(x, 0.31)).saves(1)
            .inPlace(x -> x.clampMax_(0.31)),
        spec("nanToNum", x -> x.nanToNum()).inputs(SIX).elementwise().inPlace(x -> x.nanToNum_()),
        spec("heaviside", (a, b) -> a.heaviside(b)).inputs(SIX, OTHER).elementwise().order(0)
            .inPlace((a, b) -> a.heaviside_(b)),
        spec("where", (c, a, b) -> Nabla.where(c, a, b)).inputs(truths(2, 3), SIX, OTHER).elementwise(),
        spec("where broadcast", (c, a, b) -> Nabla.where(c, a, b)).inputs(truths(3), normal(2, 1), normal(2, 3)),
        spec("where number", (c, a) -> Nabla.where(c, a, 0.5)).inputs(truths(2, 3), SIX).elementwise(),
        spec("maskedFill", (a, c) -> a.maskedFill(c, 0.5)).inputs(SIX, truths(2, 3)).elementwise()
            .inPlace((a, c) -> a.maskedFill_(c, 0.5)),
        spec("maskedFill tensor", (a, c, v) -> a.maskedFill(c, v)).inputs(SIX, truths(2, 3), normal()),
        spec("fill_", x -> x.mul(0)).inputs(SIX).inPlace(x -> x.fill_(0)).order(0),
        spec("zero_", x -> x.mul(0)).inputs(SIX).inPlace(x -> x.zero_()).order(0));
  }

  static List<OpSpec> specialFunctions() {
    return List.of(
        spec("erf", Tensor::erf).inputs(SIX).elementwise().saves(1).inPlace(x -> x.erf_()),
        spec("erfc", Tensor::erfc).inputs(SIX).elementwise().saves(1).inPlace(x -> x.erfc_()),
        spec("erfinv", Tensor::erfinv).inputs(uniform(-0.9, 0.9, 2, 3)).elementwise().saves(1)
            .inPlace(x -> x.erfinv_()),
        spec("lgamma", Tensor::lgamma).inputs(positive(2, 3)).elementwise().saves(1).inPlace(x -> x.lgamma_()),
        spec("digamma", Tensor::digamma).inputs(positive(2, 3)).elementwise().saves(1).inPlace(x -> x.digamma_()),
        spec("polygamma", x -> x.polygamma(2)).inputs(positive(2, 3)).elementwise().inPlace(x -> x.polygamma_(2)),
        spec("mvlgamma", x -> x.mvlgamma(2)).inputs(uniform(1.5, 4, 2, 3)),
        spec("igamma", (a, b) -> a.igamma(b)).inputs(positive(2, 3).constant(), positive(2, 3))
            .inPlace((a, b) -> a.igamma_(b)),
        spec("igammac", (a, b) -> a.igammac(b)).inputs(positive(2, 3).constant(), positive(2, 3))
            .inPlace((a, b) -> a.igammac_(b)),
        spec("i0", Tensor::i0).inputs(SIX).elementwise().saves(1).inPlace(x -> x.i0_()));
  }
}
