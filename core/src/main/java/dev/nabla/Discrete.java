package dev.nabla;

import org.jspecify.annotations.Nullable;

/** An op that no derivative goes through: its results are positions, counts or truth values. */
interface Discrete extends JointOp {
  @Override
  default int saves(int needs) {
    return 0;
  }

  @Override
  default @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
    return new @Nullable Tensor[s.inputs()];
  }

  @Override
  default @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
    return new @Nullable Tensor[out.length];
  }
}
