package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Scatter;
import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Note [Advanced indexing]: {@code x[i, :, j]} with index tensors i and j takes, for each position of their broadcast shape B, the elements that
 * have those indices on the indexed axes. The result has B in place of the indexed axes if these are neighbours, else in front. Both ops hold
 * the indexed axes and the place {@code at} of B among the others, so that a batch axis in front shifts both. Kernels see one merged axis:
 * the indexed axes are moved together and their indices combined into one.
 */
final class AdvancedIndexing {
  private AdvancedIndexing() {}

  /** The elements at the indices. Inputs x, then one index tensor for each of {@code axes}, all of shape B and not negative. */
  record Index(int at, int... axes) implements JointOp {
    @Override
    public String name() {
      return "index";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      Merged m = new Merged(Dispatch.data(in[0]), at, axes);
      Strided out = Strided.obtain(in[0].dtype(), m.indexedShape(in[1].numel()));
      Backends.active().indexSelect(m.window(), at, m.combined(in), out);
      return new Tensor[] {new ConcreteTensor(Strided.contiguous(out.storage(), m.resultShape(in[1].shape())))};
    }

    @Override
    public int saves(int needs) {
      return 0xFFFE & (1 << axes.length + 1) - 1;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor[] rest = new Tensor[axes.length + 1];
      rest[0] = Objects.requireNonNull(g[0]);
      for (int i = 0; i < axes.length; i++) {
        rest[i + 1] = s.in(i + 1);
      }
      @Nullable
      Tensor[] d = new @Nullable Tensor[axes.length + 1];
      d[0] = UpdateOp.ontoZeros(new IndexPut(true, at, axes), s.inType(0), rest);
      return d;
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor dx = t[0];
      if (dx == null) {
        return new @Nullable Tensor[] {null};
      }
      Tensor[] all = in.clone();
      all[0] = dx;
      return new @Nullable Tensor[] {Dispatch.apply(this, all)};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      if (!anyIndex(batched, 1)) {
        return new Tensor[] {Dispatch.apply(new Index(at + 1, Reductions.shifted(axes)), in)};
      }
      Tensor[] index = alignedIndices(in, 1);
      Tensor y = batched[0]
          ? Dispatch.apply(new Index(0, withBatch(axes)), concat(index, BatchRules.size(in, batched), in[0]))
          : Dispatch.apply(new Index(0, axes), concat(index, -1, in[0]));
      int rank = index[0].dim() - 1;
      return new Tensor[] {movedBlock(y, 1, rank, 1 + at)};
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Index i && at == i.at && Arrays.equals(axes, i.axes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(axes) * 31 + at;
    }
  }

  /** {@code self} with the elements at the indices replaced by {@code source} or added to. Inputs self, source (shaped as Index's result), indices. */
  record IndexPut(boolean accumulate, int at, int... axes) implements UpdateOp {
    @Override
    public String name() {
      return "index_put";
    }

    @Override
    public void update(Strided self, Tensor[] in) {
      Merged m = new Merged(self, at, axes);
      Tensor[] xi = new Tensor[axes.length + 1];
      System.arraycopy(in, 1, xi, 0, xi.length);
      Strided source = Indexing.reshaped(Dispatch.data(in[1]), m.indexedShape(in[2].numel()));
      Backends.active().indexPut(accumulate ? Scatter.ADD : Scatter.ASSIGN, m.window(), at, m.combined(xi), source);
      m.writeBack();
    }

    @Override
    public int saves(int needs) {
      return 0xFFFC & (1 << axes.length + 2) - 1;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor d = Objects.requireNonNull(g[0]);
      @Nullable
      Tensor[] out = new @Nullable Tensor[axes.length + 2];
      if (s.needs(0)) {
        out[0] = accumulate ? d : Dispatch.apply(this, indexed(s, 2, d, Indexing.zeros(s.inType(1))));
      }
      if (s.needs(1)) {
        out[1] = Dispatch.apply(new Index(at, axes), indexed(s, 1, d, d));
      }
      return out;
    }

    /** The indices behind {@code first} and, if {@code lead} is 2, {@code second}. */
    private Tensor[] indexed(Saved s, int lead, Tensor first, Tensor second) {
      Tensor[] in = new Tensor[axes.length + lead];
      in[0] = first;
      in[lead - 1] = lead == 2 ? second : first;
      for (int i = 0; i < axes.length; i++) {
        in[i + lead] = s.in(i + 2);
      }
      return in;
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return UpdateOp.linear(this, in, t);
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      int n = BatchRules.size(in, batched);
      Tensor self = batched[0] ? in[0] : in[0].expand(in[0].shape().insert(0, n));
      Tensor source = batched[1] ? in[1] : in[1].expand(in[1].shape().insert(0, n));
      if (!anyIndex(batched, 2)) {
        Tensor[] more = in.clone();
        more[0] = self;
        more[1] = source;
        return new Tensor[] {Dispatch.apply(new IndexPut(accumulate, at + 1, Reductions.shifted(axes)), more)};
      }
      Tensor[] index = alignedIndices(in, 2);
      int rank = index[0].dim() - 1;
      // The block of indexed positions stands behind the batch and `at` other axes; it goes next to the batch, which becomes part of it.
      Tensor front = movedBlock(source, 1 + at, rank, 1);
      return new Tensor[] {Dispatch.apply(new IndexPut(accumulate, 0, withBatch(axes)), concat(index, n, self, front))};
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof IndexPut i && accumulate == i.accumulate && at == i.at && Arrays.equals(axes, i.axes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(axes) * 31 + at;
    }
  }

