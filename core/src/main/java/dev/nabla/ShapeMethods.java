package dev.nabla;

import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.List;

/** What a tensor can do with its shape. Results are views of the same elements wherever strides allow it. */
sealed interface ShapeMethods permits Tensor {
  private Tensor self() { return (Tensor) this; }

  /** This tensor with elements of {@code dtype}; itself if it has that type already. */
  default Tensor to(DType dtype) {
    return self().dtype() == dtype ? self() : Dispatch.apply(new Views.Cast(dtype), self());
  }

  /** A copy in a new buffer, in the graph. */
  default Tensor cloneTensor() {
    return Dispatch.apply(Views.CLONE, self());
  }

  /** Whether the elements lie one after the other in row-major order. */
  default boolean isContiguous() {
    return !(self() instanceof ConcreteTensor c) || c.window().isContiguous();
  }

  /** This tensor if it is contiguous, else a copy that is. */
  default Tensor contiguous() {
    return isContiguous() ? self() : cloneTensor();
  }

  /** The elements in row-major order as another shape; one size may be -1. Never copies. */
  default Tensor view(int... dims) {
    return Dispatch.apply(new Views.Reshape("view", Shapes.resolve(self(), dims)), self());
  }

  /** The elements in row-major order as another shape; one size may be -1. Copies only where no view is possible. */
  default Tensor reshape(int... dims) {
    return Shapes.reshape(self(), Shapes.resolve(self(), dims));
  }

  /** The elements in row-major order as {@code shape}. Copies only where no view is possible. */
  default Tensor reshape(Shape shape) {
    return Shapes.reshape(self(), shape);
  }

  /** Broadcasts to {@code shape}, without a copy. */
  default Tensor expand(Shape shape) {
    return self().shape().equals(shape) ? self() : Dispatch.apply(new Views.Expand(shape), self());
  }

  /** Broadcasts to these sizes; -1 keeps a size. */
  default Tensor expand(int... dims) {
    return expand(Shapes.expansion(self(), dims));
  }

  /** The axes in the given order. */
  default Tensor permute(int... axes) {
    return Dispatch.apply(new Views.Permute("permute", Shapes.order(self(), axes)), self());
  }

  /** This tensor with two axes exchanged. */
  default Tensor transpose(int a, int b) {
    return Dispatch.apply(new Views.Permute("transpose", Shapes.swap(self(), a, b)), self());
  }

  /** The transpose of a matrix; tensors with fewer axes stay. */
  default Tensor t() {
    if (self().dim() > 2) {
      throw new ShapeException(
          "t() expects a tensor with <= 2 dimensions, but self is " + self().dim() + "D; use mT() or transpose(a, b)");
    }
    return self().dim() < 2 ? self() : Dispatch.apply(new Views.Permute("t", 1, 0), self());
  }

  /** The transpose of the matrices on the last two axes. */
  default Tensor mT() { return transpose(-2, -1); }

  /** A new axis of size 1 at position {@code axis}. */
  default Tensor unsqueeze(int axis) {
    return Dispatch.apply(new Views.Unsqueeze(Shape.normalizeAxis(axis, self().dim() + 1)), self());
  }

  /** Without all axes of size 1. */
  default Tensor squeeze() { return Shapes.squeezeAll(self()); }

  /** Without the axis {@code axis} if its size is 1. */
  default Tensor squeeze(int axis) {
    return Shapes.squeeze(self(), axis);
  }

  /** Without those of the given axes whose size is 1. */
  default Tensor squeeze(int... axes) {
    return Shapes.squeeze(self(), axes);
  }

  /** The elements in row-major order as the shape of {@code other}, never copied. */
  default Tensor viewAs(Tensor other) {
    return view(other.shape().toArray());
  }

  /** The elements in row-major order as the shape of {@code other}. */
  default Tensor reshapeAs(Tensor other) {
    return reshape(other.shape().toArray());
  }

  /** Broadcasts to the shape of {@code other}. */
  default Tensor expandAs(Tensor other) {
    return expand(other.shape().toArray());
  }

  /** Broadcasts to these sizes; -1 keeps a size. */
  default Tensor broadcastTo(int... dims) { return expand(dims); }

