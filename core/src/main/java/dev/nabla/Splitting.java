package dev.nabla;

import dev.nabla.type.IndexException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import dev.nabla.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Ops that cut a tensor into several views along an axis. All views of one call share a node, so none may be written in place while recording. */
final class Splitting {
  private Splitting() {}

  /** Consecutive parts of the given sizes along {@code axis}. */
  record Split(String name, int axis, int... sizes) implements JointOp {
    @Override
    public Tensor[] runAll(Tensor[] in) {
      ConcreteTensor x = (ConcreteTensor) in[0];
      Tensor[] out = new Tensor[sizes.length];
      int at = 0;
      for (int i = 0; i < out.length; i++) {
        out[i] = x.oneOfSeveral(new Views.Slice(axis, at, at + sizes[i], 1));
        at += sizes[i];
      }
      return out;
    }

    @Override
    public int saves(int needs) {
      return 0;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      List<Tensor> parts = new ArrayList<>();
      for (int i = 0; i < g.length; i++) {
        parts.add(PrimitiveOp.orZeros(g[i], s.outType(i)));
      }
      return new @Nullable Tensor[] {Dispatch.apply(new Joining.Cat(axis), parts.toArray(new Tensor[0]))};
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return Dispatch.applyAll(this, new Tensor[] {java.util.Objects.requireNonNull(t[0])});
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(new Split(name, axis + 1, sizes), in);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Split s && axis == s.axis && Arrays.equals(sizes, s.sizes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(sizes) * 31 + axis;
    }
  }

  /** Every index of {@code axis} as a tensor without that axis. */
  record Unbind(int axis) implements JointOp {
    @Override
    public String name() {
      return "unbind";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      ConcreteTensor x = (ConcreteTensor) in[0];
      Tensor[] out = new Tensor[x.size(axis)];
      for (int i = 0; i < out.length; i++) {
        out[i] = x.oneOfSeveral(new Views.Select(axis, i));
      }
      return out;
    }

    @Override
    public int saves(int needs) {
      return 0;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      List<Tensor> parts = new ArrayList<>();
      TensorType x = s.inType(0);
      for (@Nullable
      Tensor part : g) {
        parts.add(PrimitiveOp.orZeros(part, new TensorType(x.dtype(), x.shape().without(axis))));
      }
      return new @Nullable Tensor[] {Nabla.stack(parts, axis)};
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return Dispatch.applyAll(this, new Tensor[] {java.util.Objects.requireNonNull(t[0])});
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return Dispatch.applyAll(new Unbind(axis + 1), in);
    }
  }

  static List<Tensor> unbind(Tensor x, int axis) {
    if (x.dim() == 0) {
      throw new IndexException("Dimension specified as " + axis + " but tensor has no dimensions");
    }
    int a = x.shape().axis(axis);
    if (x.level() != null) {
      return IntStream.range(0, x.size(a)).mapToObj(i -> x.select(a, i)).toList();
    }
    return x.size(a) == 0 ? List.of() : List.of(Dispatch.applyAll(new Unbind(a), new Tensor[] {x}));
  }

  /** Parts of {@code size} elements, the last one smaller if need be. */
  static List<Tensor> split(Tensor x, int size, int axis) {
    notScalar("split", x);
    if (size < 0) {
      throw new NablaException("split expects split_size be non-negative, but got split_size=" + size);
    }
    int a = x.shape().axis(axis);
    int n = x.size(a);
    if (size == 0 && n != 0) {
      throw new NablaException("split_size can only be 0 if dimension size is 0, but got dimension size of " + n);
    }
    int count = size == 0 ? 1 : Math.max(Math.ceilDiv(n, size), 1);
    int[] sizes = new int[count];
    for (int i = 0; i < count; i++) {
      sizes[i] = Math.min(size, n - i * size);
    }
    return parts("split", x, a, sizes);
  }

