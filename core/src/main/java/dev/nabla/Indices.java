package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Scatter;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.IndexException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.ArrayList;
import java.util.List;

/** Checks the operands of the ops in {@link Indexing} and applies them. Each update has two forms: a new tensor, or in place. */
final class Indices {
  private Indices() {}

  private static Tensor update(UpdateOp op, boolean inPlace, Tensor... in) {
    return inPlace ? UpdateOp.write(op, in) : Dispatch.apply(op, in);
  }

  // --- checks ---

  /** The elements below all transforms: every entry of a batch. */
  private static Strided elements(Tensor t) {
    Tensor at = t;
    while (at instanceof LevelTensor l) {
      at = l.value();
    }
    return Dispatch.data(at);
  }

  private static void int64(String op, Tensor index) {
    if (index.dtype() != DType.INT64) {
      throw new DTypeException(op + ": Expected dtype int64 for index; got " + index.dtype());
    }
  }

  private static Tensor wholeIndex(String op, Tensor index) {
    if (index.dtype() != DType.INT64 && index.dtype() != DType.INT32) {
      throw new DTypeException(op + ": Expected dtype int32 or int64 for index; got " + index.dtype());
    }
    return index.to(DType.INT64);
  }

  private static void sameType(String op, Tensor self, Tensor src) {
    if (self.dtype() != src.dtype()) {
      throw new DTypeException(
          op + ": Expected self.dtype to be equal to src.dtype; got " + self.dtype() + " and " + src.dtype());
    }
  }

  /** The first index that is not from {@code low} to {@code n - 1}; Long.MIN_VALUE if all are. */
  static long outside(Tensor index, long low, long n) {
    Strided w = elements(index);
    int count = w.numel();
    if (w.dtype() == DType.INT64 && w.isContiguous()) {
      long[] values = w.storage().longs();
      long found = Long.MIN_VALUE;
      for (int i = w.offset(); i < w.offset() + count && found == Long.MIN_VALUE; i++) {
        if (values[i] < low || values[i] >= n) {
          found = values[i];
        }
      }
      w.storage().fence();
      return found;
    }
    for (int i = 0; i < count; i++) {
      long v = w.storage().getLong(w.position(i));
      if (v < low || v >= n) {
        return v;
      }
    }
    return Long.MIN_VALUE;
  }

  private static void inRange(String prefix, Tensor index, int axis, int n) {
    long bad = outside(index, 0, n);
    if (bad != Long.MIN_VALUE) {
      throw new IndexException(prefix + "index " + bad + " is out of bounds for dimension " + axis + " with size " + n);
    }
  }

  /** {@code index} with negative entries, which count from the end of an axis of size {@code n}, made positive. Checked to be within range. */
  static Tensor wrapped(Tensor index, int axis, int n) {
    long bad = outside(index, -(long) n, n);
    if (bad != Long.MIN_VALUE) {
      throw new IndexException("index " + bad + " is out of bounds for dimension " + axis + " with size " + n);
    }
    return positive(index, n);
  }

  private static Tensor positive(Tensor index, int n) {
    if (outside(index, 0, n) == Long.MIN_VALUE) {
      return index;
    }
    Tensor negative = Dispatch.withNumber(Pointwise.LT_NUMBER.with(0), index, 0, true).to(DType.INT64);
    return index.add(negative.mul((long) n));
  }

  /** Whether {@code index} reaches no further than {@code x} on all axes but {@code axis}. */
  private static void fits(String op, Tensor x, int axis, Tensor index) {
    for (int i = 0; i < x.dim(); i++) {
      if (i != axis && index.size(i) > x.size(i)) {
        throw new ShapeException(op + ": Size does not match at dimension " + i + " expected index " + index.shape()
            + " to be smaller than self "
            + x.shape() + " apart from dimension " + axis);
      }
    }
  }

  // --- gather and scatter ---

  static Tensor gather(Tensor x, int axis, Tensor index) {
    if (index.numel() > 0) {
      int64("gather()", index);
    }
    int a = x.shape().axis(axis);
    if (index.numel() == 0) {
      return Dispatch.apply(new Indexing.Take("gather"), x, index.to(DType.INT64));
    }
    if (Math.max(x.dim(), 1) != Math.max(index.dim(), 1)) {
      throw new ShapeException("gather: Index tensor must have the same number of dimensions as input tensor; got "
          + index.type() + " and " + x.type());
    }
    if (x.dim() == 0 || index.dim() == 0) {
      return gather(x.reshape(x.dim() == 0 ? Shape.of(1) : x.shape()), 0, index.reshape(-1)).reshape(index.shape());
    }
    fits("gather", x, a, index);
    inRange("gather: ", index, a, x.size(a));
    return Dispatch.apply(new Indexing.Gather(a), x, index);
  }

