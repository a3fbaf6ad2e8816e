package dev.nabla;

import dev.nabla.kernel.Backend;
import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;
import dev.nabla.type.TensorType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Ops that put the elements of one tensor into other places of a new one: reversed, rotated, repeated, padded, cut to a triangle. */
final class Rearranging {
  private Rearranging() {}

  /** The elements of {@code axes} in reverse order. */
  record Flip(int... axes) implements LinearOp {
    @Override
    public String name() {
      return "flip";
    }

    @Override
    public Tensor apply(Tensor x) {
      Strided from = Dispatch.data(x);
      if (axes.length == 0) {
        return copy(from);
      }
      for (int a : axes) {
        long[] index = new long[x.size(a)];
        for (int i = 0; i < index.length; i++) {
          index[i] = index.length - 1L - i;
        }
        from = selected(from, a, index);
      }
      return new ConcreteTensor(from);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Dispatch.apply(this, g);
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(new Flip(Reductions.shifted(axes)), x);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Flip f && Arrays.equals(axes, f.axes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(axes);
    }
  }

  /**
   * The elements moved on by {@code shifts[i]} along {@code axes[i]}; those that fall off the end come in at the front. No axes means one shift
   * in row-major order.
   */
  record Roll(int[] shifts, int[] axes) implements LinearOp {
    @Override
    public String name() {
      return "roll";
    }

    @Override
    public Tensor apply(Tensor x) {
      Strided from = Dispatch.data(x);
      if (x.numel() == 0) {
        return copy(from);
      }
      if (axes.length == 0) {
        return new ConcreteTensor(Strided.contiguous(rolled(Indexing.flat(from), new int[1]).storage(), from.shape()));
      }
      return new ConcreteTensor(rolled(from, axes));
    }

    private Strided rolled(Strided x, int[] along) {
      Strided from = x;
      for (int i = 0; i < along.length; i++) {
        int a = along[i];
        int n = from.dim(a);
        int k = Math.floorMod(shifts[i], n);
        Strided out = Strided.allocate(from.dtype(), from.shape());
        move(from, a, 0, out, k, n - k);
        move(from, a, n - k, out, 0, k);
        from = out;
      }
      return from;
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      int[] back = new int[shifts.length];
      for (int i = 0; i < back.length; i++) {
        back[i] = -shifts[i];
      }
      return Dispatch.apply(new Roll(back, axes), g);
    }

    @Override
    public Tensor batch(Tensor x) {
      if (axes.length == 0) {
        return Dispatch.apply(new Roll(shifts, new int[] {1}), x.flatten(1, -1)).reshape(x.shape());
      }
      return Dispatch.apply(new Roll(shifts, Reductions.shifted(axes)), x);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Roll r && Arrays.equals(shifts, r.shifts) && Arrays.equals(axes, r.axes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(shifts) * 31 + Arrays.hashCode(axes);
    }
  }

  /** A quarter turn from axis {@code a} towards axis {@code b}, {@code turns} times (0 to 3). */
  record Rot90(int turns, int a, int b) implements LinearOp {
    @Override
    public String name() {
      return "rot90";
    }

    @Override
    public Tensor apply(Tensor x) {
      return switch (turns) {
        case 1 -> x.flip(b).transpose(a, b).contiguous();
        case 2 -> x.flip(a, b);
        case 3 -> x.flip(a).transpose(a, b).contiguous();
        default -> x.cloneTensor();
      };
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Dispatch.apply(new Rot90((4 - turns) % 4, a, b), g);
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(new Rot90(turns, a + 1, b + 1), x);
    }
  }

  /** Copies side by side, {@code times[i]} along axis i; as many numbers as axes. */
  record Repeat(int... times) implements LinearOp {
    @Override
    public String name() {
      return "repeat";
    }

    /** Axis i of the result as two axes, copies and elements. */
    private Shape blocks(Shape x) {
      int[] dims = new int[2 * times.length];
      for (int i = 0; i < times.length; i++) {
        dims[2 * i] = times[i];
        dims[2 * i + 1] = x.dim(i);
      }
      return Shape.of(dims);
    }

    private Shape result(Shape x) {
      int[] dims = new int[times.length];
      for (int i = 0; i < times.length; i++) {
        dims[i] = times[i] * x.dim(i);
      }
      return Shape.of(dims);
    }

    @Override
    public Tensor apply(Tensor x) {
      Strided from = Dispatch.data(x);
      Shape blocks = blocks(from.shape());
      int[] strides = new int[blocks.rank()];
      for (int i = 0; i < times.length; i++) {
        strides[2 * i + 1] = from.stride(i);
      }
      Storage out = Storage.allocate(x.dtype(), blocks.numel());
      Backends.active().convert(new Strided(from.storage(), from.offset(), blocks, strides),
          Strided.contiguous(out, blocks));
      return new ConcreteTensor(Strided.contiguous(out, result(from.shape())));
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      if (times.length == 0) {
        return g;
      }
      int[] copies = new int[times.length];
      for (int i = 0; i < copies.length; i++) {
        copies[i] = 2 * i;
      }
      return g.reshape(blocks(x.shape())).sum(copies);
    }

