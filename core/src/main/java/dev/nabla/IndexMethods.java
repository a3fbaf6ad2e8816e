package dev.nabla;

import dev.nabla.kernel.Generator;
import dev.nabla.kernel.Random;
import dev.nabla.kernel.Scatter;
import dev.nabla.type.IndexException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How elements are reached: by position, slice, index tensor or mask. */
sealed interface IndexMethods permits Tensor {
  private Tensor self() { return (Tensor) this; }

  /** Index {@code index} of axis {@code axis}, which disappears; negative positions count from the end. */
  default Tensor select(int axis, int index) {
    Tensor x = self();
    if (x.dim() == 0) {
      throw new IndexException("select() cannot be applied to a 0-dim tensor.");
    }
    int a = x.shape().axis(axis);
    int n = x.size(a);
    if (index < -n || index >= n) {
      throw new IndexException("index " + index + " is out of bounds for dimension " + a + " with size " + n);
    }
    return Dispatch.apply(new Views.Select(a, index < 0 ? index + n : index), x);
  }

  /** Writes the elements of {@code source}, broadcast to this shape and converted to this type. */
  default Tensor copy_(Tensor source) {
    return InPlace.copy(self(), source);
  }

  /** The only element, as a double. */
  default double item() { return Items.only(self()).getDouble(); }

  /** The only element, as a long. */
  default long itemLong() { return Items.only(self()).getLong(); }

  /** Whether the only element differs from 0. */
  default boolean itemBoolean() {
    return Items.only(self()).getDouble() != 0;
  }

  // --- parts ---

  /** Positions {@code start} to {@code stop - 1} of {@code axis}; negative ones count from the end, those beyond an end stop there. */
  default Tensor slice(int axis, int start, int stop) {
    return Shapes.slice(self(), axis, start, stop, 1);
  }

  /** Every {@code step}-th position from {@code start} below {@code stop} of {@code axis}. */
  default Tensor slice(int axis, int start, int stop, int step) {
    return Shapes.slice(self(), axis, start, stop, step);
  }

  /** Index {@code index} of the first axis: {@code x[index]}. */
  default Tensor get(int index) {
    return self().dim() > 0 ? select(0, index) : IndexExpression.get(self(), index);
  }

  /**
   * What {@code x[index…]} is in Python. Each index is a number; a text with slices and numbers such as {@code "1:3"}, {@code "::2"}, {@code ":"},
   * {@code "..."}, {@code "None"} or several of these with commas; a tensor or array of positions (int64); or a mask (bool). Numbers and slices
   * alone give a view, positions and masks a copy.
   */
  default Tensor get(@Nullable Object... index) { return IndexExpression.get(self(), index); }

  /** Writes {@code value} (a tensor that broadcasts, a number or an array) to {@code x[index…]}, see {@link #get}. Returns this tensor. */
  default Tensor set_(Object value, @Nullable Object... index) {
    return IndexExpression.set(self(), value, index);
  }

  /** A copy with the elements at {@code indices} replaced by {@code values}. Null entries stand for whole axes. */
  default Tensor indexPut(List<? extends @Nullable Tensor> indices, Tensor values) {
    return indexPut(indices, values, false);
  }

  /** A copy with the elements at {@code indices} replaced by {@code values} or, if {@code accumulate}, increased by them. */
  default Tensor indexPut(List<? extends @Nullable Tensor> indices, Tensor values, boolean accumulate) {
    return IndexExpression.indexPut(self(), indices, values, accumulate, false);
  }

  /** In place {@link #indexPut(List, Tensor)}. */
  default Tensor indexPut_(List<? extends @Nullable Tensor> indices, Tensor values) {
    return indexPut_(indices, values, false);
  }

  /** In place {@link #indexPut(List, Tensor, boolean)}. */
  default Tensor indexPut_(List<? extends @Nullable Tensor> indices, Tensor values, boolean accumulate) {
    return IndexExpression.indexPut(self(), indices, values, accumulate, true);
  }

  // --- positions along an axis ---

  /** {@code y[…, i, …] = x[…, index[…, i, …], …]} on {@code axis}; the result has the shape of {@code index} (int64). */
  default Tensor gather(int axis, Tensor index) {
    return Indices.gather(self(), axis, index);
  }

  /** As {@link #gather}, with other axes broadcast and negative indices counted from the end. */
  default Tensor takeAlongDim(Tensor index, int axis) {
    return Indices.takeAlongDim(self(), index, axis);
  }

  /** The elements at row-major positions {@code index}, one after the other. */
  default Tensor takeAlongDim(Tensor index) {
    return Indices.takeAlongDim(self().flatten(), index.flatten(), 0);
  }

