package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Geometry;
import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;
import dev.nabla.type.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * The ops of convolution.
 *
 * <p>Note [Trilinear form]: a convolution is the number {@code Σ x·w·y} over all triples of elements that the geometry brings together.
 * Leaving out y gives the forward pass, leaving out x the transposed convolution (the input's gradient), leaving out w the weight's gradient.
 * Each is linear in the two tensors it is given, and the adjoint of one is another, so the three are closed under differentiation.
 * Shapes: x [N, C, S…], w [O, C / groups, K…], y [N, O, P…].
 */
final class Convolution {
  private Convolution() {}

  /** A place in the trilinear form. */
  enum Slot {
    /** The input of a convolution, [N, C, S…]. */
    X,
    /** The kernel, [O, C / groups, K…]. */
    W,
    /** The output, [N, O, P…]. */
    Y
  }

  /**
   * The trilinear form with one slot open: the result, of shape {@code shape}. Inputs are those in the other slots, in this order: x, w for
   * open Y; y, w for open X; x, y for open W.
   */
  record Form(Slot open, Geometry geometry, Shape shape) implements BilinearOp {
    @Override
    public String name() {
      return "convolution";
    }

    /** PyTorch's graph shows the bias that is not there. */
    @Override
    public int numberOperands() {
      return open == Slot.W ? 0 : 1;
    }

    Slot left() {
      return open == Slot.X ? Slot.Y : Slot.X;
    }

    Slot right() {
      return open == Slot.W ? Slot.Y : Slot.W;
    }

    @Override
    public Tensor run(Tensor[] in) {
      Strided out = Strided.obtain(in[0].dtype(), shape);
      Strided left = Dispatch.data(in[0]);
      Strided right = Dispatch.data(in[1]);
      switch (open) {
        case Y -> Backends.active().convolution(geometry, left, right, null, out);
        case X -> Backends.active().convolutionInput(geometry, right, left, out);
        case W -> Backends.active().convolutionWeight(geometry, left, right, out);
      }
      return new ConcreteTensor(out);
    }

    @Override
    public Tensor adjointLeft(Tensor g, Tensor b, TensorType a) {
      return with(left(), a.shape(), open, g, right(), b);
    }

    @Override
    public Tensor adjointRight(Tensor g, Tensor a, TensorType b) {
      return with(right(), b.shape(), open, g, left(), a);
    }

    /** The same form with slot {@code result} open, {@code s} in slot {@code p} and {@code t} in slot {@code q}. */
    private Tensor with(Slot result, Shape type, Slot p, Tensor s, Slot q, Tensor t) {
      Form f = new Form(result, geometry, type);
      return p == f.left() && q == f.right() ? Dispatch.apply(f, s, t) : Dispatch.apply(f, t, s);
    }

    /** Folds the batch into N, O, C or the groups, whichever axis those slots share that carry it; so it stays one convolution. */
    @Override
    public Tensor batch(Tensor[] in, boolean[] batched) {
      int n = BatchRules.size(in, batched);
      Slot without = !batched[0] ? left() : !batched[1] ? right() : null;
      Geometry g = without != null
          ? geometry
          : new Geometry(geometry.stride(), geometry.padding(), geometry.dilation(), geometry.groups() * n);
      int axis = axis(open, without);
      int parts = parts(open, without);
      Tensor left = batched[0] ? fold(in[0], axis(left(), without), parts(left(), without)) : in[0];
      Tensor right = batched[1] ? fold(in[1], axis(right(), without), parts(right(), without)) : in[1];
      Form wide = new Form(open, g, shape.with(axis, shape.dim(axis) * n));
      return unfold(Dispatch.apply(wide, left, right), axis, parts, n);
    }

    /** The axis of the tensor in {@code slot} that takes the batch, if all slots but {@code without} (null: all) carry it. */
    private static int axis(Slot slot, @Nullable Slot without) {
      boolean leading = slot == Slot.W ? without != Slot.Y : without == Slot.W;
      return leading ? 0 : 1;
    }

    /** How many groups that axis consists of, each of which gets its own copies. */
    private int parts(Slot slot, @Nullable Slot without) {
      boolean channelsOfX = without == Slot.Y && slot == Slot.X;
      boolean channelsOfY = without == Slot.X;
      return channelsOfX || channelsOfY ? geometry.groups() : 1;
    }

    /** [B, …, parts·r, …] to […, parts·B·r, …]. */
    private static Tensor fold(Tensor t, int axis, int parts) {
      int n = t.size(0);
      Shape whole = t.shape().without(0);
      int size = whole.dim(axis);
      if (parts == 1) {
        return movedBatch(t, axis).reshape(whole.with(axis, n * size));
      }
      Shape split = t.shape().with(axis + 1, parts).insert(axis + 2, size / parts);
      return movedBatch(t.reshape(split), axis + 1).reshape(whole.with(axis, n * size));
    }

    /** The inverse of {@link #fold}. */
    private static Tensor unfold(Tensor t, int axis, int parts, int n) {
      int size = t.size(axis) / n;
      Shape split = t.shape().with(axis, parts).insert(axis + 1, n).insert(axis + 2, size / parts);
      return frontBatch(t.reshape(split), axis + 1).reshape(t.shape().with(axis, size).insert(0, n));
    }

    /** Axis 0 moved behind the {@code to} axes that follow it. */
    private static Tensor movedBatch(Tensor t, int to) {
      int[] order = new int[t.dim()];
      for (int i = 0; i < order.length; i++) {
        order[i] = i < to ? i + 1 : i == to ? 0 : i;
      }
      return t.permute(order);
    }

    /** Axis {@code from} moved to the front. */
    private static Tensor frontBatch(Tensor t, int from) {
      int[] order = new int[t.dim()];
      for (int i = 0; i < order.length; i++) {
        order[i] = i == 0 ? from : i <= from ? i - 1 : i;
      }
      return t.permute(order);
    }
  }

  /** A convolution, forward or transposed, plus a bias for each output channel. Inputs: those of {@code form}, then the bias. */
  record WithBias(Form form) implements CompositeOp {
    @Override
    public String name() {
      return "convolution";
    }

    @Override
    public Tensor compute(Tensor[] in) {
      return Dispatch.apply(form, in[0], in[1]).add(column(in[2]));
    }

    @Override
    public Tensor run(Tensor[] in) {
      if (form.open() == Slot.Y) {
        Strided out = Strided.obtain(in[0].dtype(), form.shape());
        Backends.active().convolution(form.geometry(), Dispatch.data(in[0]), Dispatch.data(in[1]), Dispatch.data(in[2]),
            out);
        return new ConcreteTensor(out);
      }
      Tensor y = form.run(new Tensor[] {in[0], in[1]});
      Pointwise.ADD.runInto(new Tensor[] {y, column(in[2].detach())}, Dispatch.data(y));
      return y;
    }

    /** [O] as [O, 1…]. */
    private Tensor column(Tensor bias) {
      int[] dims = new int[form.geometry().spatial() + 1];
      java.util.Arrays.fill(dims, 1);
      dims[0] = bias.size(0);
      return bias.reshape(dims);
    }

    @Override
    public int saves(int needs) {
      return form.saves(needs);
    }

    @Override
    public Tensor vjp(int i, Saved s, Tensor g) {
      if (i < 2) {
        return form.vjp(i, s, g);
      }
      int[] axes = new int[form.geometry().spatial() + 1];
      for (int k = 1; k < axes.length; k++) {
        axes[k] = k + 1;
      }
      return g.sum(axes);
    }
  }
}
