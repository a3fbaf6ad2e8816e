package dev.nabla;

import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;

/** What a tensor can do with its shape. Results are views of the same elements wherever strides allow it. */
sealed interface ShapeMethods permits Tensor {
  private Tensor self() { return (Tensor) this; }

  /** This tensor with elements of {@code dtype}; itself if it has that type already. */
  default Tensor to(DType dtype) { return self().dtype() == dtype ? self() : Dispatch.apply(new Views.Cast(dtype), self()); }

  /** A copy in a new buffer, in the graph. */
  default Tensor cloneTensor() { return Dispatch.apply(Views.CLONE, self()); }

  /** Whether the elements lie one after the other in row-major order. */
  default boolean isContiguous() { return !(self() instanceof ConcreteTensor c) || c.data().isContiguous(); }

  /** This tensor if it is contiguous, else a copy that is. */
  default Tensor contiguous() { return isContiguous() ? self() : cloneTensor(); }

  /** The elements in row-major order as another shape; one size may be -1. Never copies. */
  default Tensor view(int... dims) { return Dispatch.apply(new Views.Reshape("view", Shapes.resolve(self(), dims)), self()); }

  /** The elements in row-major order as another shape; one size may be -1. Copies only where no view is possible. */
  default Tensor reshape(int... dims) { return Shapes.reshape(self(), Shapes.resolve(self(), dims)); }

  /** The elements in row-major order as {@code shape}. Copies only where no view is possible. */
  default Tensor reshape(Shape shape) { return Shapes.reshape(self(), shape); }

  /** Broadcasts to {@code shape}, without a copy. */
  default Tensor expand(Shape shape) { return self().shape().equals(shape) ? self() : Dispatch.apply(new Views.Expand(shape), self()); }

  /** Broadcasts to these sizes; -1 keeps a size. */
  default Tensor expand(int... dims) { return expand(Shapes.expansion(self(), dims)); }

  /** The axes in the given order. */
  default Tensor permute(int... axes) { return Dispatch.apply(new Views.Permute("permute", Shapes.order(self(), axes)), self()); }

  /** This tensor with two axes exchanged. */
  default Tensor transpose(int a, int b) { return Dispatch.apply(new Views.Permute("transpose", Shapes.swap(self(), a, b)), self()); }

  /** The transpose of a matrix; tensors with fewer axes stay. */
  default Tensor t() {
    if (self().dim() > 2) {
      throw new ShapeException("t() expects a tensor with <= 2 dimensions, but self is " + self().dim() + "D; use mT() or transpose(a, b)");
    }
    return self().dim() < 2 ? self() : Dispatch.apply(new Views.Permute("t", 1, 0), self());
  }

  /** The transpose of the matrices on the last two axes. */
  default Tensor mT() { return transpose(-2, -1); }

  /** A new axis of size 1 at position {@code axis}. */
  default Tensor unsqueeze(int axis) { return Dispatch.apply(new Views.Unsqueeze(Shape.normalizeAxis(axis, self().dim() + 1)), self()); }

  /** Without the axis {@code axis} if its size is 1. */
  default Tensor squeeze(int axis) {
    int a = self().shape().axis(axis);
    return self().dim() == 0 || self().size(a) != 1 ? self() : Dispatch.apply(new Views.Squeeze(a), self());
  }
}
