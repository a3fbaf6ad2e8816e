package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.GradientException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import java.util.ArrayList;
import java.util.List;

/** Elements as plain Java numbers. */
final class Items {
  private Items() {}

  /** One element. */
  record Item(Strided at) {
    double getDouble() {
      return at.storage().getDouble(at.offset());
    }

    long getLong() {
      return at.storage().getLong(at.offset());
    }
  }

  static Item only(Tensor t) {
    if (t.numel() != 1) {
      throw new NablaException("a Tensor with " + t.numel()
          + " elements cannot be converted to Scalar; reduce it first or use toDoubleArray()");
    }
    return new Item(window(t, "item"));
  }

  /** The elements of {@code t}; those of the primal value inside grad and jvp; an error inside vmap. */
  static Strided window(Tensor t, String op) {
    Tensor at = t;
    while (at instanceof LevelTensor l) {
      if (!l.level().seesThrough()) {
        throw new GradientException(op + ": a batched tensor has many values inside " + l.level().transform()
            + ", so none can be read as a number; use where(condition, a, b) instead of if, or move the read outside");
      }
      at = l.value();
    }
    return ((ConcreteTensor) at).window();
  }

  /** The version of the storage; 0 for a tensor inside a transform. */
  static int version(Tensor t) {
    return t instanceof ConcreteTensor c ? c.window().storage().version() : 0;
  }

  /** The elements in row-major order, in a buffer of {@code dtype} that nobody else holds. */
  private static Storage copied(Tensor t, DType dtype) {
    Strided from = window(t, "toArray");
    Strided out = Strided.allocate(dtype, from.shape());
    Backends.active().convert(from, out);
    return out.storage();
  }

  static float[] floats(Tensor t) {
    return copied(t, DType.FLOAT32).floats();
  }

  static double[] doubles(Tensor t) {
    return copied(t, DType.FLOAT64).doubles();
  }

  static long[] longs(Tensor t) {
    return copied(t, DType.INT64).longs();
  }

  static int[] ints(Tensor t) {
    return copied(t, DType.INT32).ints();
  }

  static boolean[] booleans(Tensor t) {
    byte[] bytes = copied(t, DType.BOOL).bytes();
    boolean[] out = new boolean[bytes.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = bytes[i] != 0;
    }
    return out;
  }

  static Object nested(Tensor t) {
    return nested(window(t, "toList"), 0, 0);
  }

  private static Object nested(Strided w, int axis, int at) {
    if (axis == w.rank()) {
      Item item = new Item(new Strided(w.storage(), w.offset() + at, Shape.SCALAR, new int[0]));
      return switch (w.dtype().category()) {
        case FLOATING -> item.getDouble();
        case INTEGRAL -> item.getLong();
        case BOOL -> item.getLong() != 0;
      };
    }
    List<Object> list = new ArrayList<>(w.dim(axis));
    for (int i = 0; i < w.dim(axis); i++) {
      list.add(nested(w, axis + 1, at + i * w.stride(axis)));
    }
    return list;
  }
}
