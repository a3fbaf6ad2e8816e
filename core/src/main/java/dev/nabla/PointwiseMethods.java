package dev.nabla;

import dev.nabla.type.DType;
import org.jspecify.annotations.Nullable;

/**
 * What a tensor can do element by element. Operands broadcast; types promote as in PyTorch; methods ending in an underscore write in place.
 */
sealed interface PointwiseMethods permits Tensor {
  private Tensor self() { return (Tensor) this; }

  // --- sums and products ---

  /** {@code this + b}. */
  default Tensor add(Tensor b) { return Dispatch.binary(Pointwise.ADD, self(), b); }

  /** In place {@link #add(Tensor)}. */
  default Tensor add_(Tensor b) {
    return InPlace.binary(Pointwise.ADD, self(), b);
  }

  /** {@code this + alpha * b}. */
  default Tensor add(Tensor b, double alpha) {
    return Dispatch.binary(Arithmetic.scaled(Pointwise.ADD_SCALED, self(), b, alpha, false), self(), b);
  }

  /** In place {@link #add(Tensor, double)}. */
  default Tensor add_(Tensor b, double alpha) {
    return InPlace.binary(Arithmetic.scaled(Pointwise.ADD_SCALED, self(), b, alpha, false), self(), b);
  }

  /** {@code this + alpha * b}; whole tensors stay whole. */
  default Tensor add(Tensor b, long alpha) {
    return Dispatch.binary(Arithmetic.scaled(Pointwise.ADD_SCALED, self(), b, (double) alpha, true), self(), b);
  }

  /** In place {@link #add(Tensor, long)}. */
  default Tensor add_(Tensor b, long alpha) {
    return InPlace.binary(Arithmetic.scaled(Pointwise.ADD_SCALED, self(), b, (double) alpha, true), self(), b);
  }

  /** {@code this + v}. */
  default Tensor add(double v) {
    return Dispatch.withNumber(Pointwise.ADD_NUMBER.with(v), self(), v, false);
  }

  /** {@code this + v}; whole tensors stay whole. */
  default Tensor add(long v) {
    return Dispatch.withNumber(Pointwise.ADD_NUMBER.with(v), self(), (double) v, true);
  }

  /** In place {@link #add(double)}. */
  default Tensor add_(double v) {
    return InPlace.withNumber(Pointwise.ADD_NUMBER.with(v), self(), false);
  }

  /** In place {@link #add(long)}. */
  default Tensor add_(long v) {
    return InPlace.withNumber(Pointwise.ADD_NUMBER.with(v), self(), true);
  }

  /** {@code this - b}. */
  default Tensor sub(Tensor b) {
    return Dispatch.binary(Arithmetic.difference(Pointwise.SUB, self(), b), self(), b);
  }

  /** In place {@link #sub(Tensor)}. */
  default Tensor sub_(Tensor b) {
    return InPlace.binary(Arithmetic.difference(Pointwise.SUB, self(), b), self(), b);
  }

  /** {@code this - alpha * b}. */
  default Tensor sub(Tensor b, double alpha) {
    return Dispatch.binary(
        Arithmetic.scaled(Arithmetic.difference(Pointwise.SUB_SCALED, self(), b), self(), b, alpha, false), self(), b);
  }

  /** In place {@link #sub(Tensor, double)}. */
  default Tensor sub_(Tensor b, double alpha) {
    return InPlace.binary(
        Arithmetic.scaled(Arithmetic.difference(Pointwise.SUB_SCALED, self(), b), self(), b, alpha, false), self(), b);
  }

  /** {@code this - alpha * b}; whole tensors stay whole. */
  default Tensor sub(Tensor b, long alpha) {
    return Dispatch.binary(
        Arithmetic.scaled(Arithmetic.difference(Pointwise.SUB_SCALED, self(), b), self(), b, (double) alpha, true),
        self(), b);
  }

  /** In place {@link #sub(Tensor, long)}. */
  default Tensor sub_(Tensor b, long alpha) {
    return InPlace.binary(
        Arithmetic.scaled(Arithmetic.difference(Pointwise.SUB_SCALED, self(), b), self(), b, (double) alpha, true),
        self(), b);
  }

  /** {@code this - v}. */
  default Tensor sub(double v) {
    return Dispatch.withNumber(Arithmetic.difference(Pointwise.SUB_NUMBER, self(), v), self(), v, false);
  }

  /** {@code this - v}; whole tensors stay whole. */
  default Tensor sub(long v) {
    return Dispatch.withNumber(Arithmetic.difference(Pointwise.SUB_NUMBER, self(), (double) v), self(), (double) v,
        true);
  }

  /** In place {@link #sub(double)}. */
  default Tensor sub_(double v) {
    return InPlace.withNumber(Arithmetic.difference(Pointwise.SUB_NUMBER, self(), v), self(), false);
  }

  /** In place {@link #sub(long)}. */
  default Tensor sub_(long v) {
    return InPlace.withNumber(Arithmetic.difference(Pointwise.SUB_NUMBER, self(), (double) v), self(), true);
  }

  /** As {@link #sub(Tensor)}. */
  default Tensor subtract(Tensor b) { return sub(b); }

  /** As {@link #sub_(Tensor)}. */
  default Tensor subtract_(Tensor b) { return sub_(b); }

  /** As {@link #sub(double)}. */
  default Tensor subtract(double v) { return sub(v); }

  /** As {@link #sub_(double)}. */
  default Tensor subtract_(double v) { return sub_(v); }

  /** As {@link #sub(long)}. */
  default Tensor subtract(long v) { return sub(v); }

  /** As {@link #sub_(long)}. */
  default Tensor subtract_(long v) { return sub_(v); }

  /** {@code b - this}. */
  default Tensor rsub(Tensor b) {
    return Dispatch.binary(Arithmetic.difference(Pointwise.RSUB, self(), b), self(), b);
  }

  /** {@code b - alpha * this}. */
  default Tensor rsub(Tensor b, double alpha) {
    return Dispatch.binary(
        Arithmetic.scaled(Arithmetic.difference(Pointwise.RSUB_SCALED, self(), b), self(), b, alpha, false), self(), b);
  }

  /** {@code b - alpha * this}; whole tensors stay whole. */
  default Tensor rsub(Tensor b, long alpha) {
    return Dispatch.binary(
        Arithmetic.scaled(Arithmetic.difference(Pointwise.RSUB_SCALED, self(), b), self(), b, (double) alpha, true),
        self(), b);
  }

  /** {@code v - this}. */
  default Tensor rsub(double v) {
    return Dispatch.withNumber(Arithmetic.difference(Pointwise.RSUB_NUMBER, self(), v), self(), v, false);
  }

  /** {@code v - this}; whole tensors stay whole. */
  default Tensor rsub(long v) {
    return Dispatch.withNumber(Arithmetic.difference(Pointwise.RSUB_NUMBER, self(), (double) v), self(), (double) v,
        true);
  }

  /** {@code this * b}. */
  default Tensor mul(Tensor b) { return Dispatch.binary(Pointwise.MUL, self(), b); }

  /** In place {@link #mul(Tensor)}. */
  default Tensor mul_(Tensor b) {
    return InPlace.binary(Pointwise.MUL, self(), b);
  }

  /** {@code this * v}. */
  default Tensor mul(double v) {
    return Dispatch.withNumber(Pointwise.MUL_NUMBER.with(v), self(), v, false);
  }

  /** {@code this * v}; whole tensors stay whole. */
  default Tensor mul(long v) {
    return Dispatch.withNumber(Pointwise.MUL_NUMBER.with(v), self(), (double) v, true);
  }

  /** In place {@link #mul(double)}. */
  default Tensor mul_(double v) {
    return InPlace.withNumber(Pointwise.MUL_NUMBER.with(v), self(), false);
  }

  /** In place {@link #mul(long)}. */
  default Tensor mul_(long v) {
    return InPlace.withNumber(Pointwise.MUL_NUMBER.with(v), self(), true);
  }

  /** As {@link #mul(Tensor)}. */
  default Tensor multiply(Tensor b) { return mul(b); }

  /** As {@link #mul_(Tensor)}. */
  default Tensor multiply_(Tensor b) { return mul_(b); }

  /** As {@link #mul(double)}. */
  default Tensor multiply(double v) { return mul(v); }

  /** As {@link #mul_(double)}. */
  default Tensor multiply_(double v) { return mul_(v); }

  /** As {@link #mul(long)}. */
  default Tensor multiply(long v) { return mul(v); }

  /** As {@link #mul_(long)}. */
  default Tensor multiply_(long v) { return mul_(v); }

