package dev.nabla;

import dev.nabla.kernel.Reducer;
import dev.nabla.type.DType;

/** What a tensor can do with the elements of some of its axes: sums, extremes, norms. No axes means all of them. */
sealed interface ReduceMethods permits Tensor {
  private Tensor self() { return (Tensor) this; }

  /** The sum of all elements. */
  default Tensor sum() { return Reductions.sum(self(), new int[0], false); }

  /** The sum over {@code axes}. */
  default Tensor sum(int... axes) { return Reductions.sum(self(), axes, false); }

  /** The sum over {@code axes}, which stay with size 1 if {@code keepDim}. */
  default Tensor sum(int[] axes, boolean keepDim) { return Reductions.sum(self(), axes, keepDim); }

  /** Whether any element differs from 0 (bool). */
  default Tensor any() { return Reductions.reduce(Reducer.ANY, self(), Reductions.normalize(new int[0], self().dim()), false, DType.BOOL); }
}