  static Tensor scatter(Tensor self, int axis, Tensor index, Tensor src, Scatter mode, boolean inPlace) {
    String op = mode == Scatter.ADD ? "scatter_add" : "scatter";
    sameType("scatter()", self, src);
    return scatterChecked(new Indexing.ScatterInto(op, OpNames.backward(op), self.shape().axis(axis), mode), self, axis,
        index, src, inPlace);
  }

  static Tensor scatter(Tensor self, int axis, Tensor index, Tensor src, String reduce, boolean inPlace) {
    return switch (reduce) {
      case "add" -> scatter(self, axis, index, src, Scatter.ADD, inPlace);
      case "multiply" -> scatterReduce(self, axis, index, src, "prod", true, inPlace);
      default -> throw new NablaException("reduce argument must be either add or multiply; got " + reduce);
    };
  }

  static Tensor scatter(Tensor self, int axis, Tensor index, double value, boolean inPlace) {
    Tensor src = Nabla.full(self.dtype(), Shape.SCALAR, value).expand(index.shape());
    var op = new Indexing.ScatterInto("scatter", "ScatterBackward1", self.shape().axis(axis), Scatter.ASSIGN);
    return scatterChecked(op, self, axis, index, src, inPlace);
  }

  static Tensor scatterReduce(Tensor self, int axis, Tensor index, Tensor src, String reduce, boolean includeSelf,
      boolean inPlace) {
    sameType("scatter()", self, src);
    var op = new ScatterReduce("scatter_reduce", self.shape().axis(axis), ScatterReduce.Mode.of(reduce), includeSelf);
    return scatterChecked(op, self, axis, index, src, inPlace);
  }

  private static Tensor scatterChecked(UpdateOp op, Tensor self, int axis, Tensor index, Tensor src, boolean inPlace) {
    int64("scatter()", index);
    if (index.numel() == 0) {
      return inPlace ? self : self.cloneTensor();
    }
    if (Math.max(self.dim(), 1) != Math.max(index.dim(), 1)) {
      throw new ShapeException(
          "scatter: Index tensor must have the same number of dimensions as self tensor; got " + index.type() + " and "
              + self.type());
    }
    if (Math.max(src.dim(), 1) != Math.max(index.dim(), 1)) {
      throw new ShapeException("scatter: Index tensor must have the same number of dimensions as src tensor; got "
          + index.type() + " and " + src.type());
    }
    if (self.dim() == 0) {
      Tensor y = scatterChecked(op, self.reshape(1), 0, index.reshape(-1), src.reshape(-1), inPlace);
      return inPlace ? self : y.reshape(Shape.SCALAR);
    }
    Tensor flatIndex = index.dim() == 0 ? index.reshape(1) : index;
    Tensor source = src.dim() == 0 ? src.reshape(1) : src;
    int a = self.shape().axis(axis);
    for (int i = 0; i < self.dim(); i++) {
      if (i != a && flatIndex.size(i) > self.size(i) || flatIndex.size(i) > source.size(i)) {
        throw new ShapeException("Expected index " + index.shape() + " to be smaller than self " + self.shape()
            + " apart from dimension " + a
            + " and to be smaller size than src " + src.shape());
      }
    }
    inRange("", flatIndex, a, self.size(a));
    for (int i = 0; i < source.dim(); i++) {
      source = source.size(i) == flatIndex.size(i) ? source : source.narrow(i, 0, flatIndex.size(i));
    }
    return update(op, inPlace, self, source, flatIndex);
  }

  // --- whole slices along an axis ---

  private static Tensor vector(String op, Tensor index) {
    if (index.dim() > 1) {
      throw new IndexException(op + ": Index is supposed to be a vector; got " + index.type());
    }
    Tensor wide = wholeIndex(op, index);
    return wide.dim() == 0 ? wide.reshape(1) : wide;
  }

