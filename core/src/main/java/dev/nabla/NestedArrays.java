package dev.nabla;

import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tensors from nested Java arrays, lists and numbers. */
final class NestedArrays {
  private NestedArrays() {}

  static Tensor tensor(Object nested, @Nullable DType dtype) {
    if (nested instanceof Tensor t) {
      return dtype == null ? t.detach().cloneTensor() : t.detach().cloneTensor().to(dtype);
    }
    List<Integer> dims = new ArrayList<>();
    Object first = nested;
    while (length(first) >= 0) {
      int n = length(first);
      dims.add(n);
      if (n == 0) {
        break;
      }
      first = element(first, 0);
    }
    Shape shape = Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
    DType natural = natural(nested, first);
    Storage out = Storage.allocate(dtype == null ? natural : dtype, shape.numel());
    int n = fill(nested, shape, 0, out, 0);
    if (n != shape.numel()) {
      throw new AssertionError();
    }
    return new ConcreteTensor(Strided.contiguous(out, shape));
  }

  private static int length(Object o) {
    return o.getClass().isArray() ? Array.getLength(o) : o instanceof List<?> l ? l.size() : -1;
  }

  private static Object element(Object o, int i) {
    Object e = o instanceof List<?> l ? l.get(i) : Array.get(o, i);
    if (e == null) {
      throw new NablaException("tensor: element " + i + " is null");
    }
    return e;
  }

  /** The type of a tensor without a type of its own: that of the array, or for boxed numbers the highest category among them. */
  private static DType natural(Object nested, Object first) {
    if (length(nested) < 0 || leaf(nested.getClass()).isPrimitive()) {
      return natural(first);
    }
    DType type = null;
    for (int i = 0; i < length(nested); i++) {
      Object e = element(nested, i);
      DType t = natural(e, e);
      type = type == null ? t : DType.promote(type, t);
    }
    return type == null ? Nabla.defaultDType() : type;
  }

  private static Class<?> leaf(Class<?> c) {
    Class<?> at = c;
    while (at.isArray()) {
      at = at.getComponentType();
    }
    return at;
  }

  private static DType natural(Object first) {
    Class<?> c = leaf(first.getClass());
    if (c == float.class || c == Float.class) {
      return DType.FLOAT32;
    }
    if (c == boolean.class || c == Boolean.class) {
      return DType.BOOL;
    }
    if (c == long.class || c == int.class || c == short.class || c == byte.class || first instanceof Long
        || first instanceof Integer
        || first instanceof Short || first instanceof Byte || first instanceof BigInteger) {
      return DType.INT64;
    }
    return Nabla.defaultDType();
  }

  private static long whole(BigInteger v) {
    if (v.bitLength() > 63) {
      throw new NablaException("tensor: the whole number " + v + " is beyond int64; give it as a double");
    }
    return v.longValue();
  }

  private static int fill(Object from, Shape shape, int axis, Storage out, int at) {
    if (axis == shape.rank()) {
      switch (from) {
        case Boolean b -> out.setLong(at, b ? 1 : 0);
        case Long v -> out.setLong(at, v);
        case Integer v -> out.setLong(at, v);
        case Short v -> out.setLong(at, v);
        case Byte v -> out.setLong(at, v);
        case BigInteger v -> out.setLong(at, whole(v));
        case Number v -> out.setDouble(at, v.doubleValue());
        default -> throw new NablaException(
            "tensor: cannot make a tensor from " + from.getClass().getName() + "; give numbers, truth values or"
                + " nested arrays of them, all of equal length on each level");
      }
      return at + 1;
    }
    int n = length(from);
    if (n != shape.dim(axis)) {
      throw new ShapeException("tensor: expected sequence of length " + shape.dim(axis) + " at dim " + axis + " (got "
          + (n < 0 ? "a number" : n) + ")");
    }
    if (axis == shape.rank() - 1 && from instanceof double[] d && out.dtype() == DType.FLOAT64) {
      System.arraycopy(d, 0, out.doubles(), at, n);
      return at + n;
    }
    if (axis == shape.rank() - 1 && from instanceof float[] f && out.dtype() == DType.FLOAT32) {
      System.arraycopy(f, 0, out.floats(), at, n);
      return at + n;
    }
    int next = at;
    for (int i = 0; i < n; i++) {
      next = fill(element(from, i), shape, axis + 1, out, next);
    }
    return next;
  }
}
