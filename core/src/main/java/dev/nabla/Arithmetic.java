package dev.nabla;

import dev.nabla.type.DType;
import dev.nabla.type.DType.Category;
import dev.nabla.type.DTypeException;
import dev.nabla.type.FloatInfo;
import dev.nabla.type.NablaException;
import dev.nabla.type.ShapeException;
import org.jspecify.annotations.Nullable;

/**
 * Which elementwise op a call means where that depends on types and settings, and the refusals that PyTorch makes. What is given back is an
 * op, so that the methods and their in-place forms share it.
 */
final class Arithmetic {
  private static final String BOOL_DIFFERENCE = "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to"
      + " invert a mask, use the `~` or `logical_not()` operator instead.";

  private Arithmetic() {}

  private static boolean isBool(Tensor t) {
    return t.dtype() == DType.BOOL;
  }

  static DTypeException notImplemented(String kernel, DType dtype) {
    return new DTypeException("\"" + kernel + "\" not implemented for '" + dtype.scalarName() + "'");
  }

  /** A difference, which truth values do not have. */
  static ElementwiseOp difference(ElementwiseOp op, Tensor a, Tensor b) {
    if (isBool(a) || isBool(b)) {
      throw new DTypeException(isBool(a) && isBool(b)
          ? "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead."
          : BOOL_DIFFERENCE);
    }
    return op;
  }

  /** A difference of a tensor and a number. */
  static ElementwiseOp difference(ElementwiseOp op, Tensor x, double v) {
    if (isBool(x)) {
      throw new DTypeException(BOOL_DIFFERENCE);
    }
    return op.with(v);
  }

  /** {@code op} with the factor {@code alpha} on one operand, which must be whole where the tensors are. */
  static ElementwiseOp scaled(ElementwiseOp op, Tensor a, Tensor b, double alpha, boolean whole) {
    if (!whole && !a.dtype().isFloating() && !b.dtype().isFloating()) {
      throw new DTypeException("For integral input tensors, argument alpha must not be a floating point number.");
    }
    return op.with(alpha);
  }

  static ElementwiseOp negation(Tensor x) {
    if (isBool(x)) {
      throw new DTypeException(
          "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use"
              + " the `~` or `logical_not()` operator instead.");
    }
    return Pointwise.NEG;
  }

  static ElementwiseOp rectifier(Tensor x) {
    if (isBool(x)) {
      throw new DTypeException("Boolean inputs not supported for relu");
    }
    return Pointwise.RELU;
  }

  // --- division ---

  private static NablaException unknownRounding(String mode) {
    return new NablaException(
        "div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '" + mode + "'");
  }

  /** Division with the quotient rounded: {@code "trunc"}, {@code "floor"}, or null for true division. */
  static ElementwiseOp quotient(Tensor a, Tensor b, @Nullable String mode) {
    if (mode == null) {
      return Pointwise.DIV;
    }
    return switch (mode) {
      case "floor" -> Pointwise.DIV_FLOOR;
      case "trunc" ->
        a.dtype().isFloating() || b.dtype().isFloating() ? Pointwise.DIV_TRUNC : Pointwise.DIV_TRUNC_WHOLE;
      default -> throw unknownRounding(mode);
    };
  }

  static ElementwiseOp quotient(Tensor x, double v, boolean whole, @Nullable String mode) {
    if (mode == null) {
      return Pointwise.DIV_NUMBER.with(v);
    }
    return switch (mode) {
      case "floor" -> Pointwise.DIV_FLOOR_NUMBER.with(v);
      case "trunc" ->
        (whole && !x.dtype().isFloating() ? Pointwise.DIV_TRUNC_WHOLE_NUMBER : Pointwise.DIV_TRUNC_NUMBER).with(v);
      default -> throw unknownRounding(mode);
    };
  }

  /** {@code x + v * a / b}, which whole quotients are refused for. */
  static ElementwiseOp addcdiv(Tensor a, Tensor b, double v) {
    if (!a.dtype().isFloating() && !b.dtype().isFloating()) {
      throw new DTypeException(
          "Integer division with addcdiv is no longer supported, and in a future  release addcdiv will perform a true"
              + " division of tensor1 and tensor2. The historic addcdiv behavior can be implemented as (input + value * torch.trunc(tensor1 /"
              + " tensor2)).to(input.dtype) for integer inputs and as (input + value * tensor1 / tensor2) for float inputs. The future addcdiv"
              + " behavior is just the latter implementation: (input + value * tensor1 / tensor2), for all dtypes.");
    }
    return Pointwise.ADDCDIV.with(v);
  }

