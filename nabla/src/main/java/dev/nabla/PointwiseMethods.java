package dev.nabla;

/** What a tensor can do element by element. Operands broadcast; types promote as in PyTorch; methods ending in an underscore write in place. */
sealed interface PointwiseMethods permits Tensor {
  private Tensor self() { return (Tensor) this; }

  // --- arithmetic ---

  /** {@code this + b}. */
  default Tensor add(Tensor b) { return Dispatch.binary(Pointwise.ADD, self(), b); }

  /** {@code this + alpha * b}. */
  default Tensor add(Tensor b, double alpha) { return Dispatch.binary(Pointwise.ADD_SCALED.with(alpha), self(), b); }

  /** {@code this + v}. */
  default Tensor add(double v) { return Dispatch.withNumber(Pointwise.ADD_NUMBER.with(v), self(), v, false); }

  /** {@code this + v}; whole tensors stay whole. */
  default Tensor add(long v) { return Dispatch.withNumber(Pointwise.ADD_NUMBER.with(v), self(), v, true); }

  /** {@code this += b}. */
  default Tensor add_(Tensor b) { return InPlace.binary(Pointwise.ADD, self(), b); }

  /** {@code this += alpha * b}. */
  default Tensor add_(Tensor b, double alpha) { return InPlace.binary(Pointwise.ADD_SCALED.with(alpha), self(), b); }

  /** {@code this += v}. */
  default Tensor add_(double v) { return InPlace.withNumber(Pointwise.ADD_NUMBER.with(v), self(), false); }

  /** {@code this - b}. */
  default Tensor sub(Tensor b) { return Dispatch.binary(Pointwise.SUB, self(), b); }

  /** {@code this * b}. */
  default Tensor mul(Tensor b) { return Dispatch.binary(Pointwise.MUL, self(), b); }

  /** {@code this * v}. */
  default Tensor mul(double v) { return Dispatch.withNumber(Pointwise.MUL_NUMBER.with(v), self(), v, false); }

  /** {@code this * v}; whole tensors stay whole. */
  default Tensor mul(long v) { return Dispatch.withNumber(Pointwise.MUL_NUMBER.with(v), self(), v, true); }

  /** {@code this *= b}. */
  default Tensor mul_(Tensor b) { return InPlace.binary(Pointwise.MUL, self(), b); }

  /** {@code this / b}, true division: whole numbers give real ones. */
  default Tensor div(Tensor b) { return Dispatch.binary(Pointwise.DIV, self(), b); }

  /** {@code this / v}, true division. */
  default Tensor div(double v) { return Dispatch.withNumber(Pointwise.DIV_NUMBER.with(v), self(), v, false); }

  /** {@code this} to the power of {@code v}. */
  default Tensor pow(double v) { return Dispatch.withNumber(v == 2 ? Pointwise.SQUARE : Pointwise.POW_NUMBER.with(v), self(), v, v == Math.rint(v)); }

  /** {@code this} to the power of {@code b}. */
  default Tensor pow(Tensor b) { return Dispatch.binary(Pointwise.POW, self(), b); }

  /** {@code -this}. */
  default Tensor neg() { return Dispatch.unary(Pointwise.NEG, self()); }

  /** {@code e} to the power of this. */
  default Tensor exp() { return Dispatch.unary(Pointwise.EXP, self()); }

  /** The natural logarithm. */
  default Tensor log() { return Dispatch.unary(Pointwise.LOG, self()); }

  /** The hyperbolic tangent. */
  default Tensor tanh() { return Dispatch.unary(Pointwise.TANH, self()); }

  /** The larger of this and 0. */
  default Tensor relu() { return Dispatch.unary(Pointwise.RELU, self()); }

  /** In place {@link #relu}. */
  default Tensor relu_() { return InPlace.unary(Pointwise.RELU, self()); }

  /** Whether elements are equal (bool). */
  default Tensor eq(Tensor b) { return Dispatch.binary(Pointwise.EQ, self(), b); }

  /** Whether elements are NaN (bool). */
  default Tensor isNan() { return Dispatch.unary(Pointwise.ISNAN, self()); }

  /** Sets every element to {@code v}. */
  default Tensor fill_(double v) { return InPlace.unary(Pointwise.FILL.with(v), self()); }

  /** Sets every element to 0. */
  default Tensor zero_() { return InPlace.unary(Pointwise.FILL.with(0), self()); }
}
