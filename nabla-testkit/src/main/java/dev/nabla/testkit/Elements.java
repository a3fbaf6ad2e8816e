package dev.nabla.testkit;

import dev.nabla.ConcreteTensor;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;

/** Reads and makes tensors element by element, past all the operations that are under test. */
public final class Elements {
  private Elements() {}

  private static Strided data(Tensor t) {
    if (t instanceof ConcreteTensor c) {
      return c.window();
    }
    throw new NablaException("a tensor inside a transform has no elements to compare: " + t.type());
  }

  /** The elements in row-major order. */
  public static double[] doubles(Tensor t) {
    Strided s = data(t);
    double[] out = new double[s.numel()];
    for (int i = 0; i < out.length; i++) {
      out[i] = s.storage().getDouble(s.position(i));
    }
    return out;
  }

  /** The elements in row-major order. */
  public static long[] longs(Tensor t) {
    Strided s = data(t);
    long[] out = new long[s.numel()];
    for (int i = 0; i < out.length; i++) {
      out[i] = s.storage().getLong(s.position(i));
    }
    return out;
  }

  /** A new contiguous tensor with these elements. */
  public static Tensor tensor(DType dtype, Shape shape, double[] elements) {
    Tensor t = Nabla.zeros(dtype, shape);
    Storage s = data(t).storage();
    for (int i = 0; i < elements.length; i++) {
      s.setDouble(i, elements[i]);
    }
    return t;
  }

  /** A new contiguous tensor with these elements. */
  public static Tensor tensor(DType dtype, Shape shape, long[] elements) {
    Tensor t = Nabla.zeros(dtype, shape);
    Storage s = data(t).storage();
    for (int i = 0; i < elements.length; i++) {
      s.setLong(i, elements[i]);
    }
    return t;
  }

  /** A contiguous copy outside of any graph, with other element type. */
  static Tensor copy(Tensor t, DType dtype) {
    return t.dtype().isFloating() ? tensor(dtype, t.shape(), doubles(t)) : tensor(dtype, t.shape(), longs(t));
  }

  /** A contiguous copy outside of any graph. */
  static Tensor copy(Tensor t) {
    return copy(t, t.dtype());
  }

  /** The inner product of two tensors of one shape, in float64. */
  static double dot(Tensor a, Tensor b) {
    double[] x = doubles(a);
    double[] y = doubles(b);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  /** The index with row-major number {@code linear}, such as {@code [0, 2]}. */
  static String index(Shape shape, int linear) {
    int[] at = new int[shape.rank()];
    for (int i = at.length - 1; i >= 0; i--) {
      at[i] = linear % shape.dim(i);
      linear /= shape.dim(i);
    }
    return java.util.Arrays.toString(at);
  }
}