  /** {@code this + a * b}. */
  default Tensor addcmul(Tensor a, Tensor b) { return addcmul(a, b, 1); }

  /** {@code this + value * a * b}. */
  default Tensor addcmul(Tensor a, Tensor b, double value) {
    return Dispatch.ternary(Pointwise.ADDCMUL.with(value), self(), a, b);
  }

  /** In place {@link #addcmul(Tensor, Tensor)}. */
  default Tensor addcmul_(Tensor a, Tensor b) {
    return addcmul_(a, b, 1);
  }

  /** In place {@link #addcmul(Tensor, Tensor, double)}. */
  default Tensor addcmul_(Tensor a, Tensor b, double value) {
    return InPlace.ternary(Pointwise.ADDCMUL.with(value), self(), a, b);
  }

  /** {@code this + a / b}, for real numbers. */
  default Tensor addcdiv(Tensor a, Tensor b) { return addcdiv(a, b, 1); }

  /** {@code this + value * a / b}, for real numbers. */
  default Tensor addcdiv(Tensor a, Tensor b, double value) {
    return Dispatch.ternary(Arithmetic.addcdiv(a, b, value), self(), a, b);
  }

  /** In place {@link #addcdiv(Tensor, Tensor)}. */
  default Tensor addcdiv_(Tensor a, Tensor b) {
    return addcdiv_(a, b, 1);
  }

  /** In place {@link #addcdiv(Tensor, Tensor, double)}. */
  default Tensor addcdiv_(Tensor a, Tensor b, double value) {
    return InPlace.ternary(Arithmetic.addcdiv(a, b, value), self(), a, b);
  }

  /** Linear interpolation {@code this + weight * (end - this)} of real tensors. */
  default Tensor lerp(Tensor end, double weight) {
    return Dispatch.binary(Arithmetic.lerp(Pointwise.LERP_NUMBER, self(), end, end).with(weight), self(), end);
  }

  /** Linear interpolation {@code this + weight * (end - this)} of real tensors. */
  default Tensor lerp(Tensor end, Tensor weight) {
    return Dispatch.ternary(Arithmetic.lerp(Pointwise.LERP, self(), end, weight), self(), end, weight);
  }

  /** In place {@link #lerp(Tensor, double)}. */
  default Tensor lerp_(Tensor end, double weight) {
    return InPlace.binary(Arithmetic.lerp(Pointwise.LERP_NUMBER, self(), end, end).with(weight), self(), end);
  }

  /** In place {@link #lerp(Tensor, Tensor)}. */
  default Tensor lerp_(Tensor end, Tensor weight) {
    return InPlace.ternary(Arithmetic.lerp(Pointwise.LERP, self(), end, weight), self(), end, weight);
  }

  // --- division ---

  /** {@code this / b}, true division: whole numbers give real ones. */
  default Tensor div(Tensor b) {
    return Dispatch.binary(Pointwise.DIV, self(), b);
  }

  /** In place {@link #div(Tensor)}. */
  default Tensor div_(Tensor b) {
    return InPlace.binary(Pointwise.DIV, self(), b);
  }

  /** {@code this / v}, true division. */
  default Tensor div(double v) {
    return Dispatch.withNumber(Pointwise.DIV_NUMBER.with(v), self(), v, false);
  }

  /** {@code this / v}, true division: whole numbers give real ones. */
  default Tensor div(long v) {
    return Dispatch.withNumber(Pointwise.DIV_NUMBER.with(v), self(), (double) v, true);
  }

  /** In place {@link #div(double)}. */
  default Tensor div_(double v) {
    return InPlace.withNumber(Pointwise.DIV_NUMBER.with(v), self(), false);
  }

  /** In place {@link #div(long)}. */
  default Tensor div_(long v) {
    return InPlace.withNumber(Pointwise.DIV_NUMBER.with(v), self(), true);
  }

  /** {@code this / b}, rounded down ({@code "floor"}) or towards zero ({@code "trunc"}); not rounded if null. */
  default Tensor div(Tensor b, @Nullable String rounding) {
    return Dispatch.binary(Arithmetic.quotient(self(), b, rounding), self(), b);
  }

  /** In place {@link #div(Tensor, String)}. */
  default Tensor div_(Tensor b, @Nullable String rounding) {
    return InPlace.binary(Arithmetic.quotient(self(), b, rounding), self(), b);
  }

  /** {@code this / v}, rounded down ({@code "floor"}) or towards zero ({@code "trunc"}); not rounded if null. */
  default Tensor div(double v, @Nullable String rounding) {
    return Dispatch.withNumber(Arithmetic.quotient(self(), v, false, rounding), self(), v, false);
  }

  /** In place {@link #div(double, String)}. */
  default Tensor div_(double v, @Nullable String rounding) {
    return InPlace.withNumber(Arithmetic.quotient(self(), v, false, rounding), self(), false);
  }

  /** {@code this / v}, rounded down ({@code "floor"}) or towards zero ({@code "trunc"}); not rounded if null. */
  default Tensor div(long v, @Nullable String rounding) {
    return Dispatch.withNumber(Arithmetic.quotient(self(), (double) v, true, rounding), self(), (double) v, true);
  }

  /** In place {@link #div(long, String)}. */
  default Tensor div_(long v, @Nullable String rounding) {
    return InPlace.withNumber(Arithmetic.quotient(self(), (double) v, true, rounding), self(), true);
  }

  /** As {@link #div(Tensor)}. */
  default Tensor divide(Tensor b) { return div(b); }

  /** As {@link #div_(Tensor)}. */
  default Tensor divide_(Tensor b) { return div_(b); }

  /** As {@link #div(double)}. */
  default Tensor divide(double v) { return div(v); }

  /** As {@link #div_(double)}. */
  default Tensor divide_(double v) { return div_(v); }

  /** As {@link #div(long)}. */
  default Tensor divide(long v) { return div(v); }

  /** As {@link #div_(long)}. */
  default Tensor divide_(long v) { return div_(v); }

  /** As {@link #div(Tensor)}. */
  default Tensor trueDivide(Tensor b) { return div(b); }

  /** As {@link #div_(Tensor)}. */
  default Tensor trueDivide_(Tensor b) { return div_(b); }

  /** As {@link #div(double)}. */
  default Tensor trueDivide(double v) { return div(v); }

  /** As {@link #div_(double)}. */
  default Tensor trueDivide_(double v) { return div_(v); }

  /** As {@link #div(long)}. */
  default Tensor trueDivide(long v) { return div(v); }

  /** As {@link #div_(long)}. */
  default Tensor trueDivide_(long v) { return div_(v); }

  /** {@code this / b} rounded down, as Python's {@code //}. */
  default Tensor floorDivide(Tensor b) {
    return Dispatch.binary(Pointwise.FLOOR_DIVIDE, self(), b);
  }

  /** In place {@link #floorDivide(Tensor)}. */
  default Tensor floorDivide_(Tensor b) {
    return InPlace.binary(Pointwise.FLOOR_DIVIDE, self(), b);
  }

  /** {@code this / v} rounded down, as Python's {@code //}. */
  default Tensor floorDivide(double v) {
    return Dispatch.withNumber(Pointwise.FLOOR_DIVIDE_NUMBER.with(v), self(), v, false);
  }

  /** {@code this / v} rounded down, as Python's {@code //}; whole tensors stay whole. */
  default Tensor floorDivide(long v) {
    return Dispatch.withNumber(Pointwise.FLOOR_DIVIDE_NUMBER.with(v), self(), (double) v, true);
  }

  /** In place {@link #floorDivide(double)}. */
  default Tensor floorDivide_(double v) {
    return InPlace.withNumber(Pointwise.FLOOR_DIVIDE_NUMBER.with(v), self(), false);
  }

  /** In place {@link #floorDivide(long)}. */
  default Tensor floorDivide_(long v) {
    return InPlace.withNumber(Pointwise.FLOOR_DIVIDE_NUMBER.with(v), self(), true);
  }

  /** The remainder of {@code this / b} with the sign of {@code b}, as Python's {@code %}. */
  default Tensor remainder(Tensor b) {
    return Dispatch.binary(Pointwise.REMAINDER, self(), b);
  }

  /** In place {@link #remainder(Tensor)}. */
  default Tensor remainder_(Tensor b) {
    return InPlace.binary(Pointwise.REMAINDER, self(), b);
  }

  /** The remainder of {@code this / v} with the sign of {@code v}, as Python's {@code %}. */
  default Tensor remainder(double v) {
    return Dispatch.withNumber(Pointwise.REMAINDER_NUMBER.with(v), self(), v, false);
  }