  /** All axes in reverse order. */
  default Tensor T() {
    int n = self().dim();
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = n - 1 - i;
    }
    return Dispatch.apply(new Views.Permute("permute", order), self());
  }

  /** The transpose of the matrices on the last two axes; for real numbers the same as {@link #mT}. */
  default Tensor adjoint() {
    return transpose(-2, -1);
  }

  /** This tensor with two axes exchanged. */
  default Tensor swapaxes(int a, int b) { return transpose(a, b); }

  /** This tensor with two axes exchanged. */
  default Tensor swapdims(int a, int b) { return transpose(a, b); }

  /** This tensor with axis {@code from} moved to place {@code to}; the others keep their order. */
  default Tensor movedim(int from, int to) {
    return movedim(new int[] {from}, new int[] {to});
  }

  /** This tensor with axes {@code from} moved to the places {@code to}; the others keep their order. */
  default Tensor movedim(int[] from, int[] to) {
    return Dispatch.apply(new Views.Permute("permute", Shapes.moved(self(), from, to)), self());
  }

  /** As {@link #movedim(int, int)}. */
  default Tensor moveaxis(int from, int to) { return movedim(from, to); }

  /** As {@link #movedim(int[], int[])}. */
  default Tensor moveaxis(int[] from, int[] to) { return movedim(from, to); }

  /** All elements as one axis. */
  default Tensor flatten() { return flatten(0, -1); }

  /** All axes from {@code first} on as one. */
  default Tensor flatten(int first) { return flatten(first, -1); }

  /** The axes from {@code first} to {@code last} (inclusive) as one. */
  default Tensor flatten(int first, int last) {
    return Shapes.flatten(self(), first, last);
  }

  /** All elements as one axis. */
  default Tensor ravel() { return contiguous().view(-1); }

  /** Axis {@code axis} as several axes of these sizes; one may be -1. */
  default Tensor unflatten(int axis, int... sizes) {
    return Shapes.unflatten(self(), axis, sizes);
  }

  /** {@code length} positions of {@code axis} from {@code start} on. */
  default Tensor narrow(int axis, int start, int length) {
    return Shapes.narrow(self(), axis, start, length);
  }

  /** {@code length} positions of {@code axis} from {@code start}, a 0-d int64 tensor, on. */
  default Tensor narrow(int axis, Tensor start, int length) {
    return Shapes.narrow(self(), axis, (int) start.itemLong(), length);
  }

  /** A copy of {@link #narrow(int, int, int)}. */
  default Tensor narrowCopy(int axis, int start, int length) {
    return narrow(axis, start, length).cloneTensor();
  }

  /** The elements whose indices on the first two axes are equal, as the last axis. */
  default Tensor diagonal() {
    return diagonal(0, 0, 1);
  }

  /** The elements whose indices on axes {@code dim1} and {@code dim2} differ by {@code offset} (the second minus the first), as the last axis. */
  default Tensor diagonal(int offset, int dim1, int dim2) {
    return Dispatch.apply(Shapes.diagonalOf(self().shape(), offset, dim1, dim2), self());
  }

  /** The elements whose indices on the first two axes differ by {@code offset} (the second minus the first), as the last axis. */
  default Tensor diagonal(int offset) {
    return diagonal(offset, 0, 1);
  }

  /** Windows of {@code size} elements every {@code step} along {@code axis}; the elements of a window become a new last axis. */
  default Tensor unfold(int axis, int size, int step) {
    return Shapes.unfold(self(), axis, size, step);
  }

  /** A window with these sizes and strides onto the buffer of this tensor, beginning with its first element. */
  default Tensor asStrided(int[] dims, int[] strides) {
    return Shapes.asStrided(self(), dims, strides, storageOffset());
  }

  /** A window with these sizes and strides onto the buffer of this tensor, from position {@code offset} on. */
  default Tensor asStrided(int[] dims, int[] strides, int offset) {
    return Shapes.asStrided(self(), dims, strides, offset);
  }

  // --- several views ---

  /** Every index of the first axis as a tensor of its own: {@code for (Tensor row : x.unbind())}. */
  default List<Tensor> unbind() {
    return Splitting.unbind(self(), 0);
  }

  /** Every index of {@code axis} as a tensor without that axis. */
  default List<Tensor> unbind(int axis) {
    return Splitting.unbind(self(), axis);
  }

  /** Parts of {@code size} positions of the first axis, the last one smaller if need be. */
  default List<Tensor> split(int size) {
    return Splitting.split(self(), size, 0);
  }

  /** Parts of {@code size} positions of {@code axis}, the last one smaller if need be. */
  default List<Tensor> split(int size, int axis) {
    return Splitting.split(self(), size, axis);
  }

  /** Consecutive parts of the given sizes along {@code axis}. */
  default List<Tensor> split(int[] sizes, int axis) {
    return Splitting.split(self(), sizes, axis);
  }

  /** At most {@code chunks} parts of equal size along the first axis, the last one smaller if need be. */
  default List<Tensor> chunk(int chunks) {
    return Splitting.chunk(self(), chunks, 0);
  }

  /** At most {@code chunks} parts of equal size along {@code axis}, the last one smaller if need be. */
  default List<Tensor> chunk(int chunks, int axis) {
    return Splitting.chunk(self(), chunks, axis);
  }

  /** {@code sections} parts along {@code axis} whose sizes differ by at most one, the larger ones first. */
  default List<Tensor> tensorSplit(int sections, int axis) {
    return Splitting.tensorSplit(self(), sections, axis);
  }

  /** The parts of {@code axis} before, between and after the positions {@code indices}. */
  default List<Tensor> tensorSplit(int[] indices, int axis) {
    return Splitting.tensorSplit(self(), indices, axis);
  }

  /** The parts before, between and after the positions that an int64 vector holds; a 0-d tensor holds a number of parts. */
  default List<Tensor> tensorSplit(Tensor indices, int axis) {
    return indices.dim() == 0 ? tensorSplit((int) indices.itemLong(), axis) : tensorSplit(indices.toIntArray(), axis);
  }

  /** {@code sections} equal parts along the second axis, or the first of a vector. */
  default List<Tensor> hsplit(int sections) {
    return Splitting.evenly("hsplit", self(), 1, sections, self().dim() == 1 ? 0 : 1);
  }

  /** The parts before, between and after {@code indices} of the second axis, or the first of a vector. */
  default List<Tensor> hsplit(int[] indices) {
    return Splitting.at("hsplit", self(), 1, indices, self().dim() == 1 ? 0 : 1);
  }

  /** {@code sections} equal parts along the first axis. */
  default List<Tensor> vsplit(int sections) {
    return Splitting.evenly("vsplit", self(), 2, sections, 0);
  }

  /** The parts before, between and after {@code indices} of the first axis. */
  default List<Tensor> vsplit(int[] indices) {
    return Splitting.at("vsplit", self(), 2, indices, 0);
  }

  /** {@code sections} equal parts along the third axis. */
  default List<Tensor> dsplit(int sections) {
    return Splitting.evenly("dsplit", self(), 3, sections, 2);
  }

  /** The parts before, between and after {@code indices} of the third axis. */
  default List<Tensor> dsplit(int[] indices) {
    return Splitting.at("dsplit", self(), 3, indices, 2);
  }

  // --- rearranged copies ---

  /** The elements of {@code axes} in reverse order. */
  default Tensor flip(int... axes) {
    return Dispatch.apply(new Rearranging.Flip(Shapes.flipped(self(), axes)), self());
  }

  /** Columns in reverse order. */
  default Tensor fliplr() {
    if (self().dim() < 2) {
      throw new ShapeException("Input must be >= 2-d.");
    }
    return flip(1);
  }

  /** Rows in reverse order. */
  default Tensor flipud() {
    if (self().dim() < 1) {
      throw new ShapeException("Input must be >= 1-d.");
    }
    return flip(0);
  }

  /** The elements in row-major order moved on by {@code shift}; those that fall off the end come in at the front. */
  default Tensor roll(int shift) {
    return Shapes.roll(self(), new int[] {shift}, new int[0]);
  }

  /** The elements moved on by {@code shift} along {@code axis}; those that fall off the end come in at the front. */
  default Tensor roll(int shift, int axis) {
    return Shapes.roll(self(), new int[] {shift}, new int[] {axis});
  }

  /** The elements moved on by {@code shifts[i]} along {@code axes[i]}; those that fall off the end come in at the front. */
  default Tensor roll(int[] shifts, int... axes) {
    return Shapes.roll(self(), shifts, axes);
  }

  /** A quarter turn from the first axis towards the second. */
  default Tensor rot90() {
    return Shapes.rot90(self(), 1, 0, 1);
  }

  /** {@code turns} quarter turns from the first of {@code axes} towards the second. */
  default Tensor rot90(int turns, int... axes) {
    return Shapes.rot90(self(), turns, axes);
  }

  /** Copies side by side, {@code times[i]} along axis i; more numbers than axes add axes in front. */
  default Tensor repeat(int... times) {
    return Shapes.repeat(self(), times);
  }

  /** As {@link #repeat}, but with fewer numbers than axes the first axes are not repeated. */
  default Tensor tile(int... times) {
    return Shapes.tile(self(), times);
  }

  /** Each element {@code times} times, as one axis. */
  default Tensor repeatInterleave(long times) {
    return Shapes.repeatInterleave(flatten(), Nabla.tensor(times), 0);
  }

  /** Each position of {@code axis} {@code times} times. */
  default Tensor repeatInterleave(long times, int axis) {
    return Shapes.repeatInterleave(self(), Nabla.tensor(times), axis);
  }

  /** Each element as often as {@code times} (int64) says, as one axis. */
  default Tensor repeatInterleave(Tensor times) {
    return Shapes.repeatInterleave(flatten(), times, 0);
  }

  /** Each position of {@code axis} as often as {@code times} (int64) says. */
  default Tensor repeatInterleave(Tensor times, int axis) {
    return Shapes.repeatInterleave(self(), times, axis);
  }

  /** The matrices on the last two axes with zeros above the diagonal. */
  default Tensor tril() { return tril(0); }

  /** The matrices on the last two axes with zeros above diagonal {@code k}. */
  default Tensor tril(int k) {
    return Shapes.triangle(self(), true, k);
  }

  /** The matrices on the last two axes with zeros below the diagonal. */
  default Tensor triu() { return triu(0); }

  /** The matrices on the last two axes with zeros below diagonal {@code k}. */
  default Tensor triu(int k) {
    return Shapes.triangle(self(), false, k);
  }

  /** In place {@link #tril(int)}. */
  default Tensor tril_(int k) { return InPlace.copy(self(), tril(k)); }

  /** In place {@link #triu(int)}. */
  default Tensor triu_(int k) { return InPlace.copy(self(), triu(k)); }

  /** The matrix with this vector on its diagonal, or the diagonal of this matrix. */
  default Tensor diag() {
    return Shapes.diag(self(), 0);
  }

  /** The matrix with this vector on diagonal {@code k}, or diagonal {@code k} of this matrix. */
  default Tensor diag(int k) {
    return Shapes.diag(self(), k);
  }

  /** The matrix with the elements of this tensor on its diagonal. */
  default Tensor diagflat() {
    return ravel().diag();
  }

  /** The matrix with the elements of this tensor on diagonal {@code offset}. */
  default Tensor diagflat(int offset) {
    return ravel().diag(offset);
  }

  /** Matrices on two new last axes with the last axis of this tensor on their diagonals. */
  default Tensor diagEmbed() {
    return Shapes.diagEmbed(self(), 0, -2, -1);
  }

  /** Matrices on two new last axes with the last axis of this tensor on their diagonals {@code offset}. */
  default Tensor diagEmbed(int offset) {
    return Shapes.diagEmbed(self(), offset, -2, -1);
  }

  /** Matrices on the axes {@code dim1} and {@code dim2} of the result with the last axis of this tensor on their diagonals {@code offset}. */
  default Tensor diagEmbed(int offset, int dim1, int dim2) {
    return Shapes.diagEmbed(self(), offset, dim1, dim2);
  }

  /** The sum over those axes that were broadcast from {@code dims}: the opposite of {@link #expand(int...)}. */
  default Tensor sumToSize(int... dims) {
    return Shapes.sumToSize(self(), dims);
  }

  // --- in place: only the shape of this very tensor changes ---

  /** This tensor with two axes exchanged, in place. */
  default Tensor transpose_(int a, int b) {
    return Shapes.inPlace(new Views.Permute("transpose", Shapes.swap(self(), a, b)), self());
  }

  /** The transpose of this matrix, in place. */
  default Tensor t_() {
    return self().dim() < 2 ? self() : transpose_(0, 1);
  }

  /** A new axis of size 1 at position {@code axis}, in place. */
  default Tensor unsqueeze_(int axis) {
    return Shapes.inPlace(new Views.Unsqueeze(Shape.normalizeAxis(axis, self().dim() + 1)), self());
  }

  /** Without all axes of size 1, in place. */
  default Tensor squeeze_() {
    return Shapes.inPlace(Shapes.squeezeOf(self()), self());
  }

  /** Without the axis {@code axis} if its size is 1, in place. */
  default Tensor squeeze_(int axis) {
    int a = self().shape().axis(axis);
    return self().dim() == 0 || self().size(a) != 1 ? self() : Shapes.inPlace(new Views.Squeeze(a), self());
  }

  // --- layout ---

  /** The step between neighbours on {@code axis}, in elements. */
  default int stride(int axis) {
    return stride()[self().shape().axis(axis)];
  }

  /** The steps between neighbours on all axes, in elements. */
  default int[] stride() {
    return self() instanceof ConcreteTensor c
        ? c.window().strides().clone()
        : self().shape().contiguousStrides().clone();
  }

  /** The position of the first element in the buffer. */
  default int storageOffset() {
    return self() instanceof ConcreteTensor c ? c.window().offset() : 0;
  }

  /** How often the buffer was written in place: PyTorch's {@code _version}. */
  default int version() {
    return Items.version(self());
  }

  /** The size of the first axis. */
  default int length() { return Splitting.length(self().shape()); }

  // --- types ---

  /** This tensor with elements of the type of {@code other}. */
  default Tensor typeAs(Tensor other) {
    return to(other.dtype());
  }

  /** As float32. */
  default Tensor toFloat() { return to(DType.FLOAT32); }

  /** As float16 (PyTorch's {@code half}), rounded to the nearest. */
  default Tensor toHalf() {
    return to(DType.FLOAT16);
  }

  /** As bfloat16, rounded to the nearest. */
  default Tensor toBFloat16() { return to(DType.BFLOAT16); }

  /** As float64. */
  default Tensor toDouble() { return to(DType.FLOAT64); }

  /** As int64; real numbers are truncated. */
  default Tensor toLong() { return to(DType.INT64); }

  /** As int32; real numbers are truncated. */
  default Tensor toInt() { return to(DType.INT32); }

  /** As int16; real numbers are truncated. */
  default Tensor toShort() { return to(DType.INT16); }

  /** As int8; real numbers are truncated. */
  default Tensor toChar() { return to(DType.INT8); }

  /** As uint8 (PyTorch's {@code byte}); real numbers are truncated. */
  default Tensor toByte() {
    return to(DType.UINT8);
  }

  /** As bool: whether elements differ from 0. */
  default Tensor toBool() { return to(DType.BOOL); }

  // --- new tensors of this type ---

  /** Zeros of this element type. */
  default Tensor newZeros(int... dims) { return Nabla.zeros(self().dtype(), dims); }

  /** Ones of this element type. */
  default Tensor newOnes(int... dims) { return Nabla.ones(self().dtype(), dims); }

  /** A tensor of this element type with all elements {@code value}. */
  default Tensor newFull(int[] dims, double value) {
    return Nabla.full(self().dtype(), Shape.of(dims), value);
  }

  /** A tensor of this element type with elements of no particular value. */
  default Tensor newEmpty(int... dims) {
    return Nabla.zeros(self().dtype(), dims);
  }

  /** A tensor of this element type from a (nested) array of numbers. */
  default Tensor newTensor(Object nested) {
    return Nabla.tensor(nested, self().dtype());
  }
}