  // --- powers ---

  /** {@code x} to the power of {@code v}; powers that have a simpler formula get it. */
  static ElementwiseOp power(Tensor x, double v, boolean whole) {
    if (v == 2) {
      return Pointwise.SQUARE;
    }
    if (v == 3) {
      return Pointwise.CUBE;
    }
    if (whole && v < 0 && !x.dtype().isFloating()) {
      throw new NablaException("Integers to negative integer powers are not allowed.");
    }
    return v == 0.5
        ? Pointwise.POW_HALF
        : v == -0.5
            ? Pointwise.POW_MINUS_HALF
            : v == -1
                ? Pointwise.POW_MINUS_ONE
                : v == -2
                    ? Pointwise.POW_MINUS_TWO
                    : Pointwise.POW_NUMBER.with(v);
  }

  /** {@code x}, which is to be raised in place to a power in float64. */
  static Tensor float64Base(Tensor x) {
    if (x.dtype() != DType.FLOAT64) {
      throw new DTypeException("the base given to float_power_ has dtype " + x.dtype().scalarName()
          + " but the operation's result requires dtype Double");
    }
    return x;
  }

  // --- bounds and choices ---

  /** {@code x} between bounds that may be absent. */
  static Tensor clamp(Tensor x, @Nullable Tensor low, @Nullable Tensor high) {
    if (low != null && high != null) {
      return Dispatch.ternary(Pointwise.CLAMP, x, low, high);
    }
    if (low != null) {
      return Dispatch.binary(Pointwise.CLAMP_MIN, x, low);
    }
    return Dispatch.binary(Pointwise.CLAMP_MAX, x, bound(high));
  }

  static Tensor clampInPlace(Tensor x, @Nullable Tensor low, @Nullable Tensor high) {
    if (low != null && high != null) {
      return InPlace.ternary(Pointwise.CLAMP, x, low, high);
    }
    return low != null
        ? InPlace.binary(Pointwise.CLAMP_MIN, x, low)
        : InPlace.binary(Pointwise.CLAMP_MAX, x, bound(high));
  }

  /** {@code x} between numbers that may be absent. */
  static Tensor clamp(Tensor x, @Nullable Number low, @Nullable Number high) {
    if (low == null) {
      Number n = bound(high);
      return isWhole(n) ? x.clampMax(n.longValue()) : x.clampMax(n.doubleValue());
    }
    if (high == null) {
      return isWhole(low) ? x.clampMin(low.longValue()) : x.clampMin(low.doubleValue());
    }
    return isWhole(low) && isWhole(high)
        ? x.clamp(low.longValue(), high.longValue())
        : x.clamp(low.doubleValue(), high.doubleValue());
  }

  static Tensor clampInPlace(Tensor x, @Nullable Number low, @Nullable Number high) {
    if (low == null) {
      Number n = bound(high);
      return isWhole(n) ? x.clampMax_(n.longValue()) : x.clampMax_(n.doubleValue());
    }
    if (high == null) {
      return isWhole(low) ? x.clampMin_(low.longValue()) : x.clampMin_(low.doubleValue());
    }
    return isWhole(low) && isWhole(high)
        ? x.clamp_(low.longValue(), high.longValue())
        : x.clamp_(low.doubleValue(), high.doubleValue());
  }

  private static boolean isWhole(Number n) {
    return !(n instanceof Double || n instanceof Float);
  }

  private static <T> T bound(@Nullable T t) {
    if (t == null) {
      throw new NablaException("torch.clamp: At least one of 'min' or 'max' must not be None");
    }
    return t;
  }

  private static void checkCondition(Tensor c) {
    if (!isBool(c)) {
      throw new DTypeException(
          "where expected condition to be a boolean tensor, but got a tensor with dtype " + c.dtype().scalarName());
    }
  }

  /** {@code a} where {@code c}, else {@code b}. */
  static Tensor where(Tensor c, Tensor a, Tensor b) {
    checkCondition(c);
    DType common = a.dtype() == b.dtype() ? a.dtype() : Promotion.resultType(a, b);
    return Dispatch.apply(Pointwise.WHERE, new Tensor[] {c.to(common), a.to(common), b.to(common)});
  }