  /** The remainder of {@code this / v} with the sign of {@code v}, as Python's {@code %}; whole tensors stay whole. */
  default Tensor remainder(long v) {
    return Dispatch.withNumber(Pointwise.REMAINDER_NUMBER.with(v), self(), (double) v, true);
  }

  /** In place {@link #remainder(double)}. */
  default Tensor remainder_(double v) {
    return InPlace.withNumber(Pointwise.REMAINDER_NUMBER.with(v), self(), false);
  }

  /** In place {@link #remainder(long)}. */
  default Tensor remainder_(long v) {
    return InPlace.withNumber(Pointwise.REMAINDER_NUMBER.with(v), self(), true);
  }

  /** The remainder of {@code this / b} with the sign of this, as Java's {@code %}. */
  default Tensor fmod(Tensor b) {
    return Dispatch.binary(Pointwise.FMOD, self(), b);
  }

  /** In place {@link #fmod(Tensor)}. */
  default Tensor fmod_(Tensor b) {
    return InPlace.binary(Pointwise.FMOD, self(), b);
  }

  /** The remainder of {@code this / v} with the sign of this, as Java's {@code %}. */
  default Tensor fmod(double v) {
    return Dispatch.withNumber(Pointwise.FMOD_NUMBER.with(v), self(), v, false);
  }

  /** The remainder of {@code this / v} with the sign of this, as Java's {@code %}; whole tensors stay whole. */
  default Tensor fmod(long v) {
    return Dispatch.withNumber(Pointwise.FMOD_NUMBER.with(v), self(), (double) v, true);
  }

  /** In place {@link #fmod(double)}. */
  default Tensor fmod_(double v) {
    return InPlace.withNumber(Pointwise.FMOD_NUMBER.with(v), self(), false);
  }

  /** In place {@link #fmod(long)}. */
  default Tensor fmod_(long v) {
    return InPlace.withNumber(Pointwise.FMOD_NUMBER.with(v), self(), true);
  }

  /** {@code 1 / this}. */
  default Tensor reciprocal() { return Dispatch.unary(Pointwise.RECIPROCAL, self()); }

  /** In place {@link #reciprocal()}. */
  default Tensor reciprocal_() {
    return InPlace.unary(Pointwise.RECIPROCAL, self());
  }

  /** The greatest common divisor of whole numbers, at least 0. */
  default Tensor gcd(Tensor b) {
    return Dispatch.binary(Arithmetic.whole(Pointwise.GCD, self(), b), self(), b);
  }

  /** In place {@link #gcd(Tensor)}. */
  default Tensor gcd_(Tensor b) {
    return InPlace.binary(Arithmetic.whole(Pointwise.GCD, self(), b), self(), b);
  }

  /** The least common multiple of whole numbers, at least 0. */
  default Tensor lcm(Tensor b) {
    return Dispatch.binary(Arithmetic.whole(Pointwise.LCM, self(), b), self(), b);
  }

  /** In place {@link #lcm(Tensor)}. */
  default Tensor lcm_(Tensor b) {
    return InPlace.binary(Arithmetic.whole(Pointwise.LCM, self(), b), self(), b);
  }

  // --- powers ---

  /** {@code this} to the power of {@code b}. */
  default Tensor pow(Tensor b) {
    return Dispatch.binary(Pointwise.POW, self(), b);
  }

  /** In place {@link #pow(Tensor)}. */
  default Tensor pow_(Tensor b) {
    return InPlace.binary(Pointwise.POW, self(), b);
  }

  /** {@code this} to the power of {@code v}. */
  default Tensor pow(double v) {
    return Dispatch.withNumber(Arithmetic.power(self(), v, false), self(), v, false);
  }

  /** {@code this} to the power of {@code v}; whole tensors stay whole. */
  default Tensor pow(long v) {
    return Dispatch.withNumber(Arithmetic.power(self(), (double) v, true), self(), (double) v, true);
  }

  /** In place {@link #pow(double)}. */
  default Tensor pow_(double v) {
    return InPlace.withNumber(Arithmetic.power(self(), v, false), self(), false);
  }

  /** In place {@link #pow(long)}. */
  default Tensor pow_(long v) {
    return InPlace.withNumber(Arithmetic.power(self(), (double) v, true), self(), true);
  }

  /** {@code this} to the power of {@code b}, in float64. */
  default Tensor floatPower(Tensor b) {
    return self().to(DType.FLOAT64).pow(b.to(DType.FLOAT64));
  }

  /** {@code this} to the power of {@code v}, in float64. */
  default Tensor floatPower(double v) {
    return self().to(DType.FLOAT64).pow(v);
  }

  /** In place {@link #floatPower(Tensor)}, for float64. */
  default Tensor floatPower_(Tensor b) {
    return Arithmetic.float64Base(self()).pow_(b.to(DType.FLOAT64));
  }

  /** In place {@link #floatPower(double)}, for float64. */
  default Tensor floatPower_(double v) {
    return Arithmetic.float64Base(self()).pow_(v);
  }

  /** {@code this * this}. */
  default Tensor square() { return pow(2); }

  /** In place {@link #square()}. */
  default Tensor square_() { return pow_(2); }

  /** The square root; NaN below 0. */
  default Tensor sqrt() { return Dispatch.unary(Pointwise.SQRT, self()); }

  /** In place {@link #sqrt()}. */
  default Tensor sqrt_() { return InPlace.unary(Pointwise.SQRT, self()); }

  /** {@code 1 / sqrt(this)}. */
  default Tensor rsqrt() { return Dispatch.unary(Pointwise.RSQRT, self()); }

  /** In place {@link #rsqrt()}. */
  default Tensor rsqrt_() { return InPlace.unary(Pointwise.RSQRT, self()); }

  /** {@code this} times 2 to the power of {@code b}. */
  default Tensor ldexp(Tensor b) {
    return mul(Nabla.pow(2.0, b));
  }

  /** In place {@link #ldexp(Tensor)}. */
  default Tensor ldexp_(Tensor b) { return mul_(Nabla.pow(2.0, b)); }

  /** {@code sqrt(this² + b²)} without overflow. */
  default Tensor hypot(Tensor b) {
    return Dispatch.binary(Pointwise.HYPOT, self(), b);
  }

  /** In place {@link #hypot(Tensor)}. */
  default Tensor hypot_(Tensor b) {
    return InPlace.binary(Pointwise.HYPOT, self(), b);
  }

  // --- exponentials and logarithms ---

  /** {@code e} to the power of this. */
  default Tensor exp() { return Dispatch.unary(Pointwise.EXP, self()); }

  /** In place {@link #exp()}. */
  default Tensor exp_() { return InPlace.unary(Pointwise.EXP, self()); }

  /** 2 to the power of this. */
  default Tensor exp2() { return Dispatch.unary(Pointwise.EXP2, self()); }

  /** In place {@link #exp2()}. */
  default Tensor exp2_() { return InPlace.unary(Pointwise.EXP2, self()); }

  /** {@code exp(this) - 1}, accurate near 0. */
  default Tensor expm1() {
    return Dispatch.unary(Pointwise.EXPM1, self());
  }

  /** In place {@link #expm1()}. */
  default Tensor expm1_() { return InPlace.unary(Pointwise.EXPM1, self()); }

  /** The natural logarithm; NaN below 0. */
  default Tensor log() { return Dispatch.unary(Pointwise.LOG, self()); }

  /** In place {@link #log()}. */
  default Tensor log_() { return InPlace.unary(Pointwise.LOG, self()); }

  /** The logarithm to base 2. */
  default Tensor log2() { return Dispatch.unary(Pointwise.LOG2, self()); }

  /** In place {@link #log2()}. */
  default Tensor log2_() { return InPlace.unary(Pointwise.LOG2, self()); }

  /** The logarithm to base 10. */
  default Tensor log10() { return Dispatch.unary(Pointwise.LOG10, self()); }

  /** In place {@link #log10()}. */
  default Tensor log10_() { return InPlace.unary(Pointwise.LOG10, self()); }

  /** {@code log(1 + this)}, accurate near 0. */
  default Tensor log1p() {
    return Dispatch.unary(Pointwise.LOG1P, self());
  }

  /** In place {@link #log1p()}. */
  default Tensor log1p_() { return InPlace.unary(Pointwise.LOG1P, self()); }

  /** {@code log(exp(this) + exp(b))} without overflow. */
  default Tensor logaddexp(Tensor b) {
    return Dispatch.binary(Pointwise.LOGADDEXP, self(), b);
  }

