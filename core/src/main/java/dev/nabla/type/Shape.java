package dev.nabla.type;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The sizes of a tensor's axes, outermost first; immutable. The shape of a scalar is {@code []}. */
public final class Shape {
  /** The shape of a 0-d tensor. */
  public static final Shape SCALAR = new Shape(new int[0]);

  private static final int TYPES = DType.values().length;

  private final int[] dims;
  private final int[] strides;
  private final int numel;

  /** The types of tensors of this shape, made when first asked for; racing threads may make equal ones. */
  private @Nullable TensorType @Nullable [] types;

  private Shape(int[] dims) {
    this.dims = dims;
    this.strides = new int[dims.length];
    long n = 1;
    long step = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      if (dims[i] < 0) {
        throw new ShapeException(
            "Trying to create tensor with negative dimension " + dims[i] + ": " + Arrays.toString(dims));
      }
      strides[i] = (int) step;
      step *= Math.max(dims[i], 1);
      n *= dims[i];
      if (step > Integer.MAX_VALUE) {
        throw new ShapeException(
            "shape " + Arrays.toString(dims) + " has more than 2^31 - 1 elements, the most one tensor can hold");
      }
    }
    this.numel = (int) n;
  }

  /** The shape with these sizes; the array is copied. */
  public static Shape of(int... dims) {
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  /** The type of a tensor of this shape with elements of {@code dtype}. */
  public TensorType type(DType dtype) {
    @Nullable
    TensorType[] known = types;
    if (known == null) {
      known = new @Nullable TensorType[TYPES];
      types = known;
    }
    TensorType type = known[dtype.ordinal()];
    if (type == null) {
      type = new TensorType(dtype, this);
      known[dtype.ordinal()] = type;
    }
    return type;
  }

  /** The number of axes. */
  public int rank() {
    return dims.length;
  }

  /** The number of elements; 1 for a scalar. */
  public int numel() {
    return numel;
  }

  /** The size of an axis; negative axes count from the end. A scalar has none. */
  public int size(int axis) {
    int a = axis(axis);
    if (dims.length == 0) {
      throw new IndexException("Dimension specified as " + axis + " but tensor has no dimensions");
    }
    return dims[a];
  }

  /** The size of axis {@code i}, 0 ≤ i &lt; rank, unchecked beyond the array's own check. */
  public int dim(int i) {
    return dims[i];
  }

  /** A copy of the sizes. */
  public int[] toArray() {
    return dims.clone();
  }

  /** The row-major stride of axis {@code i} of a contiguous tensor of this shape (sizes 0 count as 1, as in PyTorch). */
  public int stride(int i) {
    return strides[i];
  }

  /** The strides of a contiguous tensor of this shape; shared, so treat it as read-only. */
  public int[] contiguousStrides() {
    return strides;
  }

  /** The axis as a number from 0 to rank - 1; a scalar accepts 0 and -1, as in PyTorch. */
  public int axis(int axis) {
    return normalizeAxis(axis, dims.length);
  }

  /** {@code axis} counted from the front, for a tensor with {@code rank} axes. */
  public static int normalizeAxis(int axis, int rank) {
    int r = Math.max(rank, 1);
    if (axis < -r || axis >= r) {
      throw new IndexException(
          "Dimension out of range (expected to be in range of [" + -r + ", " + (r - 1) + "], but got " + axis + ")");
    }
    return axis < 0 ? axis + r : axis;
  }

  /** The common shape of two operands by NumPy's rule: aligned at the last axis, sizes equal or one of them 1. */
  public static Shape broadcast(Shape a, Shape b) {
    if (a == b || a.equals(b) || b.dims.length == 0) {
      return a;
    }
    if (a.dims.length == 0) {
      return b;
    }
    int rank = Math.max(a.dims.length, b.dims.length);
    int[] out = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int m = i <= a.dims.length ? a.dims[a.dims.length - i] : 1;
      int n = i <= b.dims.length ? b.dims[b.dims.length - i] : 1;
      if (m != n && m != 1 && n != 1) {
        throw new ShapeException("The size of tensor a (" + m + ") must match the size of tensor b (" + n
            + ") at non-singleton dimension " + (rank - i));
      }
      out[rank - i] = m == 1 ? n : m;
    }
    return Arrays.equals(out, a.dims) ? a : Arrays.equals(out, b.dims) ? b : new Shape(out);
  }

  /** Whether a tensor of this shape broadcasts to {@code target} without changing it. */
  public boolean expandsTo(Shape target) {
    int lead = target.dims.length - dims.length;
    if (lead < 0) {
      return false;
    }
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] != target.dims[lead + i] && dims[i] != 1) {
        return false;
      }
    }
    return true;
  }

  /** This shape with axis {@code i} of another size. */
  public Shape with(int i, int size) {
    int[] out = dims.clone();
    out[axis(i)] = size;
    return new Shape(out);
  }

  /** This shape without axis {@code i}. */
  public Shape without(int i) {
    int k = axis(i);
    int[] out = new int[dims.length - 1];
    System.arraycopy(dims, 0, out, 0, k);
    System.arraycopy(dims, k + 1, out, k, out.length - k);
    return of(out);
  }

  /** This shape with a new axis before position {@code i} (0 to rank). */
  public Shape insert(int i, int size) {
    int[] out = new int[dims.length + 1];
    System.arraycopy(dims, 0, out, 0, i);
    out[i] = size;
    System.arraycopy(dims, i, out, i + 1, dims.length - i);
    return of(out);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Shape s && Arrays.equals(dims, s.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** The sizes in brackets, such as {@code [2, 3]}. */
  @Override
  public String toString() {
    return Arrays.toString(dims);
  }
}
