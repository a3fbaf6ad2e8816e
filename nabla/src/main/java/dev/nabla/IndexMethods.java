package dev.nabla;

import dev.nabla.type.DType;
import dev.nabla.type.GradientException;
import dev.nabla.type.IndexException;
import dev.nabla.type.ShapeException;

/** How elements are reached: by position, slice, index tensor or mask. */
sealed interface IndexMethods permits Tensor {
  private Tensor self() { return (Tensor) this; }

  /** Index {@code index} of axis {@code axis}, which disappears; negative positions count from the end. */
  default Tensor select(int axis, int index) {
    Tensor x = self();
    if (x.dim() == 0) {
      throw new IndexException("select() cannot be applied to a 0-dim tensor.");
    }
    int a = x.shape().axis(axis);
    int n = x.size(a);
    if (index < -n || index >= n) {
      throw new IndexException("index " + index + " is out of bounds for dimension " + a + " with size " + n);
    }
    return Dispatch.apply(new Views.Select(a, index < 0 ? index + n : index), x);
  }

  /** Writes the elements of {@code source}, broadcast to this shape and converted to this type. */
  default Tensor copy_(Tensor source) { return InPlace.copy(self(), source); }

  /** The only element, as a double. */
  default double item() { return Items.only(self()).getDouble(); }

  /** The only element, as a long. */
  default long itemLong() { return Items.only(self()).getLong(); }

  /** Whether the only element differs from 0. */
  default boolean itemBoolean() { return Items.only(self()).getDouble() != 0; }
}