  /** {@code log2(2^this + 2^b)} without overflow. */
  default Tensor logaddexp2(Tensor b) {
    return Dispatch.binary(Pointwise.LOGADDEXP2, self(), b);
  }

  /** {@code this * log(b)}; 0 where this is 0, unless {@code b} is NaN. */
  default Tensor xlogy(Tensor b) {
    return Dispatch.binary(Pointwise.XLOGY, self(), b);
  }

  /** In place {@link #xlogy(Tensor)}. */
  default Tensor xlogy_(Tensor b) {
    return InPlace.binary(Pointwise.XLOGY, self(), b);
  }

  /** {@code this * log(v)}; 0 where this is 0. */
  default Tensor xlogy(double v) {
    return Dispatch.withNumber(Pointwise.XLOGY_NUMBER.with(v), self(), v, false);
  }

  /** In place {@link #xlogy(double)}. */
  default Tensor xlogy_(double v) {
    return InPlace.withNumber(Pointwise.XLOGY_NUMBER.with(v), self(), false);
  }

  /** {@code 1 / (1 + exp(-this))}. */
  default Tensor sigmoid() { return Dispatch.unary(Pointwise.SIGMOID, self()); }

  /** In place {@link #sigmoid()}. */
  default Tensor sigmoid_() { return InPlace.unary(Pointwise.SIGMOID, self()); }

  /** {@code log(this / (1 - this))}; NaN outside of 0 to 1. */
  default Tensor logit() {
    return Dispatch.unary(Pointwise.LOGIT, self());
  }

  /** {@code log(z / (1 - z))} with {@code z} this, moved to {@code eps} to {@code 1 - eps}. */
  default Tensor logit(double eps) {
    return Dispatch.unary(Pointwise.LOGIT_EPS.with(eps), self());
  }

  /** In place {@link #logit()}. */
  default Tensor logit_() { return InPlace.unary(Pointwise.LOGIT, self()); }

  /** In place {@link #logit(double)}. */
  default Tensor logit_(double eps) {
    return InPlace.unary(Pointwise.LOGIT_EPS.with(eps), self());
  }

  // --- angles ---

  /** The sine. */
  default Tensor sin() { return Dispatch.unary(Pointwise.SIN, self()); }

  /** In place {@link #sin()}. */
  default Tensor sin_() { return InPlace.unary(Pointwise.SIN, self()); }

  /** The cosine. */
  default Tensor cos() { return Dispatch.unary(Pointwise.COS, self()); }

  /** In place {@link #cos()}. */
  default Tensor cos_() { return InPlace.unary(Pointwise.COS, self()); }

  /** The tangent. */
  default Tensor tan() { return Dispatch.unary(Pointwise.TAN, self()); }

  /** In place {@link #tan()}. */
  default Tensor tan_() { return InPlace.unary(Pointwise.TAN, self()); }

  /** The inverse sine; NaN outside of -1 to 1. */
  default Tensor asin() {
    return Dispatch.unary(Pointwise.ASIN, self());
  }

  /** In place {@link #asin()}. */
  default Tensor asin_() { return InPlace.unary(Pointwise.ASIN, self()); }

  /** The inverse cosine; NaN outside of -1 to 1. */
  default Tensor acos() {
    return Dispatch.unary(Pointwise.ACOS, self());
  }

  /** In place {@link #acos()}. */
  default Tensor acos_() { return InPlace.unary(Pointwise.ACOS, self()); }

  /** The inverse tangent. */
  default Tensor atan() { return Dispatch.unary(Pointwise.ATAN, self()); }

  /** In place {@link #atan()}. */
  default Tensor atan_() { return InPlace.unary(Pointwise.ATAN, self()); }

  /** The hyperbolic sine. */
  default Tensor sinh() { return Dispatch.unary(Pointwise.SINH, self()); }

  /** In place {@link #sinh()}. */
  default Tensor sinh_() { return InPlace.unary(Pointwise.SINH, self()); }

  /** The hyperbolic cosine. */
  default Tensor cosh() { return Dispatch.unary(Pointwise.COSH, self()); }

  /** In place {@link #cosh()}. */
  default Tensor cosh_() { return InPlace.unary(Pointwise.COSH, self()); }

  /** The hyperbolic tangent. */
  default Tensor tanh() { return Dispatch.unary(Pointwise.TANH, self()); }

  /** In place {@link #tanh()}. */
  default Tensor tanh_() { return InPlace.unary(Pointwise.TANH, self()); }

  /** The inverse hyperbolic sine. */
  default Tensor asinh() { return Dispatch.unary(Pointwise.ASINH, self()); }

  /** In place {@link #asinh()}. */
  default Tensor asinh_() { return InPlace.unary(Pointwise.ASINH, self()); }

  /** The inverse hyperbolic cosine; NaN below 1. */
  default Tensor acosh() {
    return Dispatch.unary(Pointwise.ACOSH, self());
  }

  /** In place {@link #acosh()}. */
  default Tensor acosh_() { return InPlace.unary(Pointwise.ACOSH, self()); }

  /** The inverse hyperbolic tangent; NaN outside of -1 to 1. */
  default Tensor atanh() {
    return Dispatch.unary(Pointwise.ATANH, self());
  }

  /** In place {@link #atanh()}. */
  default Tensor atanh_() { return InPlace.unary(Pointwise.ATANH, self()); }

  /** As {@link #asin()}. */
  default Tensor arcsin() { return asin(); }

  /** As {@link #asin_()}. */
  default Tensor arcsin_() { return asin_(); }

  /** As {@link #acos()}. */
  default Tensor arccos() { return acos(); }

  /** As {@link #acos_()}. */
  default Tensor arccos_() { return acos_(); }

  /** As {@link #atan()}. */
  default Tensor arctan() { return atan(); }

  /** As {@link #atan_()}. */
  default Tensor arctan_() { return atan_(); }

  /** As {@link #asinh()}. */
  default Tensor arcsinh() { return asinh(); }

  /** As {@link #asinh_()}. */
  default Tensor arcsinh_() { return asinh_(); }

  /** As {@link #acosh()}. */
  default Tensor arccosh() { return acosh(); }

  /** As {@link #acosh_()}. */
  default Tensor arccosh_() { return acosh_(); }

  /** As {@link #atanh()}. */
  default Tensor arctanh() { return atanh(); }

  /** As {@link #atanh_()}. */
  default Tensor arctanh_() { return atanh_(); }

  /** The angle of the point with ordinate this and abscissa {@code b}, from -π to π. */
  default Tensor atan2(Tensor b) {
    return Dispatch.binary(Pointwise.ATAN2, self(), b);
  }

  /** In place {@link #atan2(Tensor)}. */
  default Tensor atan2_(Tensor b) {
    return InPlace.binary(Pointwise.ATAN2, self(), b);
  }

  /** As {@link #atan2(Tensor)}. */
  default Tensor arctan2(Tensor b) { return atan2(b); }

  /** As {@link #atan2_(Tensor)}. */
  default Tensor arctan2_(Tensor b) { return atan2_(b); }

  /** {@code sin(πx) / (πx)}, 1 at 0. */
  default Tensor sinc() { return Dispatch.unary(Pointwise.SINC, self()); }

  /** In place {@link #sinc()}. */
  default Tensor sinc_() { return InPlace.unary(Pointwise.SINC, self()); }

  /** Degrees to radians. */
  default Tensor deg2rad() { return Dispatch.unary(Pointwise.DEG2RAD, self()); }

  /** In place {@link #deg2rad()}. */
  default Tensor deg2rad_() { return InPlace.unary(Pointwise.DEG2RAD, self()); }

  /** Radians to degrees. */
  default Tensor rad2deg() { return Dispatch.unary(Pointwise.RAD2DEG, self()); }

  /** In place {@link #rad2deg()}. */
  default Tensor rad2deg_() { return InPlace.unary(Pointwise.RAD2DEG, self()); }

  /** The angle of a real number in the complex plane: π below 0, else 0; NaN for NaN. */
  default Tensor angle() {
    return Dispatch.unary(Pointwise.ANGLE, self());
  }

  // --- signs and rounding ---

  /** {@code -this}. */
  default Tensor neg() { return Dispatch.unary(Arithmetic.negation(self()), self()); }

  /** In place {@link #neg()}. */
  default Tensor neg_() { return InPlace.unary(Arithmetic.negation(self()), self()); }

  /** As {@link #neg()}. */
  default Tensor negative() { return neg(); }

  /** As {@link #neg_()}. */
  default Tensor negative_() { return neg_(); }