  static Tensor indexSelect(Tensor x, int axis, Tensor index) {
    Tensor i = vector("index_select()", index);
    if (x.dim() == 0) {
      x.shape().axis(axis);
      return indexSelect(x.reshape(1), 0, i).reshape(i.numel() == 1 ? Shape.SCALAR : i.shape());
    }
    int a = x.shape().axis(axis);
    long bad = outside(i, 0, x.size(a));
    if (bad != Long.MIN_VALUE) {
      throw new IndexException(
          "index_select: index out of range in self: " + bad + " on axis " + a + " with size " + x.size(a));
    }
    return Dispatch.apply(new Indexing.IndexSelect(a), x, i);
  }

  static Tensor indexAdd(Tensor self, int axis, Tensor index, Tensor source, double alpha, boolean inPlace) {
    String op = "index_add_()";
    Tensor i = vector(op, index);
    if (self.dtype() != source.dtype()) {
      throw new DTypeException(
          op + ": self (" + self.dtype() + ") and source (" + source.dtype() + ") must have the same scalar type");
    }
    Tensor scaled = alpha == 1 ? source : self.dtype().isFloating() ? source.mul(alpha) : source.mul((long) alpha);
    return indexInto(op, "index_add", self, axis, i, scaled, Scatter.ADD, inPlace);
  }

  static Tensor indexCopy(Tensor self, int axis, Tensor index, Tensor source, boolean inPlace) {
    String op = "index_copy_()";
    Tensor i = vector(op, index);
    if (self.dtype() != source.dtype()) {
      throw new DTypeException(
          op + ": self and source expected to have the same dtype, but got (self) " + self.dtype() + " and (source) "
              + source.dtype());
    }
    return indexInto(op, "index_copy", self, axis, i, source, Scatter.ASSIGN, inPlace);
  }

  private static Tensor indexInto(String op, String name, Tensor self, int axis, Tensor i, Tensor source, Scatter mode,
      boolean inPlace) {
    if (self.dim() == 0) {
      Tensor y = indexInto(op, name, self.reshape(1), axis, i, source.reshape(-1), mode, inPlace);
      return inPlace ? self : y.reshape(Shape.SCALAR);
    }
    int a = self.shape().axis(axis);
    Tensor from = source.dim() == 0 ? source.reshape(1) : source;
    if (from.dim() != self.dim() || from.size(a) != i.numel()) {
      throw new IndexException(op + ": Number of indices (" + i.numel() + ") should be equal to source.size(dim): ("
          + (from.dim() > a ? from.size(a) : 0) + "), for dim: " + a);
    }
    if (!from.shape().with(a, self.size(a)).equals(self.shape())) {
      throw new ShapeException(
          op + ": Source/destination tensor must have same slice shapes. Destination " + self.shape() + " and source "
              + source.shape() + " differ outside of dimension " + a);
    }
    inRange(op + ": ", i, a, self.size(a));
    return update(new Indexing.IndexInto(name, OpNames.backward(name), a, mode), inPlace, self, from, i);
  }

  static Tensor indexFill(Tensor self, int axis, Tensor index, double value, boolean inPlace) {
    return indexFill(self, axis, index, Nabla.full(self.dtype(), Shape.SCALAR, value), "IndexFillBackward0", inPlace);
  }

  static Tensor indexFill(Tensor self, int axis, Tensor index, Tensor value, boolean inPlace) {
    if (value.dim() != 0) {
      throw new ShapeException("index_fill_ only supports a 0-dimensional value tensor, but got tensor with "
          + value.dim() + " dimension(s).");
    }
    return indexFill(self, axis, index, value.to(self.dtype()), "IndexFillBackward1", inPlace);
  }

  private static Tensor indexFill(Tensor self, int axis, Tensor index, Tensor value, String node, boolean inPlace) {
    if (self.dim() == 0) {
      Tensor y = indexFill(self.reshape(1), axis, index, value, node, inPlace);
      return inPlace ? self : y.reshape(Shape.SCALAR);
    }
    int a = self.shape().axis(axis);
    Tensor i = wrapped(vector("index_fill_()", index), a, self.size(a));
    Tensor source = value.expand(self.shape().with(a, i.numel()));
    return update(new Indexing.IndexInto("index_fill", node, a, Scatter.ASSIGN), inPlace, self, source, i);
  }

