package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Scatter;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sparse matrix that acts along one axis: output p is the sum of {@code weight[e] · x[index[e]]} for {@code first[p] ≤ e < first[p + 1]}.
 * Pooling windows and interpolation are such matrices, one for each axis.
 */
final class Taps {
  /** Up to this many inputs a matrix is written out. */
  private static final int LONGEST_DENSE = 256;

  private final int inputs;
  private final int[] first;
  private final int[] index;
  private final double[] weight;

  private Taps(int inputs, int[] first, int[] index, double[] weight) {
    this.inputs = inputs;
    this.first = first;
    this.index = index;
    this.weight = weight;
  }

  /** Sums of inputs {@code starts[p]} to below {@code ends[p]}. */
  static Taps windows(int inputs, int[] starts, int[] ends) {
    int[] first = new int[starts.length + 1];
    for (int p = 0; p < starts.length; p++) {
      first[p + 1] = first[p] + Math.max(ends[p] - starts[p], 0);
    }
    int[] index = new int[first[starts.length]];
    for (int p = 0; p < starts.length; p++) {
      for (int e = first[p]; e < first[p + 1]; e++) {
        index[e] = starts[p] + e - first[p];
      }
    }
    double[] weight = new double[index.length];
    Arrays.fill(weight, 1);
    return new Taps(inputs, first, index, weight);
  }

  /** Each output from one input. */
  static Taps select(int inputs, int[] index) {
    double[] weight = new double[index.length];
    Arrays.fill(weight, 1);
    int[] first = new int[index.length + 1];
    for (int p = 0; p < first.length; p++) {
      first[p] = p;
    }
    return new Taps(inputs, first, index, weight);
  }

  /** As many taps for every output as the rows of {@code index} and {@code weight} have; those with weight 0 are left out. */
  static Taps of(int inputs, int[][] index, double[][] weight) {
    int[] first = new int[index.length + 1];
    int n = 0;
    for (int p = 0; p < index.length; p++) {
      for (double w : weight[p]) {
        n += w != 0 ? 1 : 0;
      }
      first[p + 1] = n;
    }
    int[] flatIndex = new int[n];
    double[] flatWeight = new double[n];
    int e = 0;
    for (int p = 0; p < index.length; p++) {
      for (int k = 0; k < index[p].length; k++) {
        if (weight[p][k] != 0) {
          flatIndex[e] = index[p][k];
          flatWeight[e++] = weight[p][k];
        }
      }
    }
    return new Taps(inputs, first, flatIndex, flatWeight);
  }

  /** The number of outputs. */
  int outputs() {
    return first.length - 1;
  }

  /** The transposed matrix. */
  Taps transposed() {
    int[] to = new int[inputs + 1];
    for (int i : index) {
      to[i + 1]++;
    }
    for (int i = 0; i < inputs; i++) {
      to[i + 1] += to[i];
    }
    int[] at = to.clone();
    int[] rows = new int[index.length];
    double[] w = new double[index.length];
    for (int p = 0; p < outputs(); p++) {
      for (int e = first[p]; e < first[p + 1]; e++) {
        int k = at[index[e]]++;
        rows[k] = p;
        w[k] = weight[e];
      }
    }
    return new Taps(outputs(), to, rows, w);
  }

  /** The matrix times {@code x} along {@code axis}, of concrete elements. */
  Strided apply(Strided x, int axis) {
    boolean one = singleTaps();
    int block = block();
    boolean last = axis == x.rank() - 1;
    // Measured: copies of whole rows and sums of long blocks are faster than products, gathers along the last axis are not.
    boolean multiply = inputs <= (one ? last ? LONGEST_DENSE / 4 : 0 : block < 8 ? LONGEST_DENSE : 0);
    Strided product = multiply ? dense(x, axis) : null;
    if (product != null) {
      return product;
    }
    if (block > 0) {
      return sums(x, axis, block);
    }
    Strided out = Strided.allocate(x.dtype(), x.shape().with(axis, outputs()));
    Strided picked = one ? out : Strided.allocate(x.dtype(), x.shape().with(axis, index.length));
    Backends.active().indexSelect(x, axis, positions(index), picked);
    weigh(picked, axis);
    if (!one) {
      Backends.active().indexPut(Scatter.ADD, out, axis, positions(rows()), picked);
    }
    return out;
  }

  /** The number of inputs of every output if outputs sum blocks that lie side by side; 0 if they do not. */
  private int block() {
    int k = outputs() == 0 ? 0 : first[1];
    if (k < 2) {
      return 0;
    }
    for (int p = 0; p < outputs(); p++) {
      if (first[p + 1] != (p + 1) * k) {
        return 0;
      }
    }
    for (int e = 0; e < index.length; e++) {
      if (index[e] != e || weight[e] != 1) {
        return 0;
      }
    }
    return k;
  }

