package dev.nabla;

import dev.nabla.type.TensorType;
import org.jspecify.annotations.Nullable;

/** A function linear in each of two tensors: two adjoints give the backward rule, the product rule the forward one. */
public non-sealed interface BilinearOp extends Op {
  /** The cotangent of the left input, of type {@code a}, from the output's cotangent and the right input. */
  Tensor adjointLeft(Tensor g, Tensor b, TensorType a);

  /** The cotangent of the right input, of type {@code b}, from the output's cotangent and the left input. */
  Tensor adjointRight(Tensor g, Tensor a, TensorType b);

  @Override
  default int saves(int needs) {
    return ((needs & 1) != 0 ? 2 : 0) | ((needs & 2) != 0 ? 1 : 0);
  }

  @Override
  default Tensor vjp(int i, Saved s, Tensor g) {
    return i == 0 ? adjointLeft(g, s.in(1), s.inType(0)) : adjointRight(g, s.in(0), s.inType(1));
  }

  @Override
  default @Nullable Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t) {
    Tensor da = t[0];
    Tensor db = t[1];
    Tensor left = da == null ? null : Dispatch.apply(this, da, in[1]);
    Tensor right = db == null ? null : Dispatch.apply(this, in[0], db);
    return left == null ? right : right == null ? left : left.add(right);
  }
}