  static Tensor indexReduce(Tensor self, int axis, Tensor index, Tensor source, String reduce, boolean includeSelf,
      boolean inPlace) {
    Tensor i = vector("index_reduce_()", index);
    sameType("index_reduce_()", self, source);
    if (self.dim() == 0) {
      Tensor y = indexReduce(self.reshape(1), 0, i, source.reshape(-1), reduce, includeSelf, inPlace);
      return inPlace ? self : y.reshape(Shape.SCALAR);
    }
    int a = self.shape().axis(axis);
    Tensor from = source.dim() == 0 ? source.reshape(1) : source;
    if (from.size(a) != i.numel()) {
      throw new IndexException(
          "index_reduce_(): Number of indices (" + i.numel() + ") should be equal to source.size(dim): (" + from.size(a)
              + "), for dim: " + a);
    }
    inRange("index_reduce_(): ", i, a, self.size(a));
    int[] dims = new int[self.dim()];
    java.util.Arrays.fill(dims, 1);
    dims[a] = i.numel();
    Tensor wide = i.reshape(Shape.of(dims)).expand(from.shape());
    String mode = reduce.equals("mul") ? "prod" : reduce;
    var op = new ScatterReduce("index_reduce", a, ScatterReduce.Mode.of(mode), includeSelf);
    return from.numel() == 0 ? inPlace ? self : self.cloneTensor() : update(op, inPlace, self, from, wide);
  }

  // --- single elements by row-major position ---

  static Tensor take(Tensor x, Tensor index) {
    int64("take()", index);
    return Dispatch.apply(new Indexing.Take("take"), x, flatPositions(x, index));
  }

  static Tensor put(Tensor self, Tensor index, Tensor source, boolean accumulate, boolean inPlace) {
    int64("put_()", index);
    sameType("put_()", self, source);
    if (index.numel() != source.numel()) {
      throw new ShapeException(
          "put_(): Expected source and index to have the same number of elements, but got source.numel() = "
              + source.numel()
              + ", index.numel() = " + index.numel());
    }
    return update(new Indexing.Put("put", accumulate), inPlace, self, source.reshape(index.shape()),
        flatPositions(self, index));
  }

  private static Tensor flatPositions(Tensor x, Tensor index) {
    int n = x.numel();
    long bad = outside(index, -(long) n, n);
    if (bad != Long.MIN_VALUE) {
      throw new IndexException("out of range: tried to access index " + bad + " on a tensor of " + n + " elements.");
    }
    return positive(index, n);
  }

  static Tensor takeAlongDim(Tensor x, Tensor index, int axis) {
    if (index.dtype() != DType.INT64) {
      throw new DTypeException(
          "torch.take_along_dim(): dtype of indices should be Long but got " + index.dtype().scalarName());
    }
    if (x.dim() != index.dim()) {
      throw new ShapeException(
          "torch.take_along_dim(): input and indices should have the same number of dimensions, but got " + x.dim()
              + " dimensions for input, and " + index.dim() + " dimensions for indices");
    }
    int a = x.shape().axis(axis);
    if (x.dim() == 0) {
      return gather(x, 0, positive(index, 1));
    }
    Shape common = Shape.broadcast(x.shape().with(a, 1), index.shape().with(a, 1));
    Tensor wide = wrapped(index, a, x.size(a)).expand(common.with(a, index.size(a)));
    return gather(x.expand(common.with(a, x.size(a))), a, wide);
  }

  // --- masks ---

  static Tensor maskedSelect(Tensor x, Tensor mask) {
    if (mask.dtype() != DType.BOOL && mask.dtype() != DType.UINT8) {
      throw new DTypeException("masked_select: expected BoolTensor or ByteTensor for mask; got " + mask.dtype());
    }
    Shape shape = Shape.broadcast(x.shape(), mask.shape());
    return Dispatch.apply(new Indexing.Take("masked_select"), x.expand(shape), flatNonzero(mask.expand(shape)));
  }

