package dev.nabla;

import dev.nabla.kernel.Strided;
import dev.nabla.type.GradientException;
import dev.nabla.type.IndexException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.Arrays;

/** The shape arithmetic behind {@link ShapeMethods}. */
final class Shapes {
  private Shapes() {}

  /** {@code dims} with a -1 replaced by the size that fits. */
  static Shape resolve(Tensor x, int[] dims) {
    int unknown = -1;
    long known = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == -1) {
        if (unknown >= 0) {
          throw new ShapeException("only one dimension can be inferred; got " + Arrays.toString(dims));
        }
        unknown = i;
      } else {
        known *= dims[i];
      }
    }
    int n = x.numel();
    if (unknown < 0 ? known != n : known == 0 || n % known != 0) {
      if (unknown >= 0 && known == 0 && n == 0) {
        throw new ShapeException("cannot reshape tensor of 0 elements into shape " + Arrays.toString(dims)
            + " because the unspecified dimension size -1 can be any value and is ambiguous");
      }
      throw new ShapeException("shape '" + Arrays.toString(dims) + "' is invalid for input of size " + n);
    }
    int[] out = dims.clone();
    if (unknown >= 0) {
      out[unknown] = (int) (n / known);
    }
    return Shape.of(out);
  }

  static Tensor reshape(Tensor x, Shape shape) {
    if (x.numel() != shape.numel()) {
      throw new ShapeException("shape '" + shape + "' is invalid for input of size " + x.numel());
    }
    if (x instanceof ConcreteTensor c) {
      Strided w = c.window();
      if (Views.stridesFor(w, shape) == null) {
        return Dispatch.apply(new Views.Reshape("_unsafe_view", shape), x.cloneTensor());
      }
    } else {
      return x.shape().equals(shape) ? x : Dispatch.apply(new Views.Reshape("reshape", shape), x);
    }
    return Dispatch.apply(new Views.Reshape("view", shape), x);
  }

  static Shape expansion(Tensor x, int[] dims) {
    int[] out = dims.clone();
    int lead = dims.length - x.dim();
    if (lead < 0) {
      throw new ShapeException(expandError(x.shape(), Arrays.toString(dims), dims.length));
    }
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == -1) {
        if (i < lead) {
          throw new ShapeException(
              "The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension " + i);
        }
        out[i] = x.size(i - lead);
      }
    }
    return Shape.of(out);
  }

  /** PyTorch's message for a tensor that does not broadcast to {@code target}. */
  static String expandError(Shape from, Shape target) {
    int lead = target.rank() - from.rank();
    for (int i = target.rank() - 1; i >= lead && lead >= 0; i--) {
      if (from.dim(i - lead) != target.dim(i) && from.dim(i - lead) != 1) {
        return "The expanded size of the tensor (" + target.dim(i) + ") must match the existing size ("
            + from.dim(i - lead)
            + ") at non-singleton dimension " + i + ".  Target sizes: " + target + ".  Tensor sizes: " + from;
      }
    }
    return expandError(from, target.toString(), target.rank());
  }

  private static String expandError(Shape from, String target, int rank) {
    return "expand: the number of sizes provided (" + rank
        + ") must be greater or equal to the number of dimensions in the tensor ("
        + from.rank() + "). Target sizes: " + target + ".  Tensor sizes: " + from;
  }

  static int[] order(Tensor x, int[] axes) {
    if (axes.length != x.dim()) {
      throw new ShapeException(
          "permute: number of axes " + Arrays.toString(axes) + " does not match the tensor's " + x.dim());
    }
    int[] out = new int[axes.length];
    boolean[] seen = new boolean[axes.length];
    for (int i = 0; i < axes.length; i++) {
      out[i] = x.shape().axis(axes[i]);
      if (seen[out[i]]) {
        throw new ShapeException("permute(): duplicate dims are not allowed; got " + Arrays.toString(axes));
      }
      seen[out[i]] = true;
    }
    return out;
  }

  static int[] swap(Tensor x, int a, int b) {
    int[] out = new int[x.dim()];
    for (int i = 0; i < out.length; i++) {
      out[i] = i;
    }
    int p = x.shape().axis(a);
    int q = x.shape().axis(b);
    if (out.length > 0) {
      out[p] = q;
      out[q] = p;
    }
    return out;
  }

  /** The order that moves axes {@code from} to the places {@code to} and keeps the others in theirs. */
  static int[] moved(Tensor x, int[] from, int[] to) {
    if (from.length != to.length) {
      throw new ShapeException("movedim: Invalid source or destination dims: source (" + Arrays.toString(from)
          + " dims) should contain the same number of dims as destination (" + Arrays.toString(to) + " dims)");
    }
    int rank = x.dim();
    int[] order = new int[rank];
    Arrays.fill(order, -1);
    boolean[] used = new boolean[rank];
    for (int i = 0; i < from.length && rank > 0; i++) {
      int s = x.shape().axis(from[i]);
      int d = x.shape().axis(to[i]);
      if (used[s] || order[d] >= 0) {
        throw new ShapeException("movedim: repeated dim in `" + (used[s] ? "source" : "destination") + "`: "
            + Arrays.toString(used[s] ? from : to));
      }
      used[s] = true;
      order[d] = s;
    }
    int next = 0;
    for (int i = 0; i < rank; i++) {
      if (order[i] < 0) {
        while (used[next]) {
          next++;
        }
        order[i] = next++;
      }
    }
    return order;
  }

  static Tensor squeezeAll(Tensor x) {
    return Dispatch.apply(squeezeOf(x), x);
  }

  static Views.Squeeze squeezeOf(Tensor x) {
    int[] axes = new int[x.dim()];
    int n = 0;
    for (int i = 0; i < x.dim(); i++) {
      if (x.size(i) == 1) {
        axes[n++] = i;
      }
    }
    return new Views.Squeeze("SqueezeBackward0", Arrays.copyOf(axes, n));
  }

  static Tensor squeeze(Tensor x, int axis) {
    int a = x.shape().axis(axis);
    return Dispatch.apply(x.dim() > 0 && x.size(a) == 1 ? new Views.Squeeze(a) : new Views.Squeeze(), x);
  }

  static Tensor squeeze(Tensor x, int[] axes) {
    int[] sorted = axes.length == 0 ? axes : Reductions.normalize(axes, x.dim());
    int[] kept = Arrays.stream(sorted).filter(a -> x.size(a) == 1).toArray();
    return Dispatch.apply(new Views.Squeeze("SqueezeBackward2", kept), x);
  }

  static Tensor flatten(Tensor x, int first, int last) {
    int a = x.shape().axis(first);
    int b = x.shape().axis(last);
    if (a > b) {
      throw new ShapeException(
          "flatten() has invalid args: start_dim cannot come after end_dim; got " + first + " and " + last);
    }
    if (x.dim() == 0) {
      return x.reshape(1);
    }
    if (a == b) {
      return x;
    }
    int[] dims = new int[x.dim() - (b - a)];
    int merged = 1;
    for (int i = a; i <= b; i++) {
      merged *= x.size(i);
    }
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i < a ? x.size(i) : i == a ? merged : x.size(i + b - a);
    }
    return x.reshape(Shape.of(dims));
  }

  static Tensor unflatten(Tensor x, int axis, int[] sizes) {
    int a = x.shape().axis(axis);
    if (sizes.length == 0) {
      throw new ShapeException("unflatten: sizes must be non-empty");
    }
    int n = x.size(a);
    long known = 1;
    int unknown = -1;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == -1 && unknown < 0) {
        unknown = i;
      } else {
        known *= sizes[i];
      }
    }
    if (unknown < 0 ? known != n : known <= 0 || n % known != 0) {
      throw new ShapeException("unflatten: Provided sizes " + Arrays.toString(sizes)
          + " don't multiply up to the size of dim " + a + " (" + n
          + ") in the input tensor");
    }
    int[] dims = new int[x.dim() - 1 + sizes.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i < a ? x.size(i) : i < a + sizes.length ? sizes[i - a] : x.size(i - sizes.length + 1);
    }
    if (unknown >= 0) {
      dims[a + unknown] = (int) (n / known);
    }
    return x.view(dims);
  }

  static Tensor narrow(Tensor x, int axis, int start, int length) {
    if (x.dim() == 0) {
      throw new ShapeException("narrow() cannot be applied to a 0-dim tensor.");
    }
    int a = x.shape().axis(axis);
    int n = x.size(a);
    if (length < 0) {
      throw new NablaException("narrow(): length must be non-negative; got " + length);
    }
    if (start < -n || start > n) {
      throw new IndexException(
          "start out of range (expected to be in range of [" + -n + ", " + n + "], but got " + start + ")");
    }
    int from = start < 0 ? start + n : start;
    if (from + length > n) {
      throw new ShapeException("start (" + start + ") + length (" + length + ") exceeds dimension size (" + n + ").");
    }
    return Dispatch.apply(new Views.Slice(a, from, from + length, 1), x);
  }

  static Views.Slice sliceOf(Tensor x, int axis, int start, int stop, int step) {
    if (x.dim() == 0) {
      throw new ShapeException("slice() cannot be applied to a 0-dim tensor.");
    }
    if (step <= 0) {
      throw new NablaException(
          "slice step must be positive; got " + step + (step < 0 ? ". Use flip(axis) to reverse an axis" : ""));
    }
    int a = x.shape().axis(axis);
    int n = x.size(a);
    int from = Math.clamp(start < 0 ? (long) start + n : start, 0, n);
    int to = Math.clamp(stop < 0 ? (long) stop + n : stop, from, n);
    return new Views.Slice(a, from, to, step);
  }

  static Tensor slice(Tensor x, int axis, int start, int stop, int step) {
    return Dispatch.apply(sliceOf(x, axis, start, stop, step), x);
  }

  static Views.Diagonal diagonalOf(Shape shape, int offset, int a, int b) {
    int p = shape.axis(a);
    int q = shape.axis(b);
    if (p == q) {
      throw new ShapeException("diagonal dimensions cannot be identical " + a + ", " + b);
    }
    return new Views.Diagonal(offset, p, q);
  }

  static Tensor diagEmbed(Tensor x, int offset, int a, int b) {
    int rank = x.dim() + 1;
    int p = Shape.normalizeAxis(a, rank);
    int q = Shape.normalizeAxis(b, rank);
    if (p == q) {
      throw new ShapeException("diagonal dimensions cannot be identical " + a + ", " + b);
    }
    int n = x.size(-1) + Math.abs(offset);
    int[] dims = new int[rank];
    int from = 0;
    for (int i = 0; i < rank; i++) {
      dims[i] = i == p || i == q ? n : x.size(from++);
    }
    return Dispatch.apply(new Views.OntoDiagonal("diag_embed", Shape.of(dims), new Views.Diagonal(offset, p, q)), x);
  }

  static Tensor diag(Tensor x, int offset) {
    return switch (x.dim()) {
      case 1 -> Dispatch
          .apply(new Views.OntoDiagonal("diag", Shape.of(x.numel() + Math.abs(offset), x.numel() + Math.abs(offset)),
              new Views.Diagonal(offset, 0, 1)), x);
      case 2 -> x.diagonal(offset, 0, 1).cloneTensor();
      default -> throw new ShapeException("matrix or a vector expected; got " + x.type());
    };
  }

  static Tensor unfold(Tensor x, int axis, int size, int step) {
    int a = x.shape().axis(axis);
    int n = x.dim() == 0 ? 1 : x.size(a);
    if (size < 0) {
      throw new NablaException("size is " + size + " but must be >= 0");
    }
    if (size > n) {
      throw new ShapeException("maximum size for tensor at dimension " + a + " is " + n + " but size is " + size);
    }
    if (step <= 0) {
      throw new NablaException("step is " + step + " but must be > 0");
    }
    return Dispatch.apply(new Views.Unfold(a, size, step), x);
  }

  static Tensor asStrided(Tensor x, int[] dims, int[] strides, int offset) {
    Shape shape = Shape.of(dims);
    if (strides.length != dims.length) {
      throw new ShapeException(
          "mismatch in length of strides and shape: " + Arrays.toString(strides) + " and " + shape);
    }
    long last = offset;
    for (int i = 0; i < dims.length; i++) {
      if (strides[i] < 0) {
        throw new NablaException(
            "as_strided: Negative strides are not supported; got strides: " + Arrays.toString(strides));
      }
      last += (long) Math.max(dims[i] - 1, 0) * strides[i];
    }
    int length = x instanceof ConcreteTensor c ? c.window().storage().length() : x.numel();
    if (offset < 0 || shape.numel() > 0 && last >= length) {
      throw new ShapeException(
          "setStorage: sizes " + shape + ", strides " + Arrays.toString(strides) + ", storage offset " + offset
              + " reach element " + last + ", out of bounds for storage of " + length + " elements");
    }
    if (!x.isContiguous()) {
      throw new NablaException("as_strided: needs a tensor in row-major order; call contiguous() first");
    }
    return Dispatch.apply(new Views.AsStrided(offset - x.storageOffset(), shape, strides.clone()), x);
  }

  static int[] flipped(Tensor x, int[] axes) {
    return axes.length == 0 ? axes : Reductions.normalize(axes, x.dim());
  }

  static Tensor roll(Tensor x, int[] shifts, int[] axes) {
    if (shifts.length == 0) {
      throw new NablaException("`shifts` required");
    }
    if (axes.length == 0 && shifts.length == 1) {
      return Dispatch.apply(new Rearranging.Roll(shifts.clone(), new int[0]), x);
    }
    if (axes.length != shifts.length) {
      throw new NablaException("shifts and dimensions must align. shifts: " + shifts.length + ", dims:" + axes.length);
    }
    int[] a = new int[axes.length];
    for (int i = 0; i < a.length; i++) {
      a[i] = x.shape().axis(axes[i]);
    }
    return x.dim() == 0 ? x.cloneTensor() : Dispatch.apply(new Rearranging.Roll(shifts.clone(), a), x);
  }

  /** The frequency 0 moved to the middle of each of {@code axes} (none means all), or back to the front. */
  static Tensor fftShift(Tensor x, boolean back, int[] axes) {
    int[] all = axes.length == 0 ? Reductions.normalize(axes, x.dim()) : axes;
    if (all.length == 0) {
      return x.cloneTensor();
    }
    int[] shifts = new int[all.length];
    for (int i = 0; i < shifts.length; i++) {
      int n = x.size(all[i]);
      shifts[i] = back ? (n + 1) / 2 : n / 2;
    }
    return roll(x, shifts, all);
  }

  static Tensor rot90(Tensor x, int turns, int... axes) {
    if (axes.length != 2) {
      throw new NablaException("expected total rotation dims == 2, but got dims = " + axes.length);
    }
    if (x.dim() < 2) {
      throw new ShapeException("expected total dims >= 2, but got total dims = " + x.dim());
    }
    int a = x.shape().axis(axes[0]);
    int b = x.shape().axis(axes[1]);
    if (a == b) {
      throw new NablaException(
          "expected rotation dims to be different, but got dim0 = " + axes[0] + " and dim1 = " + axes[1]);
    }
    return Dispatch.apply(new Rearranging.Rot90(Math.floorMod(turns, 4), a, b), x);
  }

  static Tensor repeat(Tensor x, int[] times) {
    if (times.length < x.dim()) {
      throw new ShapeException(
          "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor; got "
              + Arrays.toString(times) + " for " + x.type());
    }
    for (int n : times) {
      if (n < 0) {
        throw new NablaException(
            "repeat: Trying to create tensor with negative dimension; got " + Arrays.toString(times));
      }
    }
    Tensor wide = x;
    while (wide.dim() < times.length) {
      wide = wide.unsqueeze(0);
    }
    return Dispatch.apply(new Rearranging.Repeat(times.clone()), wide);
  }

  static Tensor tile(Tensor x, int[] times) {
    int[] all = new int[Math.max(times.length, x.dim())];
    Arrays.fill(all, 1);
    System.arraycopy(times, 0, all, all.length - times.length, times.length);
    return repeat(x, all);
  }

  /** Each slice along {@code axis} as often as {@code repeats}, a vector of as many numbers or one number, says. */
  static Tensor repeatInterleave(Tensor x, Tensor repeats, int axis) {
    Tensor line = x.dim() == 0 ? x.reshape(1) : x;
    int a = line.shape().axis(axis);
    int n = line.size(a);
    if (repeats.dim() > 1 || repeats.numel() != 1 && repeats.numel() != n) {
      throw new NablaException("repeats must have the same size as input along dim; got " + repeats.type() + " for "
          + x.type() + " along " + a);
    }
    Strided counts = Items.window(repeats, "repeat_interleave");
    long[] times = new long[n];
    int total = 0;
    for (int i = 0; i < n; i++) {
      times[i] = counts.storage().getLong(counts.position(repeats.numel() == 1 ? 0 : i));
      if (times[i] < 0) {
        throw new NablaException("repeats can not be negative; got " + times[i]);
      }
      total += (int) times[i];
    }
    long[] index = new long[total];
    int at = 0;
    for (int i = 0; i < n; i++) {
      Arrays.fill(index, at, at += (int) times[i], i);
    }
    return line.indexSelect(a, Nabla.fromArray(index, total));
  }

  static Tensor triangle(Tensor x, boolean lower, int k) {
    if (x.dim() < 2) {
      throw new IndexException(
          (lower ? "tril" : "triu") + ": input tensor must have at least 2 dimensions; got " + x.type());
    }
    return Dispatch.apply(new Rearranging.Triangle(lower, k), x);
  }

  static Tensor sumToSize(Tensor x, int[] dims) {
    Shape target = Shape.of(dims);
    if (!target.expandsTo(x.shape())) {
      throw new ShapeException("size {" + target + "} is not expandable to size {" + x.shape() + "}.");
    }
    return Reductions.sumTo(x, target);
  }

  /** Makes {@code x} itself show its elements as {@code op} says. A view cannot: it would no longer be the view of its base that it was made as. */
  static Tensor inPlace(ViewOp op, Tensor x) {
    Level level = x.level();
    if (level != null && level.seesThrough()) {
      level.check(op);
      level.interpretInPlace(op, new Tensor[] {x, Dispatch.apply(op, x.cloneTensor())});
      return x;
    }
    if (!(x instanceof ConcreteTensor c) || c.base() != null) {
      throw new GradientException(
          op.name() + "_: " + (level == null ? "a view" : "a tensor inside " + level.transform())
              + " cannot change its shape in place; use " + op.name());
    }
    boolean recording = GradMode.isEnabled() && x.requiresGrad();
    if (recording && x.isLeaf()) {
      throw new GradientException("a leaf Variable that requires grad is being used in an in-place operation.");
    }
    Strided window = op.view(c.window());
    if (recording) {
      Tensor[] in = {x};
      Tensor[] out = {new ConcreteTensor(window)};
      Node node = Node.record(op, in, in, out, null);
      c.setData(window);
      c.rebase(node);
    } else {
      c.setData(window);
    }
    return x;
  }
}
