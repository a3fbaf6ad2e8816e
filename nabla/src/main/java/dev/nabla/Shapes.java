package dev.nabla;

import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.Arrays;

/** The shape arithmetic behind {@link ShapeMethods}. */
final class Shapes {
  private Shapes() {}

  /** {@code dims} with a -1 replaced by the size that fits. */
  static Shape resolve(Tensor x, int[] dims) {
    int unknown = -1;
    long known = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == -1) {
        if (unknown >= 0) {
          throw new ShapeException("only one dimension can be inferred; got " + Arrays.toString(dims));
        }
        unknown = i;
      } else {
        known *= dims[i];
      }
    }
    int n = x.numel();
    if (unknown < 0 ? known != n : known == 0 || n % known != 0) {
      if (unknown >= 0 && known == 0 && n == 0) {
        throw new ShapeException("cannot reshape tensor of 0 elements into shape " + Arrays.toString(dims)
            + " because the unspecified dimension size -1 can be any value and is ambiguous");
      }
      throw new ShapeException("shape '" + Arrays.toString(dims) + "' is invalid for input of size " + n);
    }
    int[] out = dims.clone();
    if (unknown >= 0) {
      out[unknown] = (int) (n / known);
    }
    return Shape.of(out);
  }

  static Tensor reshape(Tensor x, Shape shape) {
    if (x.numel() != shape.numel()) {
      throw new ShapeException("shape '" + shape + "' is invalid for input of size " + x.numel());
    }
    if (x instanceof ConcreteTensor c) {
      Strided w = c.data();
      if (Views.stridesFor(w, shape) == null) {
        return Dispatch.apply(new Views.Reshape("_unsafe_view", shape), x.cloneTensor());
      }
    } else {
      return x.shape().equals(shape) ? x : Dispatch.apply(new Views.Reshape("view", shape), x.contiguous());
    }
    return Dispatch.apply(new Views.Reshape("view", shape), x);
  }

  static Shape expansion(Tensor x, int[] dims) {
    int[] out = dims.clone();
    int lead = dims.length - x.dim();
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == -1) {
        if (i < lead) {
          throw new ShapeException("expand: -1 is not allowed for the new leading axis " + i + " of " + Arrays.toString(dims));
        }
        out[i] = x.size(i - lead);
      }
    }
    return Shape.of(out);
  }

  static int[] order(Tensor x, int[] axes) {
    if (axes.length != x.dim()) {
      throw new ShapeException("permute: number of axes " + Arrays.toString(axes) + " does not match the tensor's " + x.dim());
    }
    int[] out = new int[axes.length];
    boolean[] seen = new boolean[axes.length];
    for (int i = 0; i < axes.length; i++) {
      out[i] = x.shape().axis(axes[i]);
      if (seen[out[i]]) {
        throw new ShapeException("permute(): duplicate dims are not allowed; got " + Arrays.toString(axes));
      }
      seen[out[i]] = true;
    }
    return out;
  }

  static int[] swap(Tensor x, int a, int b) {
    int[] out = new int[x.dim()];
    for (int i = 0; i < out.length; i++) {
      out[i] = i;
    }
    int p = x.shape().axis(a);
    int q = x.shape().axis(b);
    if (out.length > 0) {
      out[p] = q;
      out[q] = p;
    }
    return out;
  }
}
