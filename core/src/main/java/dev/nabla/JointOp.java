package dev.nabla;

import org.jspecify.annotations.Nullable;

/** A primitive op whose cotangents are found together, because it has several outputs or they share work. */
public interface JointOp extends PrimitiveOp {
  @Override
  default boolean joint() {
    return true;
  }

  @Override
  @Nullable
  Tensor[] vjpAll(Saved s, @Nullable Tensor[] g);

  @Override
  default @Nullable Tensor vjp(int i, Saved s, Tensor g) {
    return vjpAll(s, new @Nullable Tensor[] {g})[i];
  }
}