  /** {@code op}, one of the choices between {@code x} and a number. */
  static Tensor where(ElementwiseOp op, Tensor c, Tensor x, boolean whole) {
    checkCondition(c);
    DType common = Promotion.withNumber(x.dtype(), whole);
    return Dispatch.apply(op, c.to(common), x.to(common));
  }

  private static Tensor mask(Tensor mask, DType dtype) {
    if (!isBool(mask)) {
      throw new DTypeException("masked_fill only supports boolean masks, but got dtype " + mask.dtype().scalarName());
    }
    return mask.to(dtype);
  }

  private static Tensor fillValue(String name, Tensor value) {
    if (value.dim() != 0) {
      throw new ShapeException(
          name + " only supports a 0-dimensional value tensor, but got tensor with " + value.dim() + " dimension(s).");
    }
    return value;
  }

  static Tensor maskedFill(Tensor x, Tensor mask, double v) {
    return Dispatch.apply(Pointwise.MASKED_FILL_NUMBER.with(v), x, mask(mask, x.dtype()));
  }

  static Tensor maskedFill(Tensor x, Tensor mask, Tensor v) {
    return Dispatch.apply(Pointwise.MASKED_FILL,
        new Tensor[] {x, mask(mask, x.dtype()), fillValue("masked_fill", v).to(x.dtype())});
  }

  static Tensor maskedFillInPlace(Tensor x, Tensor mask, double v) {
    return InPlace.apply(Pointwise.MASKED_FILL_NUMBER.with(v), x.dtype(), new Tensor[] {x, mask(mask, x.dtype())});
  }

  static Tensor maskedFillInPlace(Tensor x, Tensor mask, Tensor v) {
    Tensor value = fillValue("masked_fill_", v).to(x.dtype());
    return InPlace.apply(Pointwise.MASKED_FILL, x.dtype(), new Tensor[] {x, mask(mask, x.dtype()), value});
  }

  /** {@code x = v} everywhere. */
  static Tensor fillInPlace(Tensor x, Tensor v) {
    if (v.dim() != 0) {
      throw new ShapeException(
          "fill_ only supports 0-dimension value tensor but got tensor with " + v.dim() + " dimensions.");
    }
    return InPlace.apply(Pointwise.FILL, x.dtype(), new Tensor[] {x, v.to(x.dtype())});
  }

  /** {@code op}, an interpolation, on tensors that must be real and of one type. */
  static ElementwiseOp lerp(ElementwiseOp op, Tensor a, Tensor b, Tensor weight) {
    if (!a.dtype().isFloating()) {
      throw notImplemented("lerp_kernel", a.dtype());
    }
    if (b.dtype() != a.dtype() || weight.dtype() != a.dtype()) {
      boolean end = b.dtype() != a.dtype();
      throw new DTypeException("expected dtype " + a.dtype() + " for `" + (end ? "end" : "weight") + "` but got dtype "
          + (end ? b : weight).dtype() + "; convert it with to(" + a.dtype().name() + ")");
    }
    return op;
  }

  static ElementwiseOp heaviside(Tensor x, Tensor values) {
    if (x.dtype() != values.dtype()) {
      throw new DTypeException("heaviside is not yet implemented for tensors with different dtypes.");
    }
    return Pointwise.HEAVISIDE;
  }

  // --- rounding and repairs ---

  /** Rounding to {@code decimals} digits after the point; before it if negative. */
  static ElementwiseOp round(int decimals) {
    return decimals >= 0
        ? Pointwise.ROUND_DECIMALS.with(Math.pow(10, decimals))
        : Pointwise.ROUND_TENS.with(Math.pow(10, -decimals));
  }

  private static ElementwiseOp nanToNum(DType dtype, double nan, @Nullable Double posInf, @Nullable Double negInf) {
    double most = FloatInfo.of(dtype).max();
    return Pointwise.NAN_TO_NUM.with(nan, posInf == null ? most : posInf, negInf == null ? -most : negInf);
  }

  static Tensor nanToNum(Tensor x, double nan, @Nullable Double posInf, @Nullable Double negInf) {
    return x.dtype().isFloating() ? Dispatch.apply(nanToNum(x.dtype(), nan, posInf, negInf), x) : x.cloneTensor();
  }

  static Tensor nanToNumInPlace(Tensor x, double nan, @Nullable Double posInf, @Nullable Double negInf) {
    return x.dtype().isFloating() ? InPlace.unary(nanToNum(x.dtype(), nan, posInf, negInf), x) : x;
  }

