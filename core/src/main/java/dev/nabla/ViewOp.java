package dev.nabla;

import dev.nabla.kernel.Strided;

/** A linear op whose result shares its input's storage: in-place writes to either are seen by both, and by the graph. */
public interface ViewOp extends LinearOp {
  /** The window of the result. */
  Strided view(Strided x);

  @Override
  default boolean takesHalves() {
    return true;
  }

  @Override
  default Tensor apply(Tensor x) {
    return ((ConcreteTensor) x).viewed(this);
  }
}