  /** This tensor. */
  default Tensor positive() { return self(); }

  /** This tensor, whose elements are real. */
  default Tensor real() { return self(); }

  /** The absolute value; slope 0 at 0. */
  default Tensor abs() { return Dispatch.unary(Pointwise.ABS, self()); }

  /** In place {@link #abs()}. */
  default Tensor abs_() { return InPlace.unary(Pointwise.ABS, self()); }

  /** As {@link #abs()}. */
  default Tensor absolute() { return abs(); }

  /** As {@link #abs_()}. */
  default Tensor absolute_() { return abs_(); }

  /** -1, 0 or 1; 0 for NaN. */
  default Tensor sign() { return Dispatch.unary(Pointwise.SIGN, self()); }

  /** In place {@link #sign()}. */
  default Tensor sign_() { return InPlace.unary(Pointwise.SIGN, self()); }

  /** As {@link #sign()}, for real numbers. */
  default Tensor sgn() { return Dispatch.unary(Pointwise.SGN, self()); }

  /** In place {@link #sgn()}. */
  default Tensor sgn_() { return InPlace.unary(Pointwise.SGN, self()); }

  /** The size of this with the sign of {@code b}. */
  default Tensor copysign(Tensor b) {
    return Dispatch.binary(Pointwise.COPYSIGN, self(), b);
  }

  /** In place {@link #copysign(Tensor)}. */
  default Tensor copysign_(Tensor b) {
    return InPlace.binary(Pointwise.COPYSIGN, self(), b);
  }

  /** The size of this with the sign of {@code v}. */
  default Tensor copysign(double v) {
    return Dispatch.withNumber(Pointwise.COPYSIGN_NUMBER.with(v), self(), v, false);
  }

  /** In place {@link #copysign(double)}. */
  default Tensor copysign_(double v) {
    return InPlace.withNumber(Pointwise.COPYSIGN_NUMBER.with(v), self(), false);
  }

  /** The largest whole number that is not larger. */
  default Tensor floor() {
    return Dispatch.unary(Pointwise.FLOOR, self());
  }

  /** In place {@link #floor()}. */
  default Tensor floor_() { return InPlace.unary(Pointwise.FLOOR, self()); }

  /** The smallest whole number that is not smaller. */
  default Tensor ceil() {
    return Dispatch.unary(Pointwise.CEIL, self());
  }

  /** In place {@link #ceil()}. */
  default Tensor ceil_() { return InPlace.unary(Pointwise.CEIL, self()); }

  /** The whole part, towards zero. */
  default Tensor trunc() { return Dispatch.unary(Pointwise.TRUNC, self()); }

  /** In place {@link #trunc()}. */
  default Tensor trunc_() { return InPlace.unary(Pointwise.TRUNC, self()); }

  /** As {@link #trunc()}. */
  default Tensor fix() { return trunc(); }

  /** As {@link #trunc_()}. */
  default Tensor fix_() { return trunc_(); }

  /** {@code this - trunc(this)}. */
  default Tensor frac() { return Dispatch.unary(Pointwise.FRAC, self()); }

  /** In place {@link #frac()}. */
  default Tensor frac_() { return InPlace.unary(Pointwise.FRAC, self()); }

  /** The nearest whole number, the even one of two. */
  default Tensor round() {
    return Dispatch.unary(Pointwise.ROUND, self());
  }

  /** In place {@link #round()}. */
  default Tensor round_() { return InPlace.unary(Pointwise.ROUND, self()); }

  /** Rounded to {@code decimals} digits after the point; before it if negative. */
  default Tensor round(int decimals) {
    return Dispatch.unary(Arithmetic.round(decimals), self());
  }

  /** In place {@link #round(int)}. */
  default Tensor round_(int decimals) {
    return InPlace.unary(Arithmetic.round(decimals), self());
  }

  /** The next floating-point number after this towards {@code b}. */
  default Tensor nextafter(Tensor b) {
    return Dispatch.binary(Pointwise.NEXTAFTER, self(), b);
  }

  /** In place {@link #nextafter(Tensor)}. */
  default Tensor nextafter_(Tensor b) {
    return InPlace.binary(Pointwise.NEXTAFTER, self(), b);
  }

  // --- extremes and bounds ---

  /** The larger of this and {@code b}; NaN wins; at ties the gradient is shared. */
  default Tensor maximum(Tensor b) {
    return Dispatch.binary(Pointwise.MAXIMUM, self(), b);
  }

  /** The smaller of this and {@code b}; NaN wins; at ties the gradient is shared. */
  default Tensor minimum(Tensor b) {
    return Dispatch.binary(Pointwise.MINIMUM, self(), b);
  }

  /** As {@link #maximum(Tensor)}. */
  default Tensor max(Tensor b) { return maximum(b); }

  /** As {@link #minimum(Tensor)}. */
  default Tensor min(Tensor b) { return minimum(b); }

  /** The larger of this and {@code b}; a number wins over NaN. */
  default Tensor fmax(Tensor b) {
    return Dispatch.binary(Pointwise.FMAX, self(), b);
  }

  /** The smaller of this and {@code b}; a number wins over NaN. */
  default Tensor fmin(Tensor b) {
    return Dispatch.binary(Pointwise.FMIN, self(), b);
  }

  /** This, moved to the nearest number from {@code low} to {@code high}; {@code high} where {@code low > high}. */
  default Tensor clamp(double low, double high) {
    return Dispatch.withNumber(Pointwise.CLAMP_NUMBERS.with(low, high), self(), low, false);
  }

  /** In place {@link #clamp(double, double)}. */
  default Tensor clamp_(double low, double high) {
    return InPlace.withNumber(Pointwise.CLAMP_NUMBERS.with(low, high), self(), false);
  }

  /** This, moved to the nearest number from {@code low} to {@code high}, as {@link #clamp(double, double)}; whole tensors stay whole. */
  default Tensor clamp(long low, long high) {
    return Dispatch.withNumber(Pointwise.CLAMP_NUMBERS.with((double) low, (double) high), self(), (double) low, true);
  }

  /** In place {@link #clamp(long, long)}. */
  default Tensor clamp_(long low, long high) {
    return InPlace.withNumber(Pointwise.CLAMP_NUMBERS.with((double) low, (double) high), self(), true);
  }

  /** This between two tensors, of which one may be null. */
  default Tensor clamp(@Nullable Tensor low, @Nullable Tensor high) {
    return Arithmetic.clamp(self(), low, high);
  }

  /** This between two numbers, of which one may be null. */
  default Tensor clamp(@Nullable Number low, @Nullable Number high) {
    return Arithmetic.clamp(self(), low, high);
  }

  /** In place {@link #clamp(Number, Number)}. */
  default Tensor clamp_(@Nullable Number low, @Nullable Number high) {
    return Arithmetic.clampInPlace(self(), low, high);
  }

  /** In place {@link #clamp(Tensor, Tensor)}. */
  default Tensor clamp_(@Nullable Tensor low, @Nullable Tensor high) {
    return Arithmetic.clampInPlace(self(), low, high);
  }

  /** As {@link #clamp(double, double)}. */
  default Tensor clip(double low, double high) { return clamp(low, high); }

  /** As {@link #clamp_(double, double)}. */
  default Tensor clip_(double low, double high) { return clamp_(low, high); }

  /** As {@link #clamp(long, long)}. */
  default Tensor clip(long low, long high) { return clamp(low, high); }

  /** As {@link #clamp_(long, long)}. */
  default Tensor clip_(long low, long high) { return clamp_(low, high); }

  /** As {@link #clamp(Tensor, Tensor)}. */
  default Tensor clip(@Nullable Tensor low, @Nullable Tensor high) {
    return clamp(low, high);
  }

  /** As {@link #clamp_(Tensor, Tensor)}. */
  default Tensor clip_(@Nullable Tensor low, @Nullable Tensor high) {
    return clamp_(low, high);
  }

  /** The larger of this and {@code b}; at ties the gradient is this one's. */
  default Tensor clampMin(Tensor b) {
    return Dispatch.binary(Pointwise.CLAMP_MIN, self(), b);
  }

  /** In place {@link #clampMin(Tensor)}. */
  default Tensor clampMin_(Tensor b) {
    return InPlace.binary(Pointwise.CLAMP_MIN, self(), b);
  }

  /** The larger of this and {@code v}. */
  default Tensor clampMin(double v) {
    return Dispatch.withNumber(Pointwise.CLAMP_MIN_NUMBER.with(v), self(), v, false);
  }