  static List<Tensor> split(Tensor x, int[] sizes, int axis) {
    notScalar("split_with_sizes", x);
    int a = x.shape().axis(axis);
    long sum = 0;
    for (int n : sizes) {
      if (n < 0) {
        throw new NablaException(
            "split_with_sizes expects split_sizes have only non-negative entries, but got split_sizes="
                + Arrays.toString(sizes));
      }
      sum += n;
    }
    if (sum != x.size(a)) {
      throw new NablaException("split_with_sizes expects split_sizes to sum exactly to " + x.size(a)
          + " (input tensor's size at dimension " + a
          + "), but got split_sizes=" + Arrays.toString(sizes));
    }
    return sizes.length == 0 ? List.of() : parts("split_with_sizes", x, a, sizes.clone());
  }

  /** Transforms get views one by one: they need no node that the parts share, and see at each that it is a view. */
  private static List<Tensor> parts(String name, Tensor x, int axis, int[] sizes) {
    if (x.level() == null) {
      return List.of(Dispatch.applyAll(new Split(name, axis, sizes), new Tensor[] {x}));
    }
    List<Tensor> out = new ArrayList<>();
    int at = 0;
    for (int n : sizes) {
      out.add(x.narrow(axis, at, n));
      at += n;
    }
    return List.copyOf(out);
  }

  /** At most {@code chunks} parts of equal size, the last one smaller if need be. */
  static List<Tensor> chunk(Tensor x, int chunks, int axis) {
    notScalar("chunk", x);
    if (chunks <= 0) {
      throw new NablaException("chunk expects `chunks` to be greater than 0, got: " + chunks);
    }
    int a = x.shape().axis(axis);
    int n = x.size(a);
    if (n == 0) {
      return split(x, new int[chunks], a);
    }
    return split(x, Math.ceilDiv(n, chunks), a);
  }

  /** {@code sections} parts whose sizes differ by at most one, the larger ones first. */
  static List<Tensor> tensorSplit(Tensor x, int sections, int axis) {
    if (x.dim() == 0) {
      throw new ShapeException("tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims");
    }
    if (sections <= 0) {
      throw new NablaException("number of sections must be larger than 0, got " + sections);
    }
    int a = x.shape().axis(axis);
    int n = x.size(a);
    List<Tensor> out = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < sections; i++) {
      int size = n / sections + (i < n % sections ? 1 : 0);
      out.add(Dispatch.apply(new Views.Slice(a, at, at + size, 1), x));
      at += size;
    }
    return List.copyOf(out);
  }

  /** The parts before, between and after the positions {@code indices}. */
  static List<Tensor> tensorSplit(Tensor x, int[] indices, int axis) {
    if (x.dim() == 0) {
      throw new ShapeException("tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims");
    }
    int a = x.shape().axis(axis);
    List<Tensor> out = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= indices.length; i++) {
      int stop = i < indices.length ? indices[i] : x.size(a);
      out.add(Shapes.slice(x, a, start, stop, 1));
      start = stop;
    }
    return List.copyOf(out);
  }

  /** {@code sections} equal parts: {@code hsplit} and its kin, which need at least {@code rank} axes. */
  static List<Tensor> evenly(String name, Tensor x, int rank, int sections, int axis) {
    minimumRank(name, x, rank);
    int n = x.size(axis);
    if (sections <= 0 || n % sections != 0) {
      throw new NablaException(
          "torch." + name + " attempted to split along dimension " + axis + ", but the size of the dimension " + n
              + " is not divisible by the split_size " + sections + "!");
    }
    return tensorSplit(x, sections, axis);
  }

  static List<Tensor> at(String name, Tensor x, int rank, int[] indices, int axis) {
    minimumRank(name, x, rank);
    return tensorSplit(x, indices, axis);
  }

  private static void minimumRank(String name, Tensor x, int rank) {
    if (x.dim() < rank) {
      throw new ShapeException(
          "torch." + name + " requires a tensor with at least " + rank + " dimension, but got a tensor with " + x.dim()
              + " dimensions!");
    }
  }

  private static void notScalar(String name, Tensor x) {
    if (x.dim() == 0) {
      throw new ShapeException(name + " expects at least a 1-dimensional tensor");
    }
  }

  /** The positions that {@code shape} has along {@code axis}, for messages. */
  static int length(Shape shape) {
    if (shape.rank() == 0) {
      throw new ShapeException("len() of a 0-d tensor");
    }
    return shape.dim(0);
  }
}