    @Override
    public Tensor batch(Tensor x) {
      int[] more = new int[times.length + 1];
      more[0] = 1;
      System.arraycopy(times, 0, more, 1, times.length);
      return Dispatch.apply(new Repeat(more), x);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Repeat r && Arrays.equals(times, r.times);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(times);
    }
  }

  /** The matrices on the last two axes with zeros above (lower) or below (not lower) the diagonal {@code k}. */
  record Triangle(boolean lower, int k) implements LinearOp {
    @Override
    public String name() {
      return lower ? "tril" : "triu";
    }

    @Override
    public Tensor apply(Tensor x) {
      Strided from = Dispatch.data(x);
      Strided out = Strided.allocate(x.dtype(), x.shape());
      int rank = from.rank();
      int columns = from.dim(rank - 1);
      for (int i = 0; i < from.dim(rank - 2); i++) {
        int edge = (int) Math.clamp((long) i + k + (lower ? 1 : 0), 0L, (long) columns);
        Strided row = from.select(rank - 2, i);
        if (lower) {
          move(row, rank - 2, 0, out.select(rank - 2, i), 0, edge);
        } else {
          move(row, rank - 2, edge, out.select(rank - 2, i), edge, columns - edge);
        }
      }
      return new ConcreteTensor(out);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Dispatch.apply(this, g);
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(this, x);
    }
  }

  /** {@code before[i]} elements {@code value} in front of axis i and {@code after[i]} behind it; negative numbers cut elements off. */
  record ConstantPad(int[] before, int[] after, double value) implements PrimitiveOp {
    @Override
    public String name() {
      return "constant_pad_nd";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      Strided from = Dispatch.data(in[0]);
      int[] dims = from.shape().toArray();
      for (int i = 0; i < dims.length; i++) {
        dims[i] += before[i] + after[i];
      }
      Tensor y = value == 0
          ? Nabla.zeros(from.dtype(), Shape.of(dims))
          : Nabla.full(from.dtype(), Shape.of(dims), value);
      Strided to = Dispatch.data(y);
      for (int i = 0; i < dims.length; i++) {
        from = new Views.Slice(i, Math.max(-before[i], 0), from.dim(i) - Math.max(-after[i], 0), 1).view(from);
        to = new Views.Slice(i, Math.max(before[i], 0), to.dim(i) - Math.max(after[i], 0), 1).view(to);
      }
      Backends.active().convert(from, to);
      return new Tensor[] {y};
    }

    @Override
    public int saves(int needs) {
      return 0;
    }

    @Override
    public Tensor vjp(int i, Saved s, Tensor g) {
      return Dispatch.apply(new ConstantPad(negated(before), negated(after), 0), g);
    }

    private static int[] negated(int[] a) {
      int[] out = new int[a.length];
      for (int i = 0; i < a.length; i++) {
        out[i] = -a[i];
      }
      return out;
    }

    @Override
    public Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t) {
      return Dispatch.apply(new ConstantPad(before, after, 0), java.util.Objects.requireNonNull(t[0]));
    }

    @Override
    public Tensor batch(Tensor[] in, boolean[] batched) {
      return Dispatch.apply(new ConstantPad(inserted(before), inserted(after), value), in);
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return new @Nullable Tensor[] {jvp(in, out[0], t)};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return new Tensor[] {batch(in, batched)};
    }

    private static int[] inserted(int[] a) {
      int[] out = new int[a.length + 1];
      System.arraycopy(a, 0, out, 1, a.length);
      return out;
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof ConstantPad p && Arrays.equals(before, p.before) && Arrays.equals(after, p.after)
          && value == p.value;
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(before) * 31 + Arrays.hashCode(after);
    }
  }

  /** {@code y[…, i, …] = x[…, from[i], …]} along {@code axis} for positions known beforehand: the padding modes that repeat elements. */
  record Remap(String name, String gradName, int axis, long... from) implements LinearOp {
    @Override
    public Tensor apply(Tensor x) {
      return new ConcreteTensor(selected(Dispatch.data(x), axis, from));
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return UpdateOp.ontoZeros(Indexing.indexAdd(axis), x, g, Nabla.fromArray(from, from.length));
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(new Remap(name, gradName, axis + 1, from), x);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Remap r && axis == r.axis && Arrays.equals(from, r.from);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(from) * 31 + axis;
    }
  }

  private static Strided selected(Strided from, int axis, long[] index) {
    Strided out = Strided.allocate(from.dtype(), from.shape().with(axis, index.length));
    Backend backend = Backends.active();
    backend.indexSelect(from, axis, Strided.contiguous(Storage.of(index), Shape.of(index.length)), out);
    return out;
  }

  /** Copies {@code n} positions of {@code axis} from {@code start} of one window to {@code at} of another. */
  private static void move(Strided from, int axis, int start, Strided out, int at, int n) {
    if (n > 0) {
      Strided part = new Views.Slice(axis, start, start + n, 1).view(from);
      Backends.active().convert(part, new Views.Slice(axis, at, at + n, 1).view(out));
    }
  }

  private static Tensor copy(Strided from) {
    Strided out = Strided.allocate(from.dtype(), from.shape());
    Backends.active().convert(from, out);
    return new ConcreteTensor(out);
  }
}
