package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Scatter;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import dev.nabla.type.TensorType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ops that read or write elements at the positions that an index tensor holds. Indices (int64) are inputs like any other, so that they may be
 * batched; they have no cotangent. Updates take {@code self, source, index…}.
 */
final class Indexing {
  private Indexing() {}

  /** {@code y[…, i, …] = x[…, index[…, i, …], …]} on {@code axis}. Inputs x, index. */
  record Gather(int axis) implements PrimitiveOp {
    @Override
    public String name() {
      return "gather";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      Strided index = Dispatch.data(in[1]);
      Strided out = Strided.obtain(in[0].dtype(), index.shape());
      Backends.active().gather(Dispatch.data(in[0]), axis, index, out);
      return new Tensor[] {new ConcreteTensor(out)};
    }

    @Override
    public int saves(int needs) {
      return 2;
    }

    @Override
    public @Nullable Tensor vjp(int i, Saved s, Tensor g) {
      return i == 0 ? UpdateOp.ontoZeros(scatterAdd(axis), s.inType(0), g, s.in(1)) : null;
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return new @Nullable Tensor[] {onTangent(this, in, t)};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return new Tensor[] {Dispatch.apply(new Gather(axis + 1), BatchRules.all(in, batched))};
    }
  }

  /** {@code y = self; y[…, index[…, i, …], …] ∘= source[…, i, …]} on {@code axis}, where the mode replaces or adds. Inputs self, source, index. */
  record ScatterInto(String name, String gradName, int axis, Scatter mode) implements UpdateOp {
    @Override
    public void update(Strided self, Tensor[] in) {
      Strided index = Dispatch.data(in[2]);
      if (index.numel() > 0) {
        Backends.active().scatter(mode, self, axis, index, Dispatch.data(in[1]));
      }
    }

    @Override
    public int saves(int needs) {
      return 4;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor d = Objects.requireNonNull(g[0]);
      Tensor self = !s.needs(0) ? null : mode == Scatter.ADD ? d : d.scatter(axis, s.in(2), 0.0);
      return new @Nullable Tensor[] {self, s.needs(1) ? d.gather(axis, s.in(2)) : null, null};
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return UpdateOp.linear(this, in, t);
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return new Tensor[] {
        Dispatch.apply(new ScatterInto(name, gradName, axis + 1, mode), BatchRules.all(in, batched))};
    }
  }

  /** {@code y[…, i, …] = x[…, index[i], …]} on {@code axis}. Inputs x, index (a vector). */
  record IndexSelect(int axis) implements PrimitiveOp {
    @Override
    public String name() {
      return "index_select";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      return new Tensor[] {selected(in[0], axis, in[1])};
    }

    @Override
    public int saves(int needs) {
      return 2;
    }

    @Override
    public @Nullable Tensor vjp(int i, Saved s, Tensor g) {
      return i == 0 ? UpdateOp.ontoZeros(indexAdd(axis), s.inType(0), g, s.in(1)) : null;
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return new @Nullable Tensor[] {onTangent(this, in, t)};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      if (!batched[1]) {
        return new Tensor[] {Dispatch.apply(new IndexSelect(axis + 1), in)};
      }
      Tensor x = BatchRules.all(in, batched)[0];
      return new Tensor[] {x.gather(axis + 1, along(in[1], axis, x.shape()))};
    }
  }

  /** {@code y = self; y[…, index[i], …] ∘= source[…, i, …]} on {@code axis}, where the mode replaces or adds. Inputs self, source, index (a vector). */
  record IndexInto(String name, String gradName, int axis, Scatter mode) implements UpdateOp {
    @Override
    public void update(Strided self, Tensor[] in) {
      Backends.active().indexPut(mode, self, axis, Dispatch.data(in[2]), Dispatch.data(in[1]));
    }

    @Override
    public int saves(int needs) {
      return 4;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor d = Objects.requireNonNull(g[0]);
      Tensor self = !s.needs(0) ? null : mode == Scatter.ADD ? d : d.indexFill(axis, s.in(2), 0.0);
      return new @Nullable Tensor[] {self, s.needs(1) ? d.indexSelect(axis, s.in(2)) : null, null};
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return UpdateOp.linear(this, in, t);
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      Tensor[] all = BatchRules.all(in, batched);
      if (!batched[2]) {
        return new Tensor[] {
          Dispatch.apply(new IndexInto(name, gradName, axis + 1, mode), new Tensor[] {all[0], all[1], in[2]})};
      }
      Tensor index = along(in[2], axis, all[1].shape());
      return new Tensor[] {
        Dispatch.apply(new ScatterInto(name, gradName, axis + 1, mode), new Tensor[] {all[0], all[1], index})};
    }
  }

  /** {@code y[i] = x.flatten()[index[i]]}. Inputs x, index (any shape, not negative). */
  record Take(String name) implements PrimitiveOp {
    @Override
    public Tensor[] runAll(Tensor[] in) {
      Strided index = flat(Dispatch.data(in[1]));
      Strided out = Strided.obtain(in[0].dtype(), index.shape());
      Backends.active().indexSelect(flat(Dispatch.data(in[0])), 0, index, out);
      return new Tensor[] {new ConcreteTensor(Strided.contiguous(out.storage(), in[1].shape()))};
    }

    @Override
    public int saves(int needs) {
      return 2;
    }

