package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Strided;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import dev.nabla.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Ops that put tensors together. */
final class Joining {
  private Joining() {}

  /** Concatenation along {@code axis} (not negative). */
  record Cat(int axis) implements JointOp {
    @Override
    public String name() {
      return "cat";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      int total = 0;
      for (Tensor t : in) {
        total += t.size(axis);
      }
      Strided out = Strided.obtain(in[0].dtype(), in[0].shape().with(axis, total));
      int at = 0;
      for (Tensor t : in) {
        int n = t.size(axis);
        Backends.active().convert(Dispatch.data(t), new Views.Slice(axis, at, at + n, 1).view(out));
        at += n;
      }
      return new Tensor[] {new ConcreteTensor(out)};
    }

    @Override
    public boolean takesHalves() {
      return true;
    }

    @Override
    public int saves(int needs) {
      return 0;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor whole = java.util.Objects.requireNonNull(g[0]);
      int n = s.inputs();
      @Nullable
      Tensor[] d = new @Nullable Tensor[n];
      int at = 0;
      for (int i = 0; i < n; i++) {
        TensorType type = s.inType(i);
        int size = type.shape().dim(axis);
        if (s.needs(i)) {
          d[i] = Dispatch.apply(new Views.Slice(axis, at, at + size, 1), whole);
        }
        at += size;
      }
      return d;
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return new @Nullable Tensor[] {Dispatch.apply(this, orZeros(in, t))};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return new Tensor[] {Dispatch.apply(new Cat(axis + 1), BatchRules.all(in, batched))};
    }
  }

  /** The inputs, of one shape, side by side along a new axis (not negative). */
  record Stack(int axis) implements JointOp {
    @Override
    public String name() {
      return "stack";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      Strided out = Strided.obtain(in[0].dtype(), in[0].shape().insert(axis, in.length));
      for (int i = 0; i < in.length; i++) {
        Backends.active().convert(Dispatch.data(in[i]), out.select(axis, i));
      }
      return new Tensor[] {new ConcreteTensor(out)};
    }

    @Override
    public boolean takesHalves() {
      return true;
    }

    @Override
    public int saves(int needs) {
      return 0;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor whole = java.util.Objects.requireNonNull(g[0]);
      int n = whole.size(axis);
      @Nullable
      Tensor[] d = new @Nullable Tensor[n];
      for (int i = 0; i < n; i++) {
        d[i] = s.needs(i) ? Dispatch.apply(new Views.Select(axis, i), whole) : null;
      }
      return d;
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return new @Nullable Tensor[] {Dispatch.apply(this, orZeros(in, t))};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return new Tensor[] {Dispatch.apply(new Stack(axis + 1), BatchRules.all(in, batched))};
    }
  }

  private static Tensor[] orZeros(Tensor[] in, @Nullable Tensor[] t) {
    Tensor[] all = new Tensor[in.length];
    for (int i = 0; i < in.length; i++) {
      Tensor ti = t[i];
      all[i] = ti != null ? ti : Nabla.zerosLike(in[i]);
    }
    return all;
  }

  static Tensor cat(List<Tensor> tensors, int axis) {
    if (tensors.isEmpty()) {
      throw new ShapeException("torch.cat(): expected a non-empty list of Tensors");
    }
    // PyTorch leaves out tensors of shape [0] whatever the shape of the others.
    List<Tensor> parts = new ArrayList<>(tensors.stream().filter(t -> !(t.dim() == 1 && t.numel() == 0)).toList());
    if (parts.isEmpty()) {
      parts.add(tensors.get(0));
    }
    Tensor first = parts.get(0);
    if (first.dim() == 0) {
      throw new ShapeException("zero-dimensional tensor (at position 0) cannot be concatenated; use stack");
    }
    int a = first.shape().axis(axis);
    for (int i = 1; i < parts.size(); i++) {
      Tensor t = parts.get(i);
      if (t.dim() != first.dim()) {
        throw new ShapeException("Tensors must have same number of dimensions: got " + first.dim() + " and " + t.dim());
      }
      for (int k = 0; k < t.dim(); k++) {
        if (k != a && t.size(k) != first.size(k)) {
          throw new ShapeException("Sizes of tensors must match except in dimension " + a + ". Expected size "
              + first.size(k) + " but got size "
              + t.size(k) + " for tensor number " + i + " in the list.");
        }
      }
    }
    return Dispatch.apply(new Cat(a), promoted(parts));
  }

