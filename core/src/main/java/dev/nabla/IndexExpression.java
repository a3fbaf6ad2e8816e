package dev.nabla;

import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.IndexException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the brackets of {@code x[…]} in Python. Numbers, slices, {@code "..."} and {@code "None"} make a view; index tensors and
 * masks are kept for the end: see Note [Advanced indexing].
 */
final class IndexExpression {
  /** A part of an index text that stands for a new axis. */
  private static final Object NEW_AXIS = new Object();

  /** A part of an index text that stands for all axes not named. */
  private static final Object ELLIPSIS = new Object();

  /** {@code start:stop:step}; null stands for a missing part. */
  private record Range(@Nullable Integer start, @Nullable Integer stop, int step) {}

  /** The view that the numbers and slices make. */
  private Tensor view;

  /** The index tensors by axis of {@link #view}; null where there is none. */
  private final List<@Nullable Tensor> indices = new ArrayList<>();

  private int axis;

  /** How many axes of the indexed tensor have been indexed away so far, less the new ones. */
  private int gone;

  private IndexExpression(Tensor x) {
    this.view = x;
  }

  static Tensor get(Tensor x, @Nullable Object... index) {
    IndexExpression e = of(x, index);
    return e.indices.isEmpty() ? e.view == x ? Dispatch.apply(Views.ALIAS, x) : e.view : e.indexed();
  }

  static Tensor set(Tensor x, Object value, @Nullable Object... index) {
    Tensor v = value instanceof Tensor t ? t : number(x.dtype(), value);
    if (x.level() != null && !x.level().followsViews()) {
      return setWrapped(x, v, index);
    }
    IndexExpression e = of(x, index);
    if (e.indices.isEmpty()) {
      e.view.copy_(fitted(v, e.view.shape()));
    } else {
      e.put(v.to(x.dtype()), false, true);
    }
    return x;
  }

  /** Where the view of a wrapped tensor is a tensor of its own, the write goes by positions. */
  private static Tensor setWrapped(Tensor x, Tensor v, @Nullable Object[] index) {
    Tensor at = get(Nabla.arange(x.numel()).reshape(x.shape()), index).contiguous();
    return Indices.put(x, at, fitted(v.to(x.dtype()), at.shape()).contiguous(), false, true);
  }

  private static Tensor number(DType dtype, Object value) {
    return switch (value) {
      case Boolean b -> Nabla.full(dtype, Shape.SCALAR, b ? 1 : 0);
      case Long v -> Nabla.tensor(v.longValue()).to(dtype);
      case Integer v -> Nabla.tensor(v.longValue()).to(dtype);
      case Number v -> Nabla.full(dtype, Shape.SCALAR, v.doubleValue());
      default -> Nabla.tensor(value).to(dtype);
    };
  }

  /** {@code v} broadcast to {@code shape}; leading axes of size 1 more than that are dropped. */
  private static Tensor fitted(Tensor v, Shape shape) {
    Tensor w = v;
    while (w.dim() > shape.rank() && w.size(0) == 1) {
      w = w.squeeze(0);
    }
    return w.expand(shape);
  }

  static Tensor indexPut(Tensor self, List<? extends @Nullable Tensor> indices, Tensor value, boolean accumulate,
      boolean inPlace) {
    if (self.dtype() != value.dtype()) {
      throw new DTypeException(
          "Index put requires the source and destination dtypes match, got " + self.dtype().scalarName()
              + " for the destination and " + value.dtype().scalarName() + " for the source.");
    }
    IndexExpression e = new IndexExpression(self);
    for (Tensor index : indices) {
      if (index == null) {
        e.axis++;
      } else {
        e.tensor(index);
      }
    }
    if (e.axis > self.dim()) {
      throw tooMany(self);
    }
    return e.put(value, accumulate, inPlace);
  }

  private static IndexExpression of(Tensor x, @Nullable Object[] index) {
    List<Object> items = new ArrayList<>();
    for (Object item : index) {
      if (item instanceof String s) {
        parse(s, items);
      } else {
        items.add(item == null ? NEW_AXIS : item);
      }
    }
    int named = 0;
    for (Object item : items) {
      named += axesOf(item);
    }
    if (named > x.dim()) {
      throw x.dim() == 0 && items.size() == 1
          ? new IndexException(
              "invalid index of a 0-dim tensor. Use `tensor.item()` to convert a 0-dim tensor to a number")
          : tooMany(x);
    }
    IndexExpression e = new IndexExpression(x);
    for (Object item : items) {
      e.add(item, x.dim() - named);
    }
    return e;
  }