  /** A copy with {@code y[…, index[…, i, …], …] = src[…, i, …]} on {@code axis}. */
  default Tensor scatter(int axis, Tensor index, Tensor src) {
    return Indices.scatter(self(), axis, index, src, Scatter.ASSIGN, false);
  }

  /** A copy with {@code value} at the positions {@code index} of {@code axis}. */
  default Tensor scatter(int axis, Tensor index, double value) {
    return Indices.scatter(self(), axis, index, value, false);
  }

  /** A copy in which {@code src} is added ("add") to its targets or multiplied with them ("multiply"). */
  default Tensor scatter(int axis, Tensor index, Tensor src, String reduce) {
    return Indices.scatter(self(), axis, index, src, reduce, false);
  }

  /** In place {@link #scatter(int, Tensor, Tensor, String)}. */
  default Tensor scatter_(int axis, Tensor index, Tensor src, String reduce) {
    return Indices.scatter(self(), axis, index, src, reduce, true);
  }

  /** In place {@link #scatter(int, Tensor, Tensor)}. */
  default Tensor scatter_(int axis, Tensor index, Tensor src) {
    return Indices.scatter(self(), axis, index, src, Scatter.ASSIGN, true);
  }

  /** In place {@link #scatter(int, Tensor, double)}. */
  default Tensor scatter_(int axis, Tensor index, double value) {
    return Indices.scatter(self(), axis, index, value, true);
  }

  /** A copy with {@code src[…, i, …]} added to {@code y[…, index[…, i, …], …]} on {@code axis}. */
  default Tensor scatterAdd(int axis, Tensor index, Tensor src) {
    return Indices.scatter(self(), axis, index, src, Scatter.ADD, false);
  }

  /** In place {@link #scatterAdd}. */
  default Tensor scatterAdd_(int axis, Tensor index, Tensor src) {
    return Indices.scatter(self(), axis, index, src, Scatter.ADD, true);
  }

  /** As {@link #scatterReduce(int, Tensor, Tensor, String, boolean)}, the element at the target included. */
  default Tensor scatterReduce(int axis, Tensor index, Tensor src, String reduce) {
    return scatterReduce(axis, index, src, reduce, true);
  }

  /**
   * A copy in which each target holds the {@code reduce} ("sum", "prod", "mean", "amax" or "amin") of all its sources, and of the element that
   * was there if {@code includeSelf}.
   */
  default Tensor scatterReduce(int axis, Tensor index, Tensor src, String reduce, boolean includeSelf) {
    return Indices.scatterReduce(self(), axis, index, src, reduce, includeSelf, false);
  }

  /** In place {@link #scatterReduce(int, Tensor, Tensor, String, boolean)}. */
  default Tensor scatterReduce_(int axis, Tensor index, Tensor src, String reduce, boolean includeSelf) {
    return Indices.scatterReduce(self(), axis, index, src, reduce, includeSelf, true);
  }

  /** The slices at the positions {@code index} (a vector) of {@code axis}, as a copy. */
  default Tensor indexSelect(int axis, Tensor index) {
    return Indices.indexSelect(self(), axis, index);
  }

  /** A copy with slice i of {@code source} added to slice {@code index[i]} of {@code axis}. */
  default Tensor indexAdd(int axis, Tensor index, Tensor source) {
    return Indices.indexAdd(self(), axis, index, source, 1, false);
  }

  /** A copy with {@code alpha} times slice i of {@code source} added to slice {@code index[i]} of {@code axis}. */
  default Tensor indexAdd(int axis, Tensor index, Tensor source, double alpha) {
    return Indices.indexAdd(self(), axis, index, source, alpha, false);
  }

  /** In place {@link #indexAdd(int, Tensor, Tensor)}. */
  default Tensor indexAdd_(int axis, Tensor index, Tensor source) {
    return Indices.indexAdd(self(), axis, index, source, 1, true);
  }

  /** In place {@link #indexAdd(int, Tensor, Tensor, double)}. */
  default Tensor indexAdd_(int axis, Tensor index, Tensor source, double alpha) {
    return Indices.indexAdd(self(), axis, index, source, alpha, true);
  }

  /** A copy with slice {@code index[i]} of {@code axis} replaced by slice i of {@code source}. */
  default Tensor indexCopy(int axis, Tensor index, Tensor source) {
    return Indices.indexCopy(self(), axis, index, source, false);
  }

  /** In place {@link #indexCopy}. */
  default Tensor indexCopy_(int axis, Tensor index, Tensor source) {
    return Indices.indexCopy(self(), axis, index, source, true);
  }

  /** A copy with {@code value} in the slices {@code index} of {@code axis}. */
  default Tensor indexFill(int axis, Tensor index, double value) {
    return Indices.indexFill(self(), axis, index, value, false);
  }