  static Tensor stack(List<Tensor> tensors, int axis) {
    if (tensors.isEmpty()) {
      throw new ShapeException("stack expects a non-empty TensorList");
    }
    Shape shape = tensors.get(0).shape();
    int a = Shape.normalizeAxis(axis, shape.rank() + 1);
    for (int i = 0; i < tensors.size(); i++) {
      Tensor t = tensors.get(i);
      if (!t.shape().equals(shape)) {
        throw new ShapeException("stack expects each tensor to be equal size, but got " + shape + " at entry 0 and "
            + t.shape() + " at entry " + i);
      }
    }
    return Dispatch.apply(new Stack(a), promoted(tensors));
  }

  /** Scalars as vectors, others as they are. */
  static Tensor atLeast1d(Tensor x) {
    return x.dim() == 0 ? x.reshape(1) : x;
  }

  /** Scalars and vectors as one row. */
  static Tensor atLeast2d(Tensor x) {
    return x.dim() == 0 ? x.reshape(1, 1) : x.dim() == 1 ? x.unsqueeze(0) : x;
  }

  /** A vector of n elements as [1, n, 1], a matrix with a last axis of size 1. */
  static Tensor atLeast3d(Tensor x) {
    return switch (x.dim()) {
      case 0 -> x.reshape(1, 1, 1);
      case 1 -> x.unsqueeze(0).unsqueeze(-1);
      case 2 -> x.unsqueeze(-1);
      default -> x;
    };
  }

  static Tensor hstack(List<Tensor> tensors) {
    List<Tensor> all = each("hstack", tensors, Joining::atLeast1d);
    return cat(all, all.get(0).dim() == 1 ? 0 : 1);
  }

  static Tensor vstack(List<Tensor> tensors) {
    return cat(each("vstack", tensors, Joining::atLeast2d), 0);
  }

  static Tensor dstack(List<Tensor> tensors) {
    return cat(each("dstack", tensors, Joining::atLeast3d), 2);
  }

  static Tensor columnStack(List<Tensor> tensors) {
    return hstack(each("column_stack", tensors, t -> t.dim() <= 1 ? t.reshape(t.numel(), 1) : t));
  }

  private static List<Tensor> each(String op, List<Tensor> tensors, UnaryOperator<Tensor> f) {
    if (tensors.isEmpty()) {
      throw new ShapeException(op + " expects a non-empty TensorList");
    }
    return tensors.stream().map(f).toList();
  }