  private static IndexException tooMany(Tensor x) {
    return new IndexException("too many indices for tensor of dimension " + x.dim());
  }

  /** How many axes of the tensor an item stands for. */
  private static int axesOf(Object item) {
    if (item == NEW_AXIS || item == ELLIPSIS || item instanceof Boolean) {
      return 0;
    }
    if (item instanceof Tensor t && isMask(t)) {
      return t.dim();
    }
    return item instanceof boolean[][] ? 2 : 1;
  }

  private static boolean isMask(Tensor t) {
    return t.dtype() == DType.BOOL || t.dtype() == DType.UINT8;
  }

  // --- texts ---

  private static void parse(String text, List<Object> items) {
    for (String part : text.split(",", -1)) {
      String p = part.strip();
      switch (p) {
        case "..." -> items.add(ELLIPSIS);
        case "None", "null" -> items.add(NEW_AXIS);
        default -> items.add(p.indexOf(':') < 0 ? (Object) number(p, text) : range(p, text));
      }
    }
  }

  private static Range range(String part, String text) {
    String[] bounds = part.split(":", -1);
    if (bounds.length > 3) {
      throw new IndexException("index \"" + text + "\": a slice has at most start:stop:step; got " + part);
    }
    int step = bounds.length == 3 && !bounds[2].isBlank() ? number(bounds[2].strip(), text) : 1;
    if (step <= 0) {
      throw new NablaException("slice step must be positive; got " + step
          + (step < 0
              ? ". Reverse an axis with flip(axis)" + (step < -1 ? ", then take \"::" + -step + "\" of it" : "")
              : ""));
    }
    return new Range(bounds[0].isBlank() ? null : number(bounds[0].strip(), text),
        bounds[1].isBlank() ? null : number(bounds[1].strip(), text), step);
  }

  private static Integer number(String part, String text) {
    try {
      return Integer.valueOf(part);
    } catch (NumberFormatException e) {
      throw new IndexException("index \"" + text
          + "\": expected a number, a slice such as \"1:3\", \"...\" or \"None\"; got \"" + part + "\"");
    }
  }

  // --- items ---

  private void add(Object item, int unnamed) {
    switch (item) {
      case Integer i -> select(i);
      case Long i -> select(Math.toIntExact(i));
      case Short i -> select(i);
      case Byte i -> select(i);
      case Range r -> slice(r);
      case Boolean b -> truth(b);
      case Tensor t when t.dim() == 0 && !isMask(t) && t.dtype().isIntegral() && t.level() == null ->
        select((int) t.itemLong());
      case Tensor t -> tensor(t);
      default -> {
        if (item == ELLIPSIS) {
          axis += unnamed;
        } else if (item == NEW_AXIS) {
          view = view.unsqueeze(axis++);
          gone--;
        } else {
          tensor(list(item));
        }
      }
    }
  }

  private static Tensor list(Object item) {
    if (!item.getClass().isArray() && !(item instanceof List<?>)) {
      throw new IndexException(
          "an index is a number, a slice text such as \"1:3\", a tensor or an array of numbers or truth values; got "
              + item.getClass().getSimpleName());
    }
    Tensor t = Nabla.tensor(item);
    return t.numel() == 0 && !isMask(t) ? t.to(DType.INT64) : t;
  }

  private void select(int index) {
    int n = view.size(axis);
    if (index < -n || index >= n) {
      throw new IndexException(
          "index " + index + " is out of bounds for dimension " + (axis + gone) + " with size " + n);
    }
    view = view.select(axis, index);
    gone++;
  }

  private void slice(Range r) {
    int n = view.size(axis);
    Integer start = r.start;
    Integer stop = r.stop;
    if (start != null || stop != null || r.step != 1) {
      view = Shapes.slice(view, axis, start == null ? 0 : start, stop == null ? n : stop, r.step);
    }
    axis++;
  }

  private void truth(boolean b) {
    view = view.unsqueeze(axis);
    gone--;
    put(axis++, Nabla.fromArray(new long[b ? 1 : 0], b ? 1 : 0));
  }