  static Tensor maskedScatter(Tensor self, Tensor mask, Tensor source, boolean inPlace) {
    if (mask.dtype() != DType.BOOL && mask.dtype() != DType.UINT8) {
      throw new DTypeException("masked_scatter_ only supports boolean masks, but got mask with dtype " + mask.dtype());
    }
    sameType("masked_scatter", self, source);
    Shape shape = Shape.broadcast(self.shape(), mask.shape());
    Tensor index = flatNonzero(mask.expand(shape));
    if (index.numel() > source.numel()) {
      throw new ShapeException("masked_scatter: Number of elements of source < number of ones in mask: "
          + source.numel() + " < " + index.numel());
    }
    Tensor from = source.reshape(-1).narrow(0, 0, index.numel());
    return update(new Indexing.Put("masked_scatter", false), inPlace, inPlace ? self : self.expand(shape), from, index);
  }

  /** The row-major positions of the elements that differ from 0. */
  static Tensor flatNonzero(Tensor x) {
    Strided from = Items.window(x, "nonzero");
    Strided holds = from;
    if (from.dtype() != DType.BOOL || !from.isContiguous()) {
      holds = Strided.allocate(DType.BOOL, from.shape());
      Backends.active().convert(from, holds);
    }
    byte[] flags = holds.storage().bytes();
    int start = holds.offset();
    int end = start + holds.numel();
    int n = 0;
    for (int i = start; i < end; i++) {
      n += flags[i];
    }
    // Without a branch, which random masks would make costly: every position is written, and stays if it counts. Hence one place more.
    long[] out = new long[n + 1];
    int k = 0;
    for (int i = start; i < end; i++) {
      out[k] = (long) i - start;
      k += flags[i];
    }
    holds.storage().fence();
    return new ConcreteTensor(Strided.contiguous(Storage.of(out), Shape.of(n)));
  }

  /** One row of indices for each element that differs from 0. */
  static Tensor nonzero(Tensor x) {
    Tensor positions = flatNonzero(x);
    long[] flat = Dispatch.data(positions).storage().longs();
    int count = positions.numel();
    int[] dims = x.shape().toArray();
    long[] out = new long[count * dims.length];
    for (int k = 0; k < count; k++) {
      int rest = (int) flat[k];
      for (int i = dims.length - 1; i >= 0; i--) {
        out[k * dims.length + i] = rest % dims[i];
        rest /= dims[i];
      }
    }
    return Nabla.fromArray(out, count, dims.length);
  }

  /** The columns of {@link #nonzero}, one for each axis; a scalar counts as a vector. */
  static List<Tensor> nonzeroTuple(Tensor x) {
    Tensor rows = nonzero(x.dim() == 0 ? x.reshape(1) : x);
    List<Tensor> out = new ArrayList<>();
    for (int i = 0; i < rows.size(1); i++) {
      out.add(rows.select(1, i).contiguous());
    }
    return out;
  }

  // --- a part replaced ---

  static Tensor partScatter(String name, Tensor self, Tensor source, Views.Part view) {
    Shape part = view
        .view(new Strided(Storage.allocate(self.dtype(), 0), 0, self.shape(), self.shape().contiguousStrides()))
        .shape();
    if (!source.shape().equals(part)) {
      throw new ShapeException("expected src to have a size equal to the slice of self. src size = " + source.shape()
          + ", slice size = " + part);
    }
    return Dispatch.apply(new Indexing.PartInto(name, view), self, source.to(self.dtype()));
  }

  /** Writes zeros of {@code self} with {@code value} on the main diagonal, whose elements are {@code wrap} rows apart in tall matrices. */
  static Tensor fillDiagonal(Tensor self, double value, boolean wrap) {
    if (self.dim() < 2) {
      throw new NablaException("dimensions must larger than 1; got " + self.type());
    }
    int step = 0;
    int n = self.size(0);
    for (int i = 0; i < self.dim(); i++) {
      if (self.dim() > 2 && self.size(i) != self.size(0)) {
        throw new ShapeException("all dimensions of input must be of equal length; got " + self.shape());
      }
      step += self.shape().stride(i);
      n = Math.min(n, self.size(i));
    }
    int total = self.numel();
    int columns = self.size(1);
    List<Long> at = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      at.add((long) k * step);
    }
    if (wrap && self.dim() == 2 && self.size(0) > columns + 1) {
      at.clear();
      for (long p = 0; p < total; p += columns + 1) {
        at.add(p);
      }
    }
    Tensor index = Nabla.tensor(at.stream().mapToLong(Long::longValue).toArray());
    Tensor source = Nabla.full(self.dtype(), Shape.SCALAR, value).expand(index.shape());
    return update(new Indexing.Put("fill_diagonal", false), true, self, source, index);
  }
}