  /** A copy with the 0-d {@code value} in the slices {@code index} of {@code axis}. */
  default Tensor indexFill(int axis, Tensor index, Tensor value) {
    return Indices.indexFill(self(), axis, index, value, false);
  }

  /** In place {@link #indexFill(int, Tensor, double)}. */
  default Tensor indexFill_(int axis, Tensor index, double value) {
    return Indices.indexFill(self(), axis, index, value, true);
  }

  /** In place {@link #indexFill(int, Tensor, Tensor)}. */
  default Tensor indexFill_(int axis, Tensor index, Tensor value) {
    return Indices.indexFill(self(), axis, index, value, true);
  }

  /** A copy in which slice {@code index[i]} of {@code axis} is reduced ("prod", "mean", "amax", "amin") with slice i of {@code source}. */
  default Tensor indexReduce(int axis, Tensor index, Tensor source, String reduce, boolean includeSelf) {
    return Indices.indexReduce(self(), axis, index, source, reduce, includeSelf, false);
  }

  /** In place {@link #indexReduce}. */
  default Tensor indexReduce_(int axis, Tensor index, Tensor source, String reduce, boolean includeSelf) {
    return Indices.indexReduce(self(), axis, index, source, reduce, includeSelf, true);
  }

  // --- row-major positions and masks ---

  /** The elements at row-major positions {@code index}; the result has the shape of {@code index}. */
  default Tensor take(Tensor index) {
    return Indices.take(self(), index);
  }

  /** A copy with {@code source[i]} at row-major position {@code index[i]}, added if {@code accumulate}. */
  default Tensor put(Tensor index, Tensor source, boolean accumulate) {
    return Indices.put(self(), index, source, accumulate, false);
  }

  /** In place {@link #put}. */
  default Tensor put_(Tensor index, Tensor source, boolean accumulate) {
    return Indices.put(self(), index, source, accumulate, true);
  }

  /** The elements where {@code mask} holds, as a vector. */
  default Tensor maskedSelect(Tensor mask) {
    return Indices.maskedSelect(self(), mask);
  }

  /** A copy with the first elements of {@code source} in the places where {@code mask} holds. */
  default Tensor maskedScatter(Tensor mask, Tensor source) {
    return Indices.maskedScatter(self(), mask, source, false);
  }

  /** In place {@link #maskedScatter}. */
  default Tensor maskedScatter_(Tensor mask, Tensor source) {
    return Indices.maskedScatter(self(), mask, source, true);
  }

  /** The indices of all elements that differ from 0, one row each (int64). */
  default Tensor nonzero() {
    return Indices.nonzero(self());
  }

  /** The columns of {@link #nonzero()}: one vector of indices for each axis. */
  default List<Tensor> nonzeroTuple() {
    return Indices.nonzeroTuple(self());
  }

  /** As {@link #nonzero()}. */
  default Tensor argwhere() { return Indices.nonzero(self()); }

  // --- copies with one part replaced ---

  /** A copy with {@code source} as index {@code index} of {@code axis}. */
  default Tensor selectScatter(Tensor source, int axis, int index) {
    int a = self().shape().axis(axis);
    Shape.normalizeAxis(index, self().size(a));
    return Indices.partScatter("select_scatter", self(), source,
        new Views.Select(a, index < 0 ? index + self().size(a) : index));
  }

  /** A copy with {@code source} as every {@code step}-th position from {@code start} below {@code stop} of {@code axis}. */
  default Tensor sliceScatter(Tensor source, int axis, int start, int stop, int step) {
    return Indices.partScatter("slice_scatter", self(), source, Shapes.sliceOf(self(), axis, start, stop, step));
  }

  /** A copy with {@code source} on the diagonal of the first two axes. */
  default Tensor diagonalScatter(Tensor source) {
    return diagonalScatter(source, 0, 0, 1);
  }

  /** A copy with {@code source} on diagonal {@code offset} of the first two axes. */
  default Tensor diagonalScatter(Tensor source, int offset) {
    return diagonalScatter(source, offset, 0, 1);
  }

  /** A copy with {@code source} on the diagonal that {@link ShapeMethods#diagonal(int, int, int)} shows. */
  default Tensor diagonalScatter(Tensor source, int offset, int dim1, int dim2) {
    return Indices.partScatter("diagonal_scatter", self(), source,
        Shapes.diagonalOf(self().shape(), offset, dim1, dim2));
  }

  /** Writes {@code value} on the main diagonal. */
  default Tensor fillDiagonal_(double value) {
    return Indices.fillDiagonal(self(), value, false);
  }