  private Strided sums(Strided x, int axis, int block) {
    int n = outputs();
    int step = x.stride(axis);
    int[] strides = new int[x.rank() + 1];
    System.arraycopy(x.strides(), 0, strides, 0, axis);
    strides[axis] = block * step;
    strides[axis + 1] = step;
    System.arraycopy(x.strides(), axis + 1, strides, axis + 2, x.rank() - axis - 1);
    Shape split = x.shape().with(axis, n).insert(axis + 1, block);
    Strided out = Strided.allocate(x.dtype(), split.with(axis + 1, 1));
    Backends.active().reduce(Reducer.SUM, new Strided(x.storage(), x.offset(), split, strides), new int[] {axis + 1},
        out);
    return Strided.contiguous(out.storage(), x.shape().with(axis, n));
  }

  /**
   * The product with the matrix written out, which for short axes is faster than to gather and to add; null for whole numbers, and if there are
   * infinities or NaN, which zeros of the matrix would spread.
   */
  private @Nullable Strided dense(Strided x, int axis) {
    if (!x.dtype().isFloating() || x.numel() == 0 || outputs() == 0) {
      return null;
    }
    int n = outputs();
    double[] m = new double[n * inputs];
    for (int p = 0; p < n; p++) {
      for (int e = first[p]; e < first[p + 1]; e++) {
        m[p * inputs + index[e]] += weight[e];
      }
    }
    Strided matrix = new Strided(Dispatch.data(Nabla.tensor(m, x.dtype())).storage(), 0, Shape.of(n, inputs),
        new int[] {inputs, 1});
    Strided out = Strided.allocate(x.dtype(), x.shape().with(axis, n));
    multiply(matrix, contiguous(x), axis, out);
    return isFinite(out) ? out : null;
  }

  /** {@code out} = the matrix times contiguous {@code x} along {@code axis}. */
  private static void multiply(Strided matrix, Strided x, int axis, Strided out) {
    int n = matrix.dim(0);
    int k = matrix.dim(1);
    int inner = axis == x.rank() - 1 ? 1 : x.stride(axis);
    int outer = x.numel() / (k * inner);
    if (inner == 1) {
      Strided rows = Strided.contiguous(x.storage(), Shape.of(outer, k));
      Backends.active().matmul(rows, matrix.permute(1, 0), Strided.contiguous(out.storage(), Shape.of(outer, n)),
          false);
    } else {
      Strided planes = Strided.contiguous(x.storage(), Shape.of(outer, k, inner));
      Strided all = matrix.expand(Shape.of(outer, n, k));
      Backends.active().matmul(all, planes, Strided.contiguous(out.storage(), Shape.of(outer, n, inner)), false);
    }
  }

  private static Strided contiguous(Strided x) {
    if (x.isContiguous() && x.offset() == 0) {
      return x;
    }
    Strided copy = Strided.allocate(x.dtype(), x.shape());
    Backends.active().convert(x, copy);
    return copy;
  }

  private static boolean isFinite(Strided x) {
    int[] axes = new int[x.rank()];
    Arrays.setAll(axes, i -> i);
    int[] ones = new int[x.rank()];
    Arrays.fill(ones, 1);
    Strided sum = Strided.allocate(x.dtype(), Shape.of(ones));
    Backends.active().reduce(Reducer.SUM, x, axes, sum);
    return Double.isFinite(sum.storage().getDouble(0));
  }

  private boolean singleTaps() {
    for (int p = 0; p <= outputs(); p++) {
      if (first[p] != p) {
        return false;
      }
    }
    return true;
  }

  private void weigh(Strided picked, int axis) {
    for (double w : weight) {
      if (w != 1) {
        int[] dims = new int[picked.rank()];
        Arrays.fill(dims, 1);
        dims[axis] = weight.length;
        Tensor row = Nabla.tensor(weight, picked.dtype()).reshape(dims);
        Pointwise.MUL.runInto(new Tensor[] {new ConcreteTensor(picked), row}, picked);
        return;
      }
    }
  }

  private int[] rows() {
    int[] rows = new int[index.length];
    for (int p = 0; p < outputs(); p++) {
      Arrays.fill(rows, first[p], first[p + 1], p);
    }
    return rows;
  }

  private static Strided positions(int[] values) {
    long[] wide = new long[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return Strided.contiguous(Storage.of(wide), Shape.of(wide.length));
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Taps t && inputs == t.inputs && Arrays.equals(first, t.first) && Arrays.equals(index, t.index)
        && Arrays.equals(weight, t.weight);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(index) * 31 + Arrays.hashCode(first);
  }
}
