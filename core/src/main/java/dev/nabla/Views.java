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
    public boolean takesHalves() {
      return true;
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
      Strided out = Strided.obtain(x.dtype(), x.shape());
      Backends.active().convert(Dispatch.data(x), out);
      return new ConcreteTensor(out);
    }

    @Override
    public boolean takesHalves() {
      return true;
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
      Strided out = Strided.obtain(dtype, x.shape());
      Backends.active().convert(Dispatch.data(x), out);
      return new ConcreteTensor(out);
    }

    @Override
    public boolean takesHalves() {
      return true;
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
        throw new ShapeException(Shapes.expandError(x.shape(), shape));
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
        throw new ShapeException(
            "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous"
                + " subspaces). Use .reshape(...) instead.");
      }
      return new Strided(x.storage(), x.offset(), shape, strides);
    }

    /** A view; a copy under the name reshape where no view is possible, which callers with a wrapped tensor cannot know. */
    @Override
    public Tensor apply(Tensor x) {
      if (name.equals("reshape") && stridesFor(Dispatch.data(x), shape) == null) {
        return new ConcreteTensor(Strided.contiguous(Dispatch.data(CLONE.apply(x)).storage(), shape));
      }
      return ViewOp.super.apply(x);
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

  /** A view of one part of a tensor, on named axes. */
  sealed interface Part extends ViewOp {
    /** The same view with one more axis in front. */
    Part shifted();

    @Override
    default Tensor batch(Tensor x) {
      return Dispatch.apply(shifted(), x);
    }
  }

  /** Index {@code index} of axis {@code axis}, which disappears. */
  record Select(int axis, int index) implements Part {
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
    public Part shifted() {
      return new Select(axis + 1, index);
    }
  }

  /** Elements {@code start, start + step, …} below {@code stop} of an axis; 0 ≤ start ≤ stop ≤ size, step ≥ 1. */
  record Slice(int axis, int start, int stop, int step) implements Part {
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
    public Part shifted() {
      return new Slice(axis + 1, start, stop, step);
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
      Strided out = Strided.zeros(x.dtype(), shape);
      Backends.active().convert(Dispatch.data(x), new Slice(axis, start, stop, step).view(out));
      return new ConcreteTensor(out);
    }

    @Override
    public boolean takesHalves() {
      return true;
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

  /** Without the axes {@code axes} (rising), which have size 1. PyTorch's node name tells how they were given. */
  record Squeeze(String gradName, int... axes) implements ViewOp {
    Squeeze(int... axes) {
      this("SqueezeBackward1", axes);
    }

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
      Tensor wide = g;
      for (int a : axes) {
        wide = wide.unsqueeze(a);
      }
      return wide;
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(new Squeeze(gradName, Reductions.shifted(axes)), x);
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

  /** The elements whose indices on axes {@code a} and {@code b} differ by {@code offset}, as a new last axis in place of the two. */
  record Diagonal(int offset, int a, int b) implements Part {
    @Override
    public String name() {
      return "diagonal";
    }

    @Override
    public Strided view(Strided x) {
      int row = Math.max(-offset, 0);
      int column = Math.max(offset, 0);
      int n = Math.max(Math.min(x.dim(a) - row, x.dim(b) - column), 0);
      int[] dims = new int[x.rank() - 1];
      int[] strides = new int[x.rank() - 1];
      int to = 0;
      for (int i = 0; i < x.rank(); i++) {
        if (i != a && i != b) {
          dims[to] = x.dim(i);
          strides[to++] = x.stride(i);
        }
      }
      dims[to] = n;
      strides[to] = x.stride(a) + x.stride(b);
      int start = n == 0 ? 0 : row * x.stride(a) + column * x.stride(b);
      return new Strided(x.storage(), x.offset() + start, Shape.of(dims), strides);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Dispatch.apply(new OntoDiagonal("diagonal_backward", x.shape(), this), g);
    }

    @Override
    public Part shifted() {
      return new Diagonal(offset, a + 1, b + 1);
    }
  }

  /** Zeros of {@code shape} with the input on the diagonal {@code where}. */
  record OntoDiagonal(String name, Shape shape, Diagonal where) implements LinearOp {
    @Override
    public Tensor apply(Tensor x) {
      Strided out = Strided.zeros(x.dtype(), shape);
      Backends.active().convert(Dispatch.data(x), where.view(out));
      return new ConcreteTensor(out);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Dispatch.apply(where, g);
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(
          new OntoDiagonal(name, shape.insert(0, x.size(0)), new Diagonal(where.offset, where.a + 1, where.b + 1)), x);
    }
  }

  /** Windows of {@code size} elements every {@code step} along {@code axis}; the elements of a window become a new last axis. */
  record Unfold(int axis, int size, int step) implements ViewOp {
    @Override
    public String name() {
      return "unfold";
    }

    @Override
    public Strided view(Strided x) {
      // A scalar counts as a vector of one element.
      int[] dims = Arrays.copyOf(x.shape().toArray(), x.rank() + 1);
      int[] strides = Arrays.copyOf(x.strides(), x.rank() + 1);
      dims[x.rank()] = size;
      strides[x.rank()] = x.rank() == 0 ? 1 : x.stride(axis);
      if (x.rank() > 0) {
        dims[axis] = (x.dim(axis) - size) / step + 1;
        strides[axis] = x.stride(axis) * step;
      }
      return new Strided(x.storage(), x.offset(), Shape.of(dims), strides);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      if (x.shape().rank() == 0) {
        return g.sum(0);
      }
      int n = (x.shape().dim(axis) - size) / step + 1;
      long[] index = new long[n * size];
      for (int i = 0; i < index.length; i++) {
        index[i] = (long) (i / size) * step + i % size;
      }
      Tensor lines = g.movedim(-1, axis + 1).flatten(axis, axis + 1);
      return UpdateOp.ontoZeros(Indexing.indexAdd(axis), x, lines, Nabla.fromArray(index, index.length));
    }

    @Override
    public Tensor batch(Tensor x) {
      return x.dim() == 1 ? x.unsqueeze(1).narrow(1, 0, size) : Dispatch.apply(new Unfold(axis + 1, size, step), x);
    }
  }

  /** Any window onto the buffer of a row-major tensor; {@code start} counts from its first element. */
  record AsStrided(int start, Shape shape, int... strides) implements ViewOp {
    @Override
    public String name() {
      return "as_strided";
    }

    @Override
    public Strided view(Strided x) {
      return new Strided(x.storage(), x.offset() + start, shape, strides.clone());
    }

    private Tensor positions() {
      long[] at = new long[shape.numel()];
      Strided window = new Strided(dev.nabla.kernel.Storage.allocate(dev.nabla.type.DType.BOOL, 0), start, shape,
          strides);
      for (int i = 0; i < at.length; i++) {
        at[i] = window.position(i);
      }
      return Nabla.fromArray(at, at.length);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      TensorType flat = new TensorType(x.dtype(), Shape.of(x.shape().numel()));
      return UpdateOp.ontoZeros(Indexing.indexAdd(0), flat, g.reshape(-1), positions()).reshape(x.shape());
    }

    @Override
    public Tensor batch(Tensor x) {
      int n = x.size(0);
      return x.reshape(n, x.numel() / Math.max(n, 1)).indexSelect(1, positions()).reshape(shape.insert(0, n));
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof AsStrided s && start == s.start && shape.equals(s.shape) && Arrays.equals(strides, s.strides);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(strides) * 31 + start;
    }
  }
}
