package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import dev.nabla.type.TensorType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Ops that show the same elements under another shape, and those that copy elements unchanged. */
final class Views {
  private Views() {}

  /** The tensor itself as a view. */
  record Alias() implements ViewOp {
    @Override
    public String name() {
      return "alias";
    }

    @Override
    public Strided view(Strided x) {
      return x;
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return g;
    }

    @Override
    public Tensor batch(Tensor x) {
      return x;
    }
  }

  /** The tensor outside of the graph; transforms drop their derivative. */
  record Detach() implements LinearOp {
    @Override
    public String name() {
      return "detach";
    }

    @Override
    public Tensor apply(Tensor x) {
      return x.detach();
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Nabla.zerosLike(g);
    }

    @Override
    public @Nullable Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t) {
      return null;
    }

    @Override
    public Tensor batch(Tensor x) {
      return x.detach();
    }
  }

  /** The elements in a new buffer, in row-major order. */
  record Clone(String name) implements LinearOp {
    @Override
    public Tensor apply(Tensor x) {
      Strided out = Strided.allocate(x.dtype(), x.shape());
      Backends.active().convert(Dispatch.data(x), out);
      return new ConcreteTensor(out);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return g;
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(this, x);
    }
  }

  /** The elements converted to another type. */
  record Cast(DType dtype) implements LinearOp {
    @Override
    public String name() {
      return "to_copy";
    }

    @Override
    public Tensor apply(Tensor x) {
      Strided out = Strided.allocate(dtype, x.shape());
      Backends.active().convert(Dispatch.data(x), out);
      return new ConcreteTensor(out);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return g.to(x.dtype());
    }

    @Override
    public Tensor batch(Tensor x) {
      return x.to(dtype);
    }
  }

  static final ViewOp ALIAS = new Alias();
  static final LinearOp DETACH = new Detach();
  static final LinearOp CLONE = new Clone("clone");
  static final LinearOp COPY = new Clone("copy");

  /** Broadcast to {@code shape}. */
  record Expand(Shape shape) implements ViewOp {
    @Override
    public String name() {
      return "expand";
    }

    @Override
    public Strided view(Strided x) {
      if (!x.shape().expandsTo(shape)) {
        throw new ShapeException("expand: a tensor of shape " + x.shape() + " does not broadcast to " + shape
            + "; sizes must be equal or 1, counted from the last axis");
      }
      return x.expand(shape);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Reductions.sumTo(g, x.shape());
    }

    @Override
    public Tensor batch(Tensor x) {
      return BatchRules.alignRank(x, shape.rank()).expand(shape.insert(0, x.size(0)));
    }
  }

  /** The axes in another order. */
  record Permute(String name, int... order) implements ViewOp {
    @Override
    public Strided view(Strided x) {
      return x.permute(order);
    }

    private int[] inverse() {
      int[] inverse = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        inverse[order[i]] = i;
      }
      return inverse;
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Dispatch.apply(new Permute(name, inverse()), g);
    }

    @Override
    public Tensor batch(Tensor x) {
      int[] shifted = new int[order.length + 1];
      for (int i = 0; i < order.length; i++) {
        shifted[i + 1] = order[i] + 1;
      }
      return Dispatch.apply(new Permute(name, shifted), x);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Permute p && Arrays.equals(order, p.order);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(order);
    }
  }

  /** Another shape over the same elements in row-major order, without a copy. Named after the method that was called. */
  record Reshape(String name, Shape shape) implements ViewOp {
    @Override
    public Strided view(Strided x) {
      int[] strides = stridesFor(x, shape);
      if (strides == null) {
        throw new ShapeException("view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous"
            + " subspaces). Use .reshape(...) instead.");
      }
      return new Strided(x.storage(), x.offset(), shape, strides);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return g.reshape(x.shape());
    }

    @Override
    public Tensor batch(Tensor x) {
      return x.reshape(shape.insert(0, x.size(0)));
    }
  }

  /** The strides that show the elements of {@code x} as {@code shape}; null if no strides do. */
  static int @org.jspecify.annotations.Nullable [] stridesFor(Strided x, Shape shape) {
    if (x.numel() == 0 || x.isContiguous()) {
      return shape.contiguousStrides();
    }
    int[] out = new int[shape.rank()];
    int to = shape.rank() - 1;
    int chunk = 1;
    int filled = 1;
    int base = 1;
    boolean first = true;
    for (int i = x.rank() - 1; i >= 0; i--) {
      if (first) {
        base = x.stride(i);
        first = false;
      }
      chunk *= x.dim(i);
      boolean end = i == 0 || x.dim(i - 1) != 1 && x.stride(i - 1) != chunk * base;
      if (end) {
        while (to >= 0 && (filled < chunk || shape.dim(to) == 1)) {
          out[to] = filled * base;
          filled *= shape.dim(to);
          to--;
        }
        if (filled != chunk) {
          return null;
        }
        chunk = 1;
        filled = 1;
        first = true;
      }
    }
    return to == -1 ? out : null;
  }

  /** Index {@code index} of axis {@code axis}, which disappears. */
  record Select(int axis, int index) implements ViewOp {
    @Override
    public String name() {
      return "select";
    }

    @Override
    public Strided view(Strided x) {
      return x.select(axis, index);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Dispatch.apply(new Embed(x.shape(), axis, index, index + 1, 1), g.unsqueeze(axis));
    }

    @Override
    public Tensor batch(Tensor x) {
      return x.select(axis + 1, index);
    }
  }

  /** Elements {@code start, start + step, …} below {@code stop} of an axis; 0 ≤ start ≤ stop ≤ size, step ≥ 1. */
  record Slice(int axis, int start, int stop, int step) implements ViewOp {
    @Override
    public String name() {
      return "slice";
    }

    @Override
    public Strided view(Strided x) {
      int[] strides = x.strides().clone();
      strides[axis] *= step;
      int n = Math.ceilDiv(stop - start, step);
      return new Strided(x.storage(), x.offset() + start * x.stride(axis), x.shape().with(axis, n), strides);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Dispatch.apply(new Embed(x.shape(), axis, start, stop, step), g);
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(new Slice(axis + 1, start, stop, step), x);
    }
  }

  /** The transpose of a slice: zeros of {@code shape} with the input in the place that the slice shows. */
  record Embed(Shape shape, int axis, int start, int stop, int step) implements LinearOp {
    @Override
    public String name() {
      return "slice_backward";
    }

    @Override
    public Tensor apply(Tensor x) {
      Strided out = Strided.allocate(x.dtype(), shape);
      Backends.active().convert(Dispatch.data(x), new Slice(axis, start, stop, step).view(out));
      return new ConcreteTensor(out);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Dispatch.apply(new Slice(axis, start, stop, step), g);
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(new Embed(shape.insert(0, x.size(0)), axis + 1, start, stop, step), x);
    }
  }

  /** A new axis of size 1 before position {@code axis}. */
  record Unsqueeze(int axis) implements ViewOp {
    @Override
    public String name() {
      return "unsqueeze";
    }

    @Override
    public Strided view(Strided x) {
      int[] strides = new int[x.rank() + 1];
      System.arraycopy(x.strides(), 0, strides, 0, axis);
      strides[axis] = axis < x.rank() ? x.dim(axis) * x.stride(axis) : 1;
      System.arraycopy(x.strides(), axis, strides, axis + 1, x.rank() - axis);
      return new Strided(x.storage(), x.offset(), x.shape().insert(axis, 1), strides);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Dispatch.apply(new Squeeze(axis), g);
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(new Unsqueeze(axis + 1), x);
    }
  }

  /** Without the axes {@code axes}, which have size 1. */
  record Squeeze(int... axes) implements ViewOp {
    @Override
    public String name() {
      return "squeeze";
    }

    @Override
    public Strided view(Strided x) {
      Strided y = x;
      for (int i = axes.length - 1; i >= 0; i--) {
        y = y.select(axes[i], 0);
      }
      return y;
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return g.reshape(x.shape());
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(new Squeeze(Arrays.stream(axes).map(a -> a + 1).toArray()), x);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Squeeze s && Arrays.equals(axes, s.axes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(axes);
    }
  }
}