  private void tensor(Tensor t) {
    if (isMask(t)) {
      mask(t);
      return;
    }
    if (t.dtype() != DType.INT64 && t.dtype() != DType.INT32) {
      throw new IndexException("tensors used as indices must be long, int, byte or bool tensors; got " + t.dtype());
    }
    if (axis >= view.dim()) {
      throw tooMany(view);
    }
    put(axis, Indices.wrapped(t.to(DType.INT64), axis, view.size(axis)));
    axis++;
  }

  private void mask(Tensor mask) {
    if (mask.dim() == 0) {
      truth(mask.itemBoolean());
      return;
    }
    for (int i = 0; i < mask.dim(); i++) {
      if (axis + i >= view.dim()) {
        throw tooMany(view);
      }
      if (mask.size(i) != view.size(axis + i)) {
        throw new IndexException("The shape of the mask " + mask.shape() + " at index " + i
            + " does not match the shape of the indexed tensor "
            + view.shape() + " at index " + (axis + i));
      }
    }
    if (mergeable(mask.dim())) {
      view = view.flatten(axis, axis + mask.dim() - 1);
      put(axis++, Indices.flatNonzero(mask));
      return;
    }
    for (Tensor column : Indices.nonzeroTuple(mask)) {
      put(axis++, column);
    }
  }

  /** Whether the next {@code count} axes can be seen as one, so that a mask over them needs one index tensor only. */
  private boolean mergeable(int count) {
    if (!(view instanceof ConcreteTensor c)) {
      return false;
    }
    for (int i = axis; i < axis + count - 1; i++) {
      if (c.window().stride(i) != c.window().stride(i + 1) * c.window().dim(i + 1)) {
        return false;
      }
    }
    return true;
  }

  private void put(int at, Tensor index) {
    while (indices.size() < at) {
      indices.add(null);
    }
    indices.add(index);
  }

  // --- the ops ---

  private int[] axes() {
    int[] out = new int[indices.size()];
    int n = 0;
    for (int i = 0; i < out.length; i++) {
      if (indices.get(i) != null) {
        out[n++] = i;
      }
    }
    return java.util.Arrays.copyOf(out, n);
  }

  /** Where the block of indexed positions goes: in place of its axes if they are neighbours, else in front. */
  private static int place(int[] axes) {
    return axes[axes.length - 1] - axes[0] == axes.length - 1 ? axes[0] : 0;
  }

  /** The index tensors, broadcast together. */
  private List<Tensor> broadcast() {
    Shape shape = Shape.SCALAR;
    StringBuilder shapes = new StringBuilder();
    for (Tensor t : indices) {
      if (t != null) {
        shapes.append(shapes.isEmpty() ? "" : ", ").append(t.shape());
      }
    }
    try {
      for (Tensor t : indices) {
        shape = t == null ? shape : Shape.broadcast(shape, t.shape());
      }
    } catch (ShapeException e) {
      throw new IndexException(
          "shape mismatch: indexing tensors could not be broadcast together with shapes " + shapes);
    }
    List<Tensor> out = new ArrayList<>();
    for (Tensor t : indices) {
      if (t != null) {
        out.add(t.expand(shape));
      }
    }
    return out;
  }

  private Tensor indexed() {
    int[] axes = axes();
    List<Tensor> in = new ArrayList<>(broadcast());
    in.add(0, view);
    return Dispatch.apply(new AdvancedIndexing.Index(place(axes), axes), in.toArray(new Tensor[0]));
  }

  private Tensor put(Tensor value, boolean accumulate, boolean inPlace) {
    int[] axes = axes();
    List<Tensor> in = new ArrayList<>(broadcast());
    int at = place(axes);
    Shape part = AdvancedIndexing.resultShape(view.shape(), at, axes, in.get(0).shape());
    in.add(0, fittedValue(value, part));
    in.add(0, view);
    var op = new AdvancedIndexing.IndexPut(accumulate, at, axes);
    Tensor[] all = in.toArray(new Tensor[0]);
    return inPlace ? UpdateOp.write(op, all) : Dispatch.apply(op, all);
  }

  private static Tensor fittedValue(Tensor value, Shape part) {
    Tensor w = value;
    while (w.dim() > part.rank() && w.size(0) == 1) {
      w = w.squeeze(0);
    }
    if (!w.shape().expandsTo(part)) {
      throw new ShapeException("shape mismatch: value tensor of shape " + value.shape()
          + " cannot be broadcast to indexing result of shape " + part);
    }
    return w.expand(part);
  }
}