  /** The larger of this and {@code v}; whole tensors stay whole. */
  default Tensor clampMin(long v) {
    return Dispatch.withNumber(Pointwise.CLAMP_MIN_NUMBER.with(v), self(), (double) v, true);
  }

  /** In place {@link #clampMin(double)}. */
  default Tensor clampMin_(double v) {
    return InPlace.withNumber(Pointwise.CLAMP_MIN_NUMBER.with(v), self(), false);
  }

  /** In place {@link #clampMin(long)}. */
  default Tensor clampMin_(long v) {
    return InPlace.withNumber(Pointwise.CLAMP_MIN_NUMBER.with(v), self(), true);
  }

  /** The smaller of this and {@code b}; at ties the gradient is this one's. */
  default Tensor clampMax(Tensor b) {
    return Dispatch.binary(Pointwise.CLAMP_MAX, self(), b);
  }

  /** In place {@link #clampMax(Tensor)}. */
  default Tensor clampMax_(Tensor b) {
    return InPlace.binary(Pointwise.CLAMP_MAX, self(), b);
  }

  /** The smaller of this and {@code v}. */
  default Tensor clampMax(double v) {
    return Dispatch.withNumber(Pointwise.CLAMP_MAX_NUMBER.with(v), self(), v, false);
  }

  /** The smaller of this and {@code v}; whole tensors stay whole. */
  default Tensor clampMax(long v) {
    return Dispatch.withNumber(Pointwise.CLAMP_MAX_NUMBER.with(v), self(), (double) v, true);
  }

  /** In place {@link #clampMax(double)}. */
  default Tensor clampMax_(double v) {
    return InPlace.withNumber(Pointwise.CLAMP_MAX_NUMBER.with(v), self(), false);
  }

  /** In place {@link #clampMax(long)}. */
  default Tensor clampMax_(long v) {
    return InPlace.withNumber(Pointwise.CLAMP_MAX_NUMBER.with(v), self(), true);
  }

  /** NaN replaced by 0, infinities by the largest numbers of the type. */
  default Tensor nanToNum() {
    return nanToNum(0, null, null);
  }

  /** NaN replaced by {@code nan}, infinities by the largest numbers of the type. */
  default Tensor nanToNum(double nan) {
    return nanToNum(nan, null, null);
  }

  /** NaN and the infinities replaced; null means the largest number of the type. */
  default Tensor nanToNum(double nan, @Nullable Double posInf, @Nullable Double negInf) {
    return Arithmetic.nanToNum(self(), nan, posInf, negInf);
  }

  /** In place {@link #nanToNum()}. */
  default Tensor nanToNum_() { return nanToNum_(0, null, null); }

  /** In place {@link #nanToNum(double, Double, Double)}. */
  default Tensor nanToNum_(double nan, @Nullable Double posInf, @Nullable Double negInf) {
    return Arithmetic.nanToNumInPlace(self(), nan, posInf, negInf);
  }

  /** Mantissa and exponent: this is {@code mantissa * 2^exponent}, the mantissa from 0.5 to below 1 in size. */
  default Frexp frexp() {
    return Arithmetic.frexp(self());
  }

  // --- choices ---

  /** This where {@code condition} (bool), else {@code b}. */
  default Tensor where(Tensor condition, Tensor b) {
    return Arithmetic.where(condition, self(), b);
  }

  /** This where {@code condition} (bool), else {@code v}. */
  default Tensor where(Tensor condition, double v) {
    return Arithmetic.where(Pointwise.WHERE_NUMBER.with(v), condition, self(), false);
  }

  /** This where {@code condition} (bool), else {@code v}; whole tensors stay whole. */
  default Tensor where(Tensor condition, long v) {
    return Arithmetic.where(Pointwise.WHERE_NUMBER.with(v), condition, self(), true);
  }

  /** {@code v} where {@code mask} (bool), else this. */
  default Tensor maskedFill(Tensor mask, double v) {
    return Arithmetic.maskedFill(self(), mask, v);
  }

  /** The 0-d tensor {@code v} where {@code mask} (bool), else this. */
  default Tensor maskedFill(Tensor mask, Tensor v) {
    return Arithmetic.maskedFill(self(), mask, v);
  }

  /** In place {@link #maskedFill(Tensor, double)}. */
  default Tensor maskedFill_(Tensor mask, double v) {
    return Arithmetic.maskedFillInPlace(self(), mask, v);
  }

  /** In place {@link #maskedFill(Tensor, Tensor)}. */
  default Tensor maskedFill_(Tensor mask, Tensor v) {
    return Arithmetic.maskedFillInPlace(self(), mask, v);
  }

  /** 0 below 0, 1 above, {@code b} at 0. */
  default Tensor heaviside(Tensor b) {
    return Dispatch.binary(Arithmetic.heaviside(self(), b), self(), b);
  }

  /** In place {@link #heaviside(Tensor)}. */
  default Tensor heaviside_(Tensor b) {
    return InPlace.binary(Arithmetic.heaviside(self(), b), self(), b);
  }

  /** The larger of this and 0; slope 0 at 0. */
  default Tensor relu() {
    return Dispatch.unary(Arithmetic.rectifier(self()), self());
  }

  /** In place {@link #relu()}. */
  default Tensor relu_() { return InPlace.unary(Arithmetic.rectifier(self()), self()); }

  // --- special functions; more of them in Special ---

  /** The error function. */
  default Tensor erf() { return Dispatch.unary(Pointwise.ERF, self()); }

  /** In place {@link #erf()}. */
  default Tensor erf_() { return InPlace.unary(Pointwise.ERF, self()); }

  /** {@code 1 - erf(this)}, accurate where it is small. */
  default Tensor erfc() {
    return Dispatch.unary(Pointwise.ERFC, self());
  }

  /** In place {@link #erfc()}. */
  default Tensor erfc_() { return InPlace.unary(Pointwise.ERFC, self()); }

  /** The inverse of {@link #erf()}. */
  default Tensor erfinv() { return Dispatch.unary(Pointwise.ERFINV, self()); }

  /** In place {@link #erfinv()}. */
  default Tensor erfinv_() { return InPlace.unary(Pointwise.ERFINV, self()); }

  /** {@code log |Γ(this)|}. */
  default Tensor lgamma() { return Dispatch.unary(Pointwise.LGAMMA, self()); }

  /** In place {@link #lgamma()}. */
  default Tensor lgamma_() { return InPlace.unary(Pointwise.LGAMMA, self()); }

  /** The logarithmic derivative of Γ. */
  default Tensor digamma() { return Dispatch.unary(Pointwise.DIGAMMA, self()); }

  /** In place {@link #digamma()}. */
  default Tensor digamma_() { return InPlace.unary(Pointwise.DIGAMMA, self()); }

  /** The {@code n}-th derivative of {@link #digamma()}. */
  default Tensor polygamma(int n) {
    return Dispatch.unary(Special.polygammaOp(n), self());
  }

  /** In place {@link #polygamma(int)}. */
  default Tensor polygamma_(int n) {
    return InPlace.unary(Special.polygammaOp(n), self());
  }

  /** The logarithm of the multivariate gamma function of {@code p} dimensions. */
  default Tensor mvlgamma(int p) {
    return Arithmetic.mvlgamma(self(), p);
  }

  /** The regularised lower incomplete gamma function P(this, b); no gradient for this. */
  default Tensor igamma(Tensor b) {
    return Dispatch.binary(Pointwise.IGAMMA, self(), b);
  }

  /** In place {@link #igamma(Tensor)}. */
  default Tensor igamma_(Tensor b) {
    return InPlace.binary(Pointwise.IGAMMA, self(), b);
  }

  /** The regularised upper incomplete gamma function Q(this, b); no gradient for this. */
  default Tensor igammac(Tensor b) {
    return Dispatch.binary(Pointwise.IGAMMAC, self(), b);
  }

  /** In place {@link #igammac(Tensor)}. */
  default Tensor igammac_(Tensor b) {
    return InPlace.binary(Pointwise.IGAMMAC, self(), b);
  }

  /** The modified Bessel function of the first kind, order 0. */
  default Tensor i0() {
    return Dispatch.unary(Pointwise.I0, self());
  }

  /** In place {@link #i0()}. */
  default Tensor i0_() { return InPlace.unary(Pointwise.I0, self()); }

  // --- tests (bool) ---

  /** Whether elements are NaN. */
  default Tensor isNan() { return Dispatch.unary(Pointwise.ISNAN, self()); }

  /** Whether elements are infinite. */
  default Tensor isInf() { return Dispatch.unary(Pointwise.ISINF, self()); }

