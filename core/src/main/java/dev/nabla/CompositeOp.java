package dev.nabla;

import org.jspecify.annotations.Nullable;

/**
 * A function written with other tensor operations that has a better kernel or backward rule of its own. {@link #compute} is the meaning;
 * tangents and batches go through it.
 */
public non-sealed interface CompositeOp extends Op {
  /** The function in tensor code. */
  Tensor compute(Tensor[] in);

  /** All values in tensor code; more than one only for a {@link FusedOp}. */
  default Tensor[] computeAll(Tensor[] in) {
    return new Tensor[] {compute(in)};
  }

  /** Whether a graph records the tensor code rather than this op, for inputs that a transform further down has wrapped. */
  default boolean expandsInGraphs() {
    return false;
  }

  @Override
  default Tensor run(Tensor[] in) {
    return compute(in);
  }

  @Override
  default @Nullable Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t) {
    throw new AssertionError(name() + ": the forward level expands composites");
  }

  @Override
  default Tensor batch(Tensor[] in, boolean[] batched) {
    throw new AssertionError(name() + ": the batch level expands composites");
  }
}
