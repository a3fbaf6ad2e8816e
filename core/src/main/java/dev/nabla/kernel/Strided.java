package dev.nabla.kernel;

import dev.nabla.type.DType;
import dev.nabla.type.Shape;

/**
 * A strided window onto a buffer: element {@code (i0, i1, …)} lies at {@code offset + Σ ik · stride(k)}. Strides are in elements and may be 0
 * (a broadcast axis), never negative.
 */
public final class Strided {
  private final Storage storage;
  private final int offset;
  private final Shape shape;
  private final int[] strides;

  /** The window; {@code strides} is taken over, not copied. */
  public Strided(Storage storage, int offset, Shape shape, int[] strides) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }

  /** A row-major window over the whole of {@code storage}. */
  public static Strided contiguous(Storage storage, Shape shape) {
    return new Strided(storage, 0, shape, shape.contiguousStrides());
  }

  /** A row-major window over a new buffer of zeros: {@link Storage#allocate}. */
  public static Strided allocate(DType dtype, Shape shape) {
    return new Strided(Storage.allocate(dtype, shape.numel()), 0, shape, shape.contiguousStrides());
  }

  /** A row-major window over a buffer of arbitrary contents: {@link Storage#obtain}. */
  public static Strided obtain(DType dtype, Shape shape) {
    return new Strided(Storage.obtain(dtype, shape.numel()), 0, shape, shape.contiguousStrides());
  }

  /** A row-major window over a buffer of zeros: {@link Storage#zeros}. */
  public static Strided zeros(DType dtype, Shape shape) {
    return new Strided(Storage.zeros(dtype, shape.numel()), 0, shape, shape.contiguousStrides());
  }

  /** The buffer. */
  public Storage storage() {
    return storage;
  }

  /** The position of the first element. */
  public int offset() {
    return offset;
  }

  /** The sizes of the axes. */
  public Shape shape() {
    return shape;
  }

  /** The number of axes. */
  public int rank() {
    return strides.length;
  }

  /** The size of axis {@code i}. */
  public int dim(int i) {
    return shape.dim(i);
  }

  /** The step of axis {@code i} in elements. */
  public int stride(int i) {
    return strides[i];
  }

  /** The steps of all axes; shared, so treat it as read-only. */
  public int[] strides() {
    return strides;
  }

  /** The element type. */
  public DType dtype() {
    return storage.dtype();
  }

  /** The number of elements. */
  public int numel() {
    return shape.numel();
  }

  /** Whether the elements lie one after the other in row-major order. */
  public boolean isContiguous() {
    if (strides == shape.contiguousStrides()) {
      return true;
    }
    int step = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      int n = shape.dim(i);
      if (n == 0) {
        return true;
      }
      if (n != 1) {
        if (strides[i] != step) {
          return false;
        }
        step *= n;
      }
    }
    return true;
  }

  /** Whether several indices may address one element (a broadcast axis), so that the window must not be written. */
  public boolean overlapsItself() {
    for (int i = 0; i < strides.length; i++) {
      if (strides[i] == 0 && shape.dim(i) > 1) {
        return true;
      }
    }
    return false;
  }

  /** Whether this window and another on the same storage, each without gaps, have elements in common. */
  public boolean overlaps(Strided other) {
    return numel() > 0 && other.numel() > 0 && isDense() && other.isDense() && offset < other.offset + other.numel()
        && other.offset < offset + numel();
  }

  /** Whether the elements fill a stretch of the storage, in whatever order of the axes. */
  private boolean isDense() {
    int reach = 1;
    for (int i = 0; i < strides.length; i++) {
      if (strides[i] <= 0 && shape.dim(i) > 1) {
        return false;
      }
      reach += strides[i] * (shape.dim(i) - 1);
    }
    // Without gaps the reach is the number of elements; strides that overlap reach less far.
    return reach == numel() && !overlapsItself();
  }

  /** This window broadcast to a shape that it expands to. */
  public Strided expand(Shape target) {
    if (target.equals(shape)) {
      return this;
    }
    int lead = target.rank() - rank();
    int[] out = new int[target.rank()];
    for (int i = 0; i < rank(); i++) {
      out[lead + i] = shape.dim(i) == target.dim(lead + i) ? strides[i] : 0;
    }
    return new Strided(storage, offset, target, out);
  }

  /** This window with its axes in another order. */
  public Strided permute(int... order) {
    int[] dims = new int[order.length];
    int[] steps = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      dims[i] = shape.dim(order[i]);
      steps[i] = strides[order[i]];
    }
    return new Strided(storage, offset, Shape.of(dims), steps);
  }

  /** The part with index {@code index} on axis {@code axis}, that axis removed. */
  public Strided select(int axis, int index) {
    int[] steps = new int[rank() - 1];
    System.arraycopy(strides, 0, steps, 0, axis);
    System.arraycopy(strides, axis + 1, steps, axis, steps.length - axis);
    return new Strided(storage, offset + index * strides[axis], shape.without(axis), steps);
  }

  /** The position of the element with row-major number {@code linear}. */
  public int position(int linear) {
    int at = offset;
    for (int i = strides.length - 1; i >= 0; i--) {
      int n = shape.dim(i);
      at += linear % n * strides[i];
      linear /= n;
    }
    return at;
  }
}
