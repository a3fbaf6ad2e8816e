package dev.nabla;

import org.jspecify.annotations.Nullable;

/**
 * One differentiable operation as one immutable value, with all its rules: how to run it, how cotangents go back through it, how tangents go
 * forward, and what it does to a batch.
 *
 * <p>The kinds: {@link ElementwiseOp} (a formula), {@link LinearOp} (a transpose), {@link BilinearOp} (two adjoints), {@link CompositeOp}
 * (tensor code with a better backward rule), {@link PrimitiveOp} (everything by hand). Rules are written with tensor methods, so that each
 * rule is itself differentiable and batchable.
 *
 * <p>In all rules: {@code in} inputs, {@code out} output, {@code g} cotangent of the output, {@code t} tangents of the inputs.
 */
public sealed interface Op permits ElementwiseOp, LinearOp, BilinearOp, CompositeOp, PrimitiveOp {
  /** The operation's name in PyTorch's spelling, such as {@code log_softmax}. */
  String name();

  /** The name that {@code gradFn()} shows, such as {@code LogSoftmaxBackward0}. */
  default String gradName() {
    return OpNames.backward(name());
  }

  /** The value for concrete inputs. Checks them first: errors name the op, the values and the remedy. */
  Tensor run(Tensor[] in);

  /** All values for concrete inputs; more than one only for a {@link PrimitiveOp}. */
  default Tensor[] runAll(Tensor[] in) {
    return new Tensor[] {run(in)};
  }

  /**
   * What the backward rule will read, as bits: bit i for input i, bit {@link #OUTPUT} + j for output j. Bit i of {@code needs} tells whether
   * input i wants a cotangent (inputs beyond the 16th are not told and cannot be saved).
   */
  int saves(int needs);

  /** The first of the bits of {@link #saves} that stand for outputs. */
  int OUTPUT = 16;

  /** The cotangent of input {@code i} for the cotangent {@code g} of the (first) output. */
  @Nullable
  Tensor vjp(int i, Saved s, Tensor g);

  /**
   * As {@link #vjp} with recording off, so that no graph is made of the rule itself. Nobody else holds {@code g} if {@code over}: the rule may
   * write its result over it.
   */
  default @Nullable Tensor vjpPlain(int i, Saved s, ConcreteTensor g, boolean over) {
    return vjp(i, s, g);
  }

  /** Whether {@link #vjpAll} is to be asked instead of {@link #vjp}: ops with several outputs, or whose cotangents share work. */
  default boolean joint() {
    return false;
  }

  /** The cotangents of all inputs that need one; null entries mean zero. Null entries in {@code g} do as well. */
  default @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
    throw new AssertionError(name() + " is not joint");
  }

  /** The tangent of the output for tangents of some inputs (null: zero); null if it is zero. */
  @Nullable
  Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t);

  /** The tangents of all outputs. */
  default @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
    return new @Nullable Tensor[] {jvp(in, out[0], t)};
  }

  /** The op over a batch: the inputs flagged in {@code batched} carry the batch as axis 0, and so does the result. */
  Tensor batch(Tensor[] in, boolean[] batched);

  /** As {@link #batch}, all outputs. */
  default Tensor[] batchAll(Tensor[] in, boolean[] batched) {
    return new Tensor[] {batch(in, batched)};
  }

  /**
   * Whether {@link #run} takes tensors of float16 and bfloat16 as they are: views, copies, whatever looks at no elements. Any other op gets them as
   * float32: see {@link Widened}.
   */
  default boolean takesHalves() {
    return false;
  }

  /** How many of the outputs users see; what follows them is kept for the backward rule, in the type that was computed in. */
  default int results() {
    return Integer.MAX_VALUE;
  }

  /** How many number operands the op holds that PyTorch's graph shows as inputs without a node ({@code x * 3} shows x and None). */
  default int numberOperands() {
    return 0;
  }
}
