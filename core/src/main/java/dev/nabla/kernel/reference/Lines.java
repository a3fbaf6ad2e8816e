package dev.nabla.kernel.reference;

import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;

/** The lines of a window along one axis, numbered in row-major order over the other axes. */
final class Lines {
  private final int axis;
  private final int length;
  private final Shape others;

  Lines(Strided of, int axis) {
    this.axis = axis;
    this.length = of.rank() == 0 ? 1 : of.dim(axis);
    this.others = of.rank() == 0 ? Shape.SCALAR : of.shape().without(axis);
  }

  /** The number of lines. */
  int count() {
    return others.numel();
  }

  /** The number of elements of a line. */
  int length() {
    return length;
  }

  /** Where element {@code i} of line {@code line} lies in a window whose axes, but for the axis of the lines, are at least as long. */
  int position(Strided window, int line, int i) {
    if (window.rank() == 0) {
      return window.offset();
    }
    int at = window.offset() + i * window.stride(axis);
    for (int k = others.rank() - 1; k >= 0; k--) {
      int n = others.dim(k);
      at += line % n * window.stride(k < axis ? k : k + 1);
      line /= n;
    }
    return at;
  }
}