  /** Whether elements are neither infinite nor NaN. */
  default Tensor isFinite() {
    return Dispatch.unary(Pointwise.ISFINITE, self());
  }

  /** True for all elements: there are no complex tensors. */
  default Tensor isReal() {
    return Nabla.ones(DType.BOOL, self().shape());
  }

  /** Whether elements are +∞. */
  default Tensor isPosInf() { return Dispatch.unary(Pointwise.ISPOSINF, self()); }

  /** Whether elements are -∞. */
  default Tensor isNegInf() { return Dispatch.unary(Pointwise.ISNEGINF, self()); }

  /** Whether the sign bit is set, which it is for -0. */
  default Tensor signbit() {
    return Dispatch.unary(Pointwise.SIGNBIT, self());
  }

  /** {@code this == b}. */
  default Tensor eq(Tensor b) { return Dispatch.binary(Pointwise.EQ, self(), b); }

  /** In place {@link #eq(Tensor)}. */
  default Tensor eq_(Tensor b) { return InPlace.binary(Pointwise.EQ, self(), b); }

  /** {@code this == v}. */
  default Tensor eq(double v) {
    return Dispatch.withNumber(Pointwise.EQ_NUMBER.with(v), self(), v, false);
  }

  /** {@code this == v}, compared as whole numbers if this is whole. */
  default Tensor eq(long v) {
    return Dispatch.withNumber(Pointwise.EQ_NUMBER.with(v), self(), (double) v, true);
  }

  /** In place {@link #eq(double)}. */
  default Tensor eq_(double v) {
    return InPlace.withNumber(Pointwise.EQ_NUMBER.with(v), self(), false);
  }

  /** In place {@link #eq(long)}. */
  default Tensor eq_(long v) {
    return InPlace.withNumber(Pointwise.EQ_NUMBER.with(v), self(), true);
  }

  /** {@code this != b}. */
  default Tensor ne(Tensor b) { return Dispatch.binary(Pointwise.NE, self(), b); }

  /** In place {@link #ne(Tensor)}. */
  default Tensor ne_(Tensor b) { return InPlace.binary(Pointwise.NE, self(), b); }

  /** {@code this != v}. */
  default Tensor ne(double v) {
    return Dispatch.withNumber(Pointwise.NE_NUMBER.with(v), self(), v, false);
  }

  /** {@code this != v}, compared as whole numbers if this is whole. */
  default Tensor ne(long v) {
    return Dispatch.withNumber(Pointwise.NE_NUMBER.with(v), self(), (double) v, true);
  }

  /** In place {@link #ne(double)}. */
  default Tensor ne_(double v) {
    return InPlace.withNumber(Pointwise.NE_NUMBER.with(v), self(), false);
  }

  /** In place {@link #ne(long)}. */
  default Tensor ne_(long v) {
    return InPlace.withNumber(Pointwise.NE_NUMBER.with(v), self(), true);
  }

  /** {@code this < b}. */
  default Tensor lt(Tensor b) { return Dispatch.binary(Pointwise.LT, self(), b); }

  /** In place {@link #lt(Tensor)}. */
  default Tensor lt_(Tensor b) { return InPlace.binary(Pointwise.LT, self(), b); }

  /** {@code this < v}. */
  default Tensor lt(double v) {
    return Dispatch.withNumber(Pointwise.LT_NUMBER.with(v), self(), v, false);
  }

  /** {@code this < v}, compared as whole numbers if this is whole. */
  default Tensor lt(long v) {
    return Dispatch.withNumber(Pointwise.LT_NUMBER.with(v), self(), (double) v, true);
  }

  /** In place {@link #lt(double)}. */
  default Tensor lt_(double v) {
    return InPlace.withNumber(Pointwise.LT_NUMBER.with(v), self(), false);
  }

  /** In place {@link #lt(long)}. */
  default Tensor lt_(long v) {
    return InPlace.withNumber(Pointwise.LT_NUMBER.with(v), self(), true);
  }

  /** {@code this <= b}. */
  default Tensor le(Tensor b) { return Dispatch.binary(Pointwise.LE, self(), b); }

  /** In place {@link #le(Tensor)}. */
  default Tensor le_(Tensor b) { return InPlace.binary(Pointwise.LE, self(), b); }

  /** {@code this <= v}. */
  default Tensor le(double v) {
    return Dispatch.withNumber(Pointwise.LE_NUMBER.with(v), self(), v, false);
  }

  /** {@code this <= v}, compared as whole numbers if this is whole. */
  default Tensor le(long v) {
    return Dispatch.withNumber(Pointwise.LE_NUMBER.with(v), self(), (double) v, true);
  }

  /** In place {@link #le(double)}. */
  default Tensor le_(double v) {
    return InPlace.withNumber(Pointwise.LE_NUMBER.with(v), self(), false);
  }

  /** In place {@link #le(long)}. */
  default Tensor le_(long v) {
    return InPlace.withNumber(Pointwise.LE_NUMBER.with(v), self(), true);
  }

  /** {@code this > b}. */
  default Tensor gt(Tensor b) { return Dispatch.binary(Pointwise.GT, self(), b); }

  /** In place {@link #gt(Tensor)}. */
  default Tensor gt_(Tensor b) { return InPlace.binary(Pointwise.GT, self(), b); }

  /** {@code this > v}. */
  default Tensor gt(double v) {
    return Dispatch.withNumber(Pointwise.GT_NUMBER.with(v), self(), v, false);
  }

  /** {@code this > v}, compared as whole numbers if this is whole. */
  default Tensor gt(long v) {
    return Dispatch.withNumber(Pointwise.GT_NUMBER.with(v), self(), (double) v, true);
  }

  /** In place {@link #gt(double)}. */
  default Tensor gt_(double v) {
    return InPlace.withNumber(Pointwise.GT_NUMBER.with(v), self(), false);
  }

  /** In place {@link #gt(long)}. */
  default Tensor gt_(long v) {
    return InPlace.withNumber(Pointwise.GT_NUMBER.with(v), self(), true);
  }

  /** {@code this >= b}. */
  default Tensor ge(Tensor b) { return Dispatch.binary(Pointwise.GE, self(), b); }

  /** In place {@link #ge(Tensor)}. */
  default Tensor ge_(Tensor b) { return InPlace.binary(Pointwise.GE, self(), b); }

  /** {@code this >= v}. */
  default Tensor ge(double v) {
    return Dispatch.withNumber(Pointwise.GE_NUMBER.with(v), self(), v, false);
  }

  /** {@code this >= v}, compared as whole numbers if this is whole. */
  default Tensor ge(long v) {
    return Dispatch.withNumber(Pointwise.GE_NUMBER.with(v), self(), (double) v, true);
  }

  /** In place {@link #ge(double)}. */
  default Tensor ge_(double v) {
    return InPlace.withNumber(Pointwise.GE_NUMBER.with(v), self(), false);
  }

  /** In place {@link #ge(long)}. */
  default Tensor ge_(long v) {
    return InPlace.withNumber(Pointwise.GE_NUMBER.with(v), self(), true);
  }

  /** As {@link #ne(Tensor)}. */
  default Tensor notEqual(Tensor b) { return ne(b); }

  /** As {@link #ne_(Tensor)}. */
  default Tensor notEqual_(Tensor b) { return ne_(b); }

  /** As {@link #ne(double)}. */
  default Tensor notEqual(double v) { return ne(v); }

  /** As {@link #lt(Tensor)}. */
  default Tensor less(Tensor b) { return lt(b); }

  /** As {@link #lt_(Tensor)}. */
  default Tensor less_(Tensor b) { return lt_(b); }

  /** As {@link #lt(double)}. */
  default Tensor less(double v) { return lt(v); }

  /** As {@link #le(Tensor)}. */
  default Tensor lessEqual(Tensor b) { return le(b); }

  /** As {@link #le_(Tensor)}. */
  default Tensor lessEqual_(Tensor b) { return le_(b); }

  /** As {@link #le(double)}. */
  default Tensor lessEqual(double v) { return le(v); }

  /** As {@link #gt(Tensor)}. */
  default Tensor greater(Tensor b) { return gt(b); }

  /** As {@link #gt_(Tensor)}. */
  default Tensor greater_(Tensor b) { return gt_(b); }

  /** As {@link #gt(double)}. */
  default Tensor greater(double v) { return gt(v); }

  /** As {@link #ge(Tensor)}. */
  default Tensor greaterEqual(Tensor b) { return ge(b); }

  /** As {@link #ge_(Tensor)}. */
  default Tensor greaterEqual_(Tensor b) { return ge_(b); }