    @Override
    public @Nullable Tensor vjp(int i, Saved s, Tensor g) {
      return i == 0 ? UpdateOp.ontoZeros(new Put("put", true), s.inType(0), g, s.in(1)) : null;
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return new @Nullable Tensor[] {onTangent(this, in, t)};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      Tensor x = batched[0] ? in[0].flatten(1, -1) : in[0];
      if (!batched[1]) {
        Tensor picked = x.indexSelect(1, in[1].reshape(-1));
        return new Tensor[] {picked.reshape(in[1].shape().insert(0, x.size(0)))};
      }
      Tensor flat = in[1].flatten(1, -1);
      Tensor picked = batched[0] ? x.gather(1, flat) : Dispatch.apply(this, x, flat);
      return new Tensor[] {picked.reshape(in[1].shape())};
    }
  }

  /** {@code y = self; y.flatten()[index[i]] = source[i]}, or added. Inputs self, source, index (of one shape, not negative). */
  record Put(String name, boolean accumulate) implements UpdateOp {
    @Override
    public void update(Strided self, Tensor[] in) {
      Strided whole = flat(self);
      Scatter mode = accumulate ? Scatter.ADD : Scatter.ASSIGN;
      Backends.active().indexPut(mode, whole, 0, flat(Dispatch.data(in[2])), flat(Dispatch.data(in[1])));
      if (whole.storage() != self.storage()) {
        Backends.active().convert(Strided.contiguous(whole.storage(), self.shape()), self);
      }
    }

    @Override
    public int saves(int needs) {
      return 4;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor d = Objects.requireNonNull(g[0]);
      Tensor self = null;
      if (s.needs(0)) {
        self = accumulate ? d : Dispatch.apply(this, new Tensor[] {d, zeros(s.inType(1)), s.in(2)});
      }
      return new @Nullable Tensor[] {self, s.needs(1) ? Dispatch.apply(new Take("take"), d, s.in(2)) : null, null};
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return UpdateOp.linear(this, in, t);
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      Tensor[] all = BatchRules.all(in, batched);
      int n = all[0].size(0);
      Scatter mode = accumulate ? Scatter.ADD : Scatter.ASSIGN;
      Op op = new ScatterInto(name, gradName(), 1, mode);
      Tensor y = Dispatch.apply(op, new Tensor[] {all[0].reshape(n, -1), all[1].reshape(n, -1), all[2].reshape(n, -1)});
      return new Tensor[] {y.reshape(all[0].shape())};
    }
  }

  /** {@code y = self} with the part that {@code view} shows replaced. Inputs self, source. */
  record PartInto(String name, Views.Part view) implements UpdateOp {
    @Override
    public void update(Strided self, Tensor[] in) {
      Backends.active().convert(Dispatch.data(in[1]), view.view(self));
    }

    @Override
    public int saves(int needs) {
      return 0;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor d = Objects.requireNonNull(g[0]);
      Tensor self = s.needs(0) ? Dispatch.apply(this, d, zeros(s.inType(1))) : null;
      return new @Nullable Tensor[] {self, s.needs(1) ? Dispatch.apply(view, d) : null};
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return UpdateOp.linear(this, in, t);
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return new Tensor[] {Dispatch.apply(new PartInto(name, view.shifted()), BatchRules.all(in, batched))};
    }
  }

  static UpdateOp scatterAdd(int axis) {
    return new ScatterInto("scatter_add", "ScatterAddBackward0", axis, Scatter.ADD);
  }

  static UpdateOp indexAdd(int axis) {
    return new IndexInto("index_add", "IndexAddBackward0", axis, Scatter.ADD);
  }

  static Tensor zeros(TensorType type) {
    return Nabla.zeros(type.dtype(), type.shape());
  }

  static Tensor selected(Tensor x, int axis, Tensor index) {
    Strided out = Strided.obtain(x.dtype(), x.shape().with(axis, index.numel()));
    Backends.active().indexSelect(Dispatch.data(x), axis, Dispatch.data(index), out);
    return new ConcreteTensor(out);
  }

  private static @Nullable Tensor onTangent(Op op, Tensor[] in, @Nullable Tensor[] t) {
    Tensor dx = t[0];
    if (dx == null) {
      return null;
    }
    Tensor[] all = in.clone();
    all[0] = dx;
    return Dispatch.apply(op, all);
  }

  /** Batched vectors [n, k] along axis {@code axis + 1} of {@code shape} [n, …], broadcast over its other axes. */
  private static Tensor along(Tensor index, int axis, Shape shape) {
    int[] dims = new int[shape.rank()];
    java.util.Arrays.fill(dims, 1);
    dims[0] = index.size(0);
    dims[axis + 1] = index.size(1);
    return index.reshape(Shape.of(dims)).expand(shape.with(axis + 1, index.size(1)));
  }

  /** The elements in row-major order as one axis. */
  static Strided flat(Strided x) {
    return reshaped(x, Shape.of(x.numel()));
  }

  /** The elements in row-major order as {@code shape}: the same buffer where strides allow it, else a copy. */
  static Strided reshaped(Strided x, Shape shape) {
    int[] strides = Views.stridesFor(x, shape);
    if (strides != null) {
      return new Strided(x.storage(), x.offset(), shape, strides);
    }
    Strided out = Strided.obtain(x.dtype(), x.shape());
    Backends.active().convert(x, out);
    return Strided.contiguous(out.storage(), shape);
  }

  /** Index tensors as the kernels want them: int64. */
  static Tensor wide(Tensor index) {
    return index.dtype() == DType.INT64 ? index : index.to(DType.INT64);
  }
}
