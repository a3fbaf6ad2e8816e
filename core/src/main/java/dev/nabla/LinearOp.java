package dev.nabla;

import dev.nabla.type.TensorType;
import org.jspecify.annotations.Nullable;

/** A linear function of one tensor: the cotangent goes through its transpose, the tangent through the op itself, nothing is saved. */
public non-sealed interface LinearOp extends Op {
  /** The value at a concrete {@code x}. */
  Tensor apply(Tensor x);

  /** The transposed map of the cotangent {@code g} back to the type of the input. */
  Tensor transpose(Tensor g, TensorType x);

  /** The op on {@code x} with a batch as axis 0. */
  Tensor batch(Tensor x);

  @Override
  default Tensor run(Tensor[] in) {
    return apply(in[0]);
  }

  @Override
  default int saves(int needs) {
    return 0;
  }

  @Override
  default Tensor vjp(int i, Saved s, Tensor g) {
    return transpose(g, s.inType(0));
  }

  @Override
  default @Nullable Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t) {
    return Dispatch.apply(this, java.util.Objects.requireNonNull(t[0]));
  }

  @Override
  default Tensor batch(Tensor[] in, boolean[] batched) {
    return batch(in[0]);
  }
}