  /** Writes {@code value} on the main diagonal; in tall matrices, if {@code wrap}, it starts anew below each square. */
  default Tensor fillDiagonal_(double value, boolean wrap) {
    return Indices.fillDiagonal(self(), value, wrap);
  }

  // --- random numbers in place, from the default generator or a given one ---

  /** Overwrites all elements with uniform numbers from [0, 1). */
  default Tensor uniform_() { return uniform_(0, 1); }

  /** Overwrites all elements with uniform numbers from [low, high). */
  default Tensor uniform_(double low, double high) {
    return uniform_(low, high, Nabla.defaultGenerator());
  }

  /** Overwrites all elements with uniform numbers from [low, high), drawn from {@code g}. */
  default Tensor uniform_(double low, double high, Generator g) {
    return Randomness.uniform_(self(), g, low, high);
  }

  /** Overwrites all elements with normal numbers of mean 0 and variance 1. */
  default Tensor normal_() {
    return normal_(0, 1);
  }

  /** Overwrites all elements with normal numbers. */
  default Tensor normal_(double mean, double std) {
    return normal_(mean, std, Nabla.defaultGenerator());
  }

  /** Overwrites all elements with normal numbers, drawn from {@code g}. */
  default Tensor normal_(double mean, double std, Generator g) {
    return Randomness.normal_(self(), g, mean, std);
  }

  /** Overwrites all elements with 1 with probability {@code p}, else 0. */
  default Tensor bernoulli_(double p) {
    return Randomness.bernoulli_(self(), Nabla.defaultGenerator(), p);
  }

  /** Overwrites all elements with 1 with the probability that {@code p} holds, else 0. */
  default Tensor bernoulli_(Tensor p) {
    return Randomness.bernoulli_(self(), Nabla.defaultGenerator(), p);
  }

  /** 1 with the probability that the element holds, else 0. */
  default Tensor bernoulli() {
    return Randomness.bernoulli(Nabla.defaultGenerator(), self());
  }

  /** Overwrites all elements with exponential numbers. */
  default Tensor exponential_(double rate) {
    return Randomness.exponential_(self(), Nabla.defaultGenerator(), rate);
  }

  /** Overwrites all elements with the number of trials up to the first success, each of probability {@code p}. */
  default Tensor geometric_(double p) {
    return Randomness.geometric_(self(), Nabla.defaultGenerator(), p);
  }

  /** Overwrites all elements with Cauchy numbers. */
  default Tensor cauchy_(double median, double sigma) {
    return Randomness.fill(self(), out -> Random.cauchy(Nabla.defaultGenerator(), median, sigma, out));
  }

  /** Overwrites all elements with numbers whose logarithms are normal. */
  default Tensor logNormal_(double mean, double std) {
    return Randomness.fill(self(), out -> Random.logNormal(Nabla.defaultGenerator(), mean, std, out));
  }

  /** Overwrites all elements with whole numbers from 0 to the largest of the type. */
  default Tensor random_() {
    return Randomness.fill(self(), out -> Random.wholeRange(Nabla.defaultGenerator(), out));
  }

  /** Overwrites all elements with whole numbers from [low, high). */
  default Tensor random_(long low, long high) {
    Randomness.range("random_", low, high);
    return Randomness.fill(self(), out -> Random.randint(Nabla.defaultGenerator(), low, high, out));
  }

  /** {@code samples} categories (int64), drawn with probabilities proportional to this tensor, [n] or [m, n]. */
  default Tensor multinomial(int samples, boolean replacement) {
    return Nabla.multinomial(self(), samples, replacement);
  }

  // --- as Java values ---

  /** A row-major copy of the elements, converted. */
  default float[] toFloatArray() { return Items.floats(self()); }

  /** A row-major copy of the elements, converted. */
  default double[] toDoubleArray() { return Items.doubles(self()); }

  /** A row-major copy of the elements; real numbers are truncated. */
  default long[] toLongArray() {
    return Items.longs(self());
  }

  /** A row-major copy of the elements; real numbers are truncated. */
  default int[] toIntArray() {
    return Items.ints(self());
  }

  /** A row-major copy: whether elements differ from 0. */
  default boolean[] toBooleanArray() {
    return Items.booleans(self());
  }

  /** The elements as nested lists of Double, Long or Boolean; a single such value for a 0-d tensor. */
  default Object toList() {
    return Items.nested(self());
  }

  /** Whether the only element differs from 0. */
  default boolean isNonzero() {
    if (self().numel() != 1) {
      throw new NablaException("Boolean value of Tensor with "
          + (self().numel() == 0 ? "no values" : "more than one value") + " is ambiguous");
    }
    return itemBoolean();
  }
}
