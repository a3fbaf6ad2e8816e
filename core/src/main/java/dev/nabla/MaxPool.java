package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Scatter;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.IndexException;
import dev.nabla.type.Shape;
import dev.nabla.type.TensorType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The largest element of each window over the last axes, and where it stands: its row-major position in those axes (int64). Axes before those
 * are left alone, so a batch needs no rule. The backward pass reads the positions only.
 */
final class MaxPool implements JointOp {
  private final String name;
  private final int[][] starts;
  private final int[][] ends;
  private final int[] dilation;

  /** Output p covers inputs {@code starts[i][p], starts[i][p] + dilation[i], …} below {@code ends[i][p]} on the i-th of the last axes. */
  MaxPool(String name, int[][] starts, int[][] ends, int[] dilation) {
    this.name = name;
    this.starts = starts;
    this.ends = ends;
    this.dilation = dilation;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Tensor[] runAll(Tensor[] in) {
    int n = starts.length;
    int lead = in[0].dim() - n;
    int[] dims = in[0].shape().toArray();
    for (int i = 0; i < n; i++) {
      dims[lead + i] = starts[i].length;
    }
    Strided y = Strided.obtain(in[0].dtype(), Shape.of(dims));
    Strided positions = Strided.obtain(DType.INT64, y.shape());
    Strided x = Dispatch.data(lead == 2 ? in[0] : in[0].detach().reshape(planes(in[0].shape(), n)));
    Backends.active().maxPool(x, starts, ends, dilation, asPlanes(y, n), asPlanes(positions, n));
    return new Tensor[] {new ConcreteTensor(y), new ConcreteTensor(positions)};
  }

  /** [L…, S…] as [L1, L2, S…]. */
  private static Shape planes(Shape s, int n) {
    int[] dims = new int[n + 2];
    dims[0] = 1;
    dims[1] = 1;
    int lead = s.rank() - n;
    for (int i = 0; i < s.rank(); i++) {
      if (i < lead) {
        dims[i == 0 ? 0 : 1] *= s.dim(i);
      } else {
        dims[2 + i - lead] = s.dim(i);
      }
    }
    return Shape.of(dims);
  }

  private static Strided asPlanes(Strided s, int n) {
    return s.rank() == n + 2 ? s : Strided.contiguous(s.storage(), planes(s.shape(), n));
  }

  @Override
  public int saves(int needs) {
    return 1 << OUTPUT + 1;
  }

  @Override
  public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
    Tensor dy = g[0];
    return new @Nullable Tensor[] {dy == null ? null : spread(name + "_backward", dy, s.out(1), s.inType(0))};
  }

  private Tensor spread(String op, Tensor g, Tensor positions, TensorType x) {
    int[] dims = new int[starts.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = x.shape().dim(x.shape().rank() - dims.length + i);
    }
    return Dispatch.apply(new Spread(op, Shape.of(dims), Scatter.ADD), g, positions);
  }

  @Override
  public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
    Tensor dx = t[0];
    return new @Nullable Tensor[] {dx == null ? null : Dispatch.apply(new Collect(name, starts.length), dx, out[1]),
      null};
  }

  @Override
  public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
    return Dispatch.applyAll(this, in.clone());
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof MaxPool m && name.equals(m.name) && Arrays.deepEquals(starts, m.starts)
        && Arrays.deepEquals(ends, m.ends)
        && Arrays.equals(dilation, m.dilation);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(starts) * 31 + Arrays.deepHashCode(ends);
  }

  /** [L…, S…] with the last {@code n} axes as one. */
  static Strided flat(Tensor t, int n) {
    int lead = 1;
    for (int i = 0; i < t.dim() - n; i++) {
      lead *= t.size(i);
    }
    int rest = 1;
    for (int i = t.dim() - n; i < t.dim(); i++) {
      rest *= t.size(i);
    }
    return Dispatch.data(t.detach().reshape(lead, rest));
  }

  /** [L…, P…] to the shape [L…, S…]: zeros, with each element where its position (int64, [L…, P…], in S…) says. */
  record Spread(String name, Shape onto, Scatter mode) implements PrimitiveOp {
    @Override
    public Tensor[] runAll(Tensor[] in) {
      int n = onto.rank();
      int[] dims = in[0].shape().toArray();
      for (int i = 0; i < n; i++) {
        dims[dims.length - n + i] = onto.dim(i);
      }
      Strided positions = flat(in[1], n);
      if (mode == Scatter.ASSIGN) {
        check(positions);
      }
      Strided out = Strided.zeros(in[0].dtype(), Shape.of(dims));
      Strided flatOut = Strided.contiguous(out.storage(), Shape.of(positions.dim(0), onto.numel()));
      Backends.active().scatter(mode, flatOut, 1, positions, flat(in[0], n));
      return new Tensor[] {new ConcreteTensor(out)};
    }

    private void check(Strided positions) {
      int n = positions.numel();
      for (int i = 0; i < n; i++) {
        long p = positions.storage().getLong(positions.position(i));
        if (p < 0 || p >= onto.numel()) {
          throw new IndexException(
              name + ": Found an invalid max index: " + p + " (output volumes are of size " + onto + ")");
        }
      }
    }

    @Override
    public int saves(int needs) {
      return 2;
    }

    @Override
    public @Nullable Tensor vjp(int i, Saved s, Tensor g) {
      return i == 0 ? Dispatch.apply(new Collect(name + "_backward", onto.rank()), g, s.in(1)) : null;
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor dx = t[0];
      return new @Nullable Tensor[] {dx == null ? null : Dispatch.apply(this, dx, in[1])};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return new Tensor[] {Dispatch.apply(this, BatchRules.all(in, batched))};
    }
  }

  /** [L…, S…] to the shape of the positions (int64, [L…, P…], in the last {@code n} axes S…): the elements that stand there. */
  record Collect(String name, int n) implements PrimitiveOp {
    @Override
    public Tensor[] runAll(Tensor[] in) {
      Strided positions = flat(in[1], n);
      Strided out = Strided.obtain(in[0].dtype(), in[1].shape());
      Backends.active().gather(flat(in[0], n), 1, positions, Strided.contiguous(out.storage(), positions.shape()));
      return new Tensor[] {new ConcreteTensor(out)};
    }

    @Override
    public int saves(int needs) {
      return 2;
    }

    @Override
    public @Nullable Tensor vjp(int i, Saved s, Tensor g) {
      if (i != 0) {
        return null;
      }
      int[] onto = new int[n];
      Shape x = s.inType(0).shape();
      for (int k = 0; k < n; k++) {
        onto[k] = x.dim(x.rank() - n + k);
      }
      return Dispatch.apply(new Spread(name + "_backward", Shape.of(onto), Scatter.ADD), g, s.in(1));
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor dx = t[0];
      return new @Nullable Tensor[] {dx == null ? null : Dispatch.apply(this, dx, in[1])};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return new Tensor[] {Dispatch.apply(this, BatchRules.all(in, batched))};
    }
  }
}