  /** Mantissa and exponent. The power of two is constant in x, so the mantissa's slope is its reciprocal. */
  static Frexp frexp(Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException("torch.frexp() only supports floating-point dtypes, but got a tensor of " + x.dtype());
    }
    Tensor size = x.detach().abs();
    Tensor finite = size.gt(0).logicalAnd(size.isFinite());
    Tensor guess = Nabla.where(finite, size.log2().floor().add(1), 0L);
    Tensor m = halves(size, guess);
    Tensor exponent = guess.add(m.ge(1).logicalAnd(finite)).sub(m.lt(0.5).logicalAnd(finite).to(x.dtype()));
    return new Frexp(halves(x, exponent), exponent.to(DType.INT32));
  }

  /** {@code x 2^-e}, in two steps because {@code 2^-e} alone overflows for denormal numbers. */
  private static Tensor halves(Tensor x, Tensor e) {
    Tensor half = e.mul(-0.5).floor();
    return x.mul(half.exp2()).mul(e.neg().sub(half).exp2());
  }

  /** A number as a tensor that leaves the type of {@code beside} as the number would. */
  static Tensor number(double v, Tensor beside) {
    return Nabla.tensor(v, Promotion.withNumber(beside.dtype(), false));
  }

  /** A whole number as a tensor that leaves the type of {@code beside} as the number would. */
  static Tensor number(long v, Tensor beside) {
    return Nabla.tensor(v).to(Promotion.withNumber(beside.dtype(), true));
  }

  // --- bits ---

  /** {@code op}, which only whole numbers and truth values have. */
  static ElementwiseOp bits(ElementwiseOp op, Tensor a, Tensor b) {
    bits(op, a);
    return bits(op, b);
  }

  static ElementwiseOp bits(ElementwiseOp op, Tensor x) {
    if (x.dtype().isFloating()) {
      throw notImplemented(op.name() + "_cpu", x.dtype());
    }
    return op;
  }

  /** {@code op}, which only whole numbers have. */
  static ElementwiseOp whole(ElementwiseOp op, Tensor a, Tensor b) {
    DType common = Promotion.resultType(a, b);
    if (common.category() != Category.INTEGRAL) {
      throw notImplemented(op.name() + "_cpu", common);
    }
    return op;
  }

  static ElementwiseOp complement(Tensor x) {
    return isBool(x) ? Pointwise.LOGICAL_NOT : bits(Pointwise.BITWISE_NOT, x);
  }

  // --- comparison of whole tensors ---

  static Tensor isClose(Tensor a, Tensor b, double rtol, double atol, boolean equalNan) {
    if (a.dtype() != b.dtype()) {
      throw new DTypeException(a.dtype().scalarName() + " did not match " + b.dtype().scalarName());
    }
    checkTolerance("rtol", rtol);
    checkTolerance("atol", atol);
    DType compute = a.dtype().isFloating() ? a.dtype() : DType.FLOAT64;
    ElementwiseOp op = (equalNan ? Pointwise.ISCLOSE_NAN : Pointwise.ISCLOSE).with(rtol, atol);
    return Dispatch.apply(op, a.to(compute), b.to(compute));
  }

  private static void checkTolerance(String name, double v) {
    if (!(v >= 0)) {
      throw new NablaException(name + " must be greater than or equal to zero, but got " + v);
    }
  }

  static boolean allClose(Tensor a, Tensor b, double rtol, double atol, boolean equalNan) {
    return !isClose(a, b, rtol, atol, equalNan).logicalNot().any().itemBoolean();
  }

  static boolean equal(Tensor a, Tensor b) {
    return a.shape().equals(b.shape()) && !a.ne(b).any().itemBoolean();
  }

  // --- functions of several steps ---

  /** {@code log} of the multivariate gamma function of {@code p} dimensions. */
  static Tensor mvlgamma(Tensor x, int p) {
    if (p < 1) {
      throw new NablaException("p has to be greater than or equal to 1");
    }
    if (x.dtype() == DType.BOOL) {
      throw new DTypeException("mvlgamma: The input tensor may not be a boolean tensor.");
    }
    Tensor real = x.dtype().isFloating() ? x : x.to(Nabla.defaultDType());
    Tensor sum = real.add(0.0).lgamma(); // -0 counts as 0
    for (int j = 1; j < p; j++) {
      sum = sum.add(real.sub(0.5 * j).lgamma());
    }
    return sum.add(0.25 * p * (p - 1) * Math.log(Math.PI));
  }
}