  /** Matrices along the diagonal of one that is zero elsewhere. */
  static Tensor blockDiag(List<Tensor> tensors) {
    int columns = 0;
    List<Tensor> blocks = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      if (tensors.get(i).dim() > 2) {
        throw new ShapeException("torch.block_diag: Input tensors must have 2 or fewer dimensions. Input " + i + " has "
            + tensors.get(i).dim()
            + " dimensions");
      }
      Tensor block = atLeast2d(tensors.get(i));
      blocks.add(block);
      columns += block.size(1);
    }
    List<Tensor> bands = new ArrayList<>();
    int left = 0;
    for (Tensor block : blocks) {
      bands.add(Padding.pad(block, new int[] {left, columns - left - block.size(1)}, "constant", 0));
      left += block.size(1);
    }
    return bands.isEmpty() ? Nabla.zeros(1, 0) : cat(bands, 0);
  }

  static List<Tensor> broadcast(List<Tensor> tensors) {
    Shape shape = Shape.SCALAR;
    for (Tensor t : tensors) {
      shape = Shape.broadcast(shape, t.shape());
    }
    List<Tensor> out = new ArrayList<>();
    for (Tensor t : tensors) {
      out.add(t.expand(shape));
    }
    return out;
  }

  /** Coordinates of the grid of the given vectors; {@code xy} exchanges the first two axes. */
  static List<Tensor> meshgrid(List<Tensor> tensors, String indexing) {
    if (tensors.isEmpty()) {
      throw new ShapeException("meshgrid expects a non-empty TensorList");
    }
    if (!indexing.equals("ij") && !indexing.equals("xy")) {
      throw new NablaException("torch.meshgrid: indexing must be one of \"xy\" or \"ij\", but received: " + indexing);
    }
    int n = tensors.size();
    boolean swap = indexing.equals("xy") && n >= 2;
    int[] dims = new int[n];
    for (int i = 0; i < n; i++) {
      Tensor t = tensors.get(i);
      if (t.dim() > 1) {
        throw new ShapeException("torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: " + t.type());
      }
      if (t.dtype() != tensors.get(0).dtype()) {
        throw new NablaException("torch.meshgrid expects all tensors to have the same dtype");
      }
      dims[swap && i < 2 ? 1 - i : i] = t.numel();
    }
    Shape grid = Shape.of(dims);
    List<Tensor> out = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int[] line = new int[n];
      java.util.Arrays.fill(line, 1);
      line[swap && i < 2 ? 1 - i : i] = tensors.get(i).numel();
      out.add(tensors.get(i).view(line).expand(grid));
    }
    return out;
  }

  /** All tuples with one element of each vector, one row each. */
  static Tensor cartesianProd(List<Tensor> tensors) {
    for (Tensor t : tensors) {
      if (t.dim() != 1) {
        throw new ShapeException("Expect a 1D vector, but got shape " + t.shape());
      }
    }
    if (tensors.size() == 1) {
      return tensors.get(0);
    }
    return stack(meshgrid(tensors, "ij").stream().map(Tensor::flatten).toList(), 1);
  }

  /** All choices of {@code r} elements of a vector in their order, one row each; an element may be chosen again if {@code repeat}. */
  static Tensor combinations(Tensor x, int r, boolean repeat) {
    if (x.dim() != 1) {
      throw new ShapeException("Expect a 1D vector, but got shape " + x.shape());
    }
    if (r < 0) {
      throw new NablaException("Expect a non-negative number, but got " + r);
    }
    List<long[]> rows = new ArrayList<>();
    if (r > 0) {
      choose(x.numel(), repeat, new long[r], 0, 0, rows);
    }
    if (r == 0) {
      return Nabla.zeros(x.dtype(), 0);
    }
    List<Tensor> columns = new ArrayList<>();
    for (int k = 0; k < r; k++) {
      int column = k;
      long[] index = rows.stream().mapToLong(row -> row[column]).toArray();
      columns.add(x.indexSelect(0, Nabla.fromArray(index, index.length)));
    }
    return stack(columns, 1);
  }

  private static void choose(int n, boolean repeat, long[] row, int at, int from, List<long[]> rows) {
    if (at == row.length) {
      rows.add(row.clone());
      return;
    }
    for (int i = from; i < n; i++) {
      row[at] = i;
      choose(n, repeat, row, at + 1, repeat ? i : i + 1, rows);
    }
  }

  private static Tensor[] promoted(List<Tensor> tensors) {
    Tensor[] in = tensors.toArray(new Tensor[0]);
    var type = in[0].dtype();
    for (Tensor t : in) {
      type = dev.nabla.type.DType.promote(type, t.dtype());
    }
    for (int i = 0; i < in.length; i++) {
      in[i] = in[i].to(type);
    }
    return in;
  }
}