  /** The shape of the elements that indices of shape {@code block} reach. */
  static Shape resultShape(Shape x, int at, int[] axes, Shape block) {
    int[] others = others(x.rank(), axes);
    int[] dims = new int[others.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = x.dim(others[i]);
    }
    return Shape.of(inserted(dims, at, block.toArray()));
  }

  /** A tensor whose indexed axes are one axis at position {@code at}. */
  private static final class Merged {
    private final Strided original;
    private final Strided permuted;
    private final Strided window;
    private final int[] axes;
    private final int at;

    Merged(Strided x, int at, int[] axes) {
      this.original = x;
      this.axes = axes;
      this.at = at;
      this.permuted = x.permute(inserted(others(x.rank(), axes), at, axes));
      this.window = merged(permuted);
    }

    private Strided merged(Strided p) {
      int size = 1;
      for (int a : axes) {
        size *= original.dim(a);
      }
      return Indexing.reshaped(p, indexedShape(size));
    }

    Strided window() {
      return window;
    }

    /** Puts a changed copy back; nothing to do where the window shows the tensor itself. */
    void writeBack() {
      if (window.storage() != original.storage()) {
        Backends.active().convert(Strided.contiguous(window.storage(), permuted.shape()), permuted);
      }
    }

    /** The other axes with one of {@code size} at position {@code at}. */
    Shape indexedShape(int size) {
      return resultShape(Shape.of(size));
    }

    /** The other axes with {@code block} at position {@code at}. */
    Shape resultShape(Shape block) {
      return AdvancedIndexing.resultShape(original.shape(), at, axes, block);
    }

    /** The indices of {@code in[1…]} as positions on the merged axis. */
    Strided combined(Tensor[] in) {
      if (axes.length == 1) {
        return Indexing.flat(Dispatch.data(in[1]));
      }
      int n = in[1].numel();
      long[] out = new long[n];
      for (int k = 0; k < axes.length; k++) {
        Strided index = Indexing.flat(Dispatch.data(in[k + 1]));
        long[] values = index.storage().longs();
        int size = original.dim(axes[k]);
        int step = index.stride(0);
        for (int i = 0; i < n; i++) {
          out[i] = out[i] * size + values[index.offset() + i * step];
        }
        index.storage().fence();
      }
      return Strided.contiguous(dev.nabla.kernel.Storage.of(out), Shape.of(n));
    }
  }

  /** The axes below {@code rank} that are not among {@code axes}. */
  private static int[] others(int rank, int[] axes) {
    int[] out = new int[rank - axes.length];
    int n = 0;
    for (int i = 0; i < rank; i++) {
      boolean free = true;
      for (int a : axes) {
        free &= a != i;
      }
      if (free) {
        out[n++] = i;
      }
    }
    return out;
  }

  /** {@code list} with {@code block} at position {@code at}. */
  private static int[] inserted(int[] list, int at, int[] block) {
    int[] out = new int[list.length + block.length];
    System.arraycopy(list, 0, out, 0, at);
    System.arraycopy(block, 0, out, at, block.length);
    System.arraycopy(list, at, out, at + block.length, list.length - at);
    return out;
  }

  private static boolean anyIndex(boolean[] batched, int from) {
    for (int i = from; i < batched.length; i++) {
      if (batched[i]) {
        return true;
      }
    }
    return false;
  }

  /** The index tensors from input {@code from} on, broadcast to the shape [n, B]. */
  private static Tensor[] alignedIndices(Tensor[] in, int from) {
    Tensor[] index = new Tensor[in.length - from];
    Shape shape = Shape.SCALAR;
    for (int i = from; i < in.length; i++) {
      shape = Shape.broadcast(shape, in[i].shape());
    }
    for (int i = from; i < in.length; i++) {
      index[i - from] = in[i].expand(shape);
    }
    return index;
  }

  private static int[] withBatch(int[] axes) {
    int[] more = new int[axes.length + 1];
    for (int i = 0; i < axes.length; i++) {
      more[i + 1] = axes[i] + 1;
    }
    return more;
  }

  /** {@code lead}, then (unless n is negative) an index that counts the batch, then {@code index}. */
  private static Tensor[] concat(Tensor[] index, int n, Tensor... lead) {
    int extra = n < 0 ? 0 : 1;
    Tensor[] out = new Tensor[lead.length + extra + index.length];
    System.arraycopy(lead, 0, out, 0, lead.length);
    if (extra == 1) {
      int[] dims = new int[index[0].dim()];
      Arrays.fill(dims, 1);
      dims[0] = n;
      out[lead.length] = Nabla.arange(n).reshape(Shape.of(dims)).expand(index[0].shape());
    }
    System.arraycopy(index, 0, out, lead.length + extra, index.length);
    return out;
  }

  /** {@code y} with the {@code count} axes from {@code from} on placed before axis {@code to} of the others. */
  private static Tensor movedBlock(Tensor y, int from, int count, int to) {
    if (from == to || count == 0) {
      return y;
    }
    int[] block = new int[count];
    for (int k = 0; k < count; k++) {
      block[k] = from + k;
    }
    return y.permute(inserted(others(y.dim(), block), to, block));
  }
}
