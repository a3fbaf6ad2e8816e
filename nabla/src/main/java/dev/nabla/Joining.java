package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import dev.nabla.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ops that put tensors together. */
final class Joining {
  private Joining() {}

  /** Concatenation along {@code axis} (not negative). */
  record Cat(int axis) implements PrimitiveOp {
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
      Strided out = Strided.allocate(in[0].dtype(), in[0].shape().with(axis, total));
      int at = 0;
      for (Tensor t : in) {
        int n = t.size(axis);
        Backends.active().convert(Dispatch.data(t), new Views.Slice(axis, at, at + n, 1).view(out));
        at += n;
      }
      return new Tensor[] {new ConcreteTensor(out)};
    }

    @Override
    public int saves(int needs) {
      return 0;
    }

    @Override
    public boolean joint() {
      return true;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor whole = java.util.Objects.requireNonNull(g[0]);
      int n = ((Node) s).next.length;
      @Nullable Tensor[] d = new @Nullable Tensor[n];
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
      Tensor[] all = new Tensor[in.length];
      for (int i = 0; i < in.length; i++) {
        Tensor ti = t[i];
        all[i] = ti != null ? ti : Nabla.zerosLike(in[i]);
      }
      return new @Nullable Tensor[] {Dispatch.apply(this, all)};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return new Tensor[] {Dispatch.apply(new Cat(axis + 1), BatchRules.all(in, batched))};
    }
  }

  static Tensor cat(List<Tensor> tensors, int axis) {
    if (tensors.isEmpty()) {
      throw new ShapeException("cat: expected a non-empty list of Tensors");
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
        throw new ShapeException("cat: Tensors must have same number of dimensions: got " + first.dim() + " and " + t.dim());
      }
      for (int k = 0; k < t.dim(); k++) {
        if (k != a && t.size(k) != first.size(k)) {
          throw new ShapeException("Sizes of tensors must match except in dimension " + a + ". Expected size " + first.size(k) + " but got size "
              + t.size(k) + " for tensor number " + i + " in the list.");
        }
      }
    }
    return Dispatch.apply(new Cat(a), promoted(parts));
  }

  static Tensor stack(List<Tensor> tensors, int axis) {
    if (tensors.isEmpty()) {
      throw new ShapeException("stack: expected a non-empty list of Tensors");
    }
    Shape shape = tensors.get(0).shape();
    int a = Shape.normalizeAxis(axis, shape.rank() + 1);
    List<Tensor> wide = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      Tensor t = tensors.get(i);
      if (!t.shape().equals(shape)) {
        throw new ShapeException("stack expects each tensor to be equal size, but got " + shape + " at entry 0 and " + t.shape() + " at entry " + i);
      }
      wide.add(t.unsqueeze(a));
    }
    return Dispatch.apply(new Cat(a), promoted(wide));
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