  /** As {@link #ge(double)}. */
  default Tensor greaterEqual(double v) { return ge(v); }

  /** Whether {@code |this - b| <= 1e-8 + 1e-5 * |b|}. */
  default Tensor isClose(Tensor b) {
    return isClose(b, 1e-5, 1e-8, false);
  }

  /** Whether {@code |this - b| <= atol + rtol * |b|}; infinities are close to themselves, NaN to NaN if {@code equalNan}. */
  default Tensor isClose(Tensor b, double rtol, double atol, boolean equalNan) {
    return Arithmetic.isClose(self(), b, rtol, atol, equalNan);
  }

  /** Whether all elements are close, as {@link #isClose(Tensor)} says. */
  default boolean allClose(Tensor b) {
    return allClose(b, 1e-5, 1e-8, false);
  }

  /** Whether all elements are close, as {@link #isClose(Tensor, double, double, boolean)} says. */
  default boolean allClose(Tensor b, double rtol, double atol, boolean equalNan) {
    return Arithmetic.allClose(self(), b, rtol, atol, equalNan);
  }

  /** Whether shape and all elements are equal; NaN equals nothing. */
  default boolean equal(Tensor b) {
    return Arithmetic.equal(self(), b);
  }

  // --- logic (bool) and bits ---

  /** Whether elements are 0. */
  default Tensor logicalNot() { return Dispatch.unary(Pointwise.LOGICAL_NOT, self()); }

  /** In place {@link #logicalNot()}. */
  default Tensor logicalNot_() {
    return InPlace.unary(Pointwise.LOGICAL_NOT, self());
  }

  /** Whether both differ from 0. */
  default Tensor logicalAnd(Tensor b) {
    return Dispatch.binary(Pointwise.LOGICAL_AND, self(), b);
  }

  /** In place {@link #logicalAnd(Tensor)}. */
  default Tensor logicalAnd_(Tensor b) {
    return InPlace.binary(Pointwise.LOGICAL_AND, self(), b);
  }

  /** Whether either differs from 0. */
  default Tensor logicalOr(Tensor b) {
    return Dispatch.binary(Pointwise.LOGICAL_OR, self(), b);
  }

  /** In place {@link #logicalOr(Tensor)}. */
  default Tensor logicalOr_(Tensor b) {
    return InPlace.binary(Pointwise.LOGICAL_OR, self(), b);
  }

  /** Whether exactly one differs from 0. */
  default Tensor logicalXor(Tensor b) {
    return Dispatch.binary(Pointwise.LOGICAL_XOR, self(), b);
  }

  /** In place {@link #logicalXor(Tensor)}. */
  default Tensor logicalXor_(Tensor b) {
    return InPlace.binary(Pointwise.LOGICAL_XOR, self(), b);
  }

  /** The bits that are not set; the contrary of truth values. */
  default Tensor bitwiseNot() {
    return Dispatch.unary(Arithmetic.complement(self()), self());
  }

  /** In place {@link #bitwiseNot()}. */
  default Tensor bitwiseNot_() {
    return InPlace.unary(Arithmetic.complement(self()), self());
  }

  /** The bits of both. */
  default Tensor bitwiseAnd(Tensor b) {
    return Dispatch.binary(Arithmetic.bits(Pointwise.BITWISE_AND, self(), b), self(), b);
  }

  /** In place {@link #bitwiseAnd(Tensor)}. */
  default Tensor bitwiseAnd_(Tensor b) {
    return InPlace.binary(Arithmetic.bits(Pointwise.BITWISE_AND, self(), b), self(), b);
  }

  /** The bits of both. */
  default Tensor bitwiseAnd(long v) {
    return Dispatch.withNumber(Arithmetic.bits(Pointwise.BITWISE_AND_NUMBER.with(v), self()), self(), (double) v, true);
  }

  /** In place {@link #bitwiseAnd(long)}. */
  default Tensor bitwiseAnd_(long v) {
    return InPlace.withNumber(Arithmetic.bits(Pointwise.BITWISE_AND_NUMBER.with(v), self()), self(), true);
  }

  /** The bits of either. */
  default Tensor bitwiseOr(Tensor b) {
    return Dispatch.binary(Arithmetic.bits(Pointwise.BITWISE_OR, self(), b), self(), b);
  }

  /** In place {@link #bitwiseOr(Tensor)}. */
  default Tensor bitwiseOr_(Tensor b) {
    return InPlace.binary(Arithmetic.bits(Pointwise.BITWISE_OR, self(), b), self(), b);
  }

  /** The bits of either. */
  default Tensor bitwiseOr(long v) {
    return Dispatch.withNumber(Arithmetic.bits(Pointwise.BITWISE_OR_NUMBER.with(v), self()), self(), (double) v, true);
  }

  /** In place {@link #bitwiseOr(long)}. */
  default Tensor bitwiseOr_(long v) {
    return InPlace.withNumber(Arithmetic.bits(Pointwise.BITWISE_OR_NUMBER.with(v), self()), self(), true);
  }

  /** The bits of exactly one. */
  default Tensor bitwiseXor(Tensor b) {
    return Dispatch.binary(Arithmetic.bits(Pointwise.BITWISE_XOR, self(), b), self(), b);
  }

  /** In place {@link #bitwiseXor(Tensor)}. */
  default Tensor bitwiseXor_(Tensor b) {
    return InPlace.binary(Arithmetic.bits(Pointwise.BITWISE_XOR, self(), b), self(), b);
  }

  /** The bits of exactly one. */
  default Tensor bitwiseXor(long v) {
    return Dispatch.withNumber(Arithmetic.bits(Pointwise.BITWISE_XOR_NUMBER.with(v), self()), self(), (double) v, true);
  }

  /** In place {@link #bitwiseXor(long)}. */
  default Tensor bitwiseXor_(long v) {
    return InPlace.withNumber(Arithmetic.bits(Pointwise.BITWISE_XOR_NUMBER.with(v), self()), self(), true);
  }

  /** The bits moved up. */
  default Tensor bitwiseLeftShift(Tensor b) {
    return Dispatch.binary(Arithmetic.bits(Pointwise.LEFT_SHIFT, self(), b), self(), b);
  }

  /** In place {@link #bitwiseLeftShift(Tensor)}. */
  default Tensor bitwiseLeftShift_(Tensor b) {
    return InPlace.binary(Arithmetic.bits(Pointwise.LEFT_SHIFT, self(), b), self(), b);
  }

  /** The bits moved up. */
  default Tensor bitwiseLeftShift(long v) {
    return Dispatch.withNumber(Arithmetic.bits(Pointwise.LEFT_SHIFT_NUMBER.with(v), self()), self(), (double) v, true);
  }

  /** In place {@link #bitwiseLeftShift(long)}. */
  default Tensor bitwiseLeftShift_(long v) {
    return InPlace.withNumber(Arithmetic.bits(Pointwise.LEFT_SHIFT_NUMBER.with(v), self()), self(), true);
  }

  /** The bits moved down, the sign kept. */
  default Tensor bitwiseRightShift(Tensor b) {
    return Dispatch.binary(Arithmetic.bits(Pointwise.RIGHT_SHIFT, self(), b), self(), b);
  }

  /** In place {@link #bitwiseRightShift(Tensor)}. */
  default Tensor bitwiseRightShift_(Tensor b) {
    return InPlace.binary(Arithmetic.bits(Pointwise.RIGHT_SHIFT, self(), b), self(), b);
  }

  /** The bits moved down, the sign kept. */
  default Tensor bitwiseRightShift(long v) {
    return Dispatch.withNumber(Arithmetic.bits(Pointwise.RIGHT_SHIFT_NUMBER.with(v), self()), self(), (double) v, true);
  }

  /** In place {@link #bitwiseRightShift(long)}. */
  default Tensor bitwiseRightShift_(long v) {
    return InPlace.withNumber(Arithmetic.bits(Pointwise.RIGHT_SHIFT_NUMBER.with(v), self()), self(), true);
  }

  // --- writes ---

  /** Sets every element to {@code v}. */
  default Tensor fill_(double v) {
    return InPlace.apply(Pointwise.FILL_NUMBER.with(v), self().dtype(), new Tensor[] {self()});
  }

  /** Sets every element to the 0-d tensor {@code v}. */
  default Tensor fill_(Tensor v) {
    return Arithmetic.fillInPlace(self(), v);
  }

  /** Sets every element to 0. */
  default Tensor zero_() {
    return InPlace.apply(Pointwise.ZERO, self().dtype(), new Tensor[] {self()});
  }
}
