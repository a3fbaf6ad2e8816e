package dev.nabla;

import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.IndexException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import org.jspecify.annotations.Nullable;

/** Rows of a table looked up by number, and the classes of one-hot vectors. */
final class Embedding {
  private Embedding() {}

  /** Stands for no padding row. */
  static final int NONE = Integer.MIN_VALUE;

  /** {@code y[i, :] = weight[index[i], :]}; row {@code padding} gets no cotangent. Inputs weight, index (within range). */
  record Lookup(int padding, boolean byFrequency) implements PrimitiveOp {
    @Override
    public String name() {
      return "embedding";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      Tensor index = in[1];
      Strided flat = Indexing.flat(Dispatch.data(index));
      int width = in[0].size(1);
      Strided out = Strided.obtain(in[0].dtype(), Shape.of(flat.numel(), width));
      dev.nabla.kernel.Backends.active().indexSelect(Dispatch.data(in[0]), 0, flat, out);
      return new Tensor[] {
        new ConcreteTensor(Strided.contiguous(out.storage(), index.shape().insert(index.dim(), width)))};
    }

    @Override
    public int saves(int needs) {
      return 2;
    }

    @Override
    public @Nullable Tensor vjp(int i, Saved s, Tensor g) {
      if (i != 0) {
        return null;
      }
      Tensor index = s.in(1).reshape(-1);
      Tensor rows = g.reshape(index.numel(), s.inType(0).shape().dim(1));
      if (byFrequency) {
        Tensor ones = Nabla.ones(g.dtype(), index.shape());
        Tensor count = Nabla.zeros(g.dtype(), s.inType(0).shape().dim(0)).indexAdd(0, index, ones);
        rows = rows.div(count.indexSelect(0, index).unsqueeze(1));
      }
      Tensor d = UpdateOp.ontoZeros(Indexing.indexAdd(0), s.inType(0), rows, index);
      return padding == NONE ? d : d.indexFill(0, Nabla.tensor((long) padding), 0.0);
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor dw = t[0];
      return new @Nullable Tensor[] {dw == null ? null : Dispatch.apply(this, dw, in[1])};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      if (!batched[0]) {
        return new Tensor[] {Dispatch.apply(this, in)};
      }
      if (padding != NONE || byFrequency) {
        return PrimitiveOp.batchByLoop(this, in, batched);
      }
      // The tables one under the other, and the indices of batch k shifted to the k-th.
      Tensor table = in[0].flatten(0, 1);
      int n = in[0].size(0);
      int rank = in[1].dim() - (batched[1] ? 1 : 0);
      Tensor shift = Nabla.arange(n).mul((long) in[0].size(1));
      for (int i = 0; i < rank; i++) {
        shift = shift.unsqueeze(-1);
      }
      return new Tensor[] {Dispatch.apply(this, table, in[1].add(shift))};
    }
  }

  static Tensor lookup(Tensor index, Tensor weight, int padding, boolean byFrequency) {
    if (weight.dim() != 2) {
      throw new ShapeException("'weight' must be 2-D; got " + weight.type());
    }
    return Dispatch.apply(new Lookup(padding(weight, padding), byFrequency), weight,
        checked("embedding", index, weight.size(0)));
  }

  /**
   * The sum, mean or maximum of the rows of each bag. Bags are the rows of a matrix {@code index}, or the parts of a vector that begin at
   * {@code offsets}. Rows {@code padding} do not count; an empty bag gives zeros.
   */
  static Tensor bag(Tensor index, Tensor weight, @Nullable Tensor offsets, boolean byFrequency, String mode,
      @Nullable Tensor sampleWeights,
      boolean lastOffset, int padding) {
    if (sampleWeights != null && !mode.equals("sum")) {
      throw new NablaException(
          "embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum' (got mode='"
              + mode
              + "').");
    }
    if (sampleWeights != null && !sampleWeights.shape().equals(index.shape())) {
      throw new ShapeException(
          "embedding_bag: If per_sample_weights is not None, then it must have the same shape as the input: "
              + sampleWeights.shape() + " and " + index.shape());
    }
    long[] bags = index.dim() == 1 ? bagsByOffset(index, offsets, lastOffset) : bagsByRow(index, offsets);
    int count = (int) bags[bags.length - 1];
    Tensor flat = index.reshape(-1);
    Tensor bag = Nabla.fromArray(java.util.Arrays.copyOf(bags, bags.length - 1), bags.length - 1);
    Tensor w = sampleWeights == null ? null : sampleWeights.reshape(-1);
    int skipped = padding(weight, padding);
    if (skipped != NONE) {
      Tensor kept = flat.ne(skipped).nonzero().reshape(-1);
      flat = flat.indexSelect(0, kept);
      bag = bag.indexSelect(0, kept);
      w = w == null ? null : w.indexSelect(0, kept);
    }
    Tensor rows = lookup(flat, weight, NONE, byFrequency);
    rows = w == null ? rows : rows.mul(w.unsqueeze(1));
    Tensor start = Nabla.zeros(weight.dtype(), count, weight.size(1));
    return switch (mode) {
      case "sum" -> start.indexAdd(0, bag, rows);
      case "mean" -> start.indexReduce(0, bag, rows, "mean", false);
      case "max" -> start.indexReduce(0, bag, rows, "amax", false);
      default -> throw new NablaException("mode has to be one of sum, mean or max; got " + mode);
    };
  }

  /** The bag of each index, and behind them the number of bags. */
  private static long[] bagsByRow(Tensor index, @Nullable Tensor offsets) {
    if (index.dim() != 2) {
      throw new ShapeException("input has to be 1D or 2D Tensor, but got Tensor of dimension " + index.dim());
    }
    if (offsets != null) {
      throw new ShapeException(
          "if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length sequences");
    }
    long[] out = new long[index.numel() + 1];
    for (int i = 0; i < index.numel(); i++) {
      out[i] = i / index.size(1);
    }
    out[index.numel()] = index.size(0);
    return out;
  }

  private static long[] bagsByOffset(Tensor index, @Nullable Tensor offsets, boolean lastOffset) {
    if (offsets == null || offsets.dim() != 1) {
      throw new ShapeException(
          "offsets has to be a 1D Tensor but got " + (offsets == null ? "None" : offsets.type().toString()));
    }
    long[] starts = offsets.toLongArray();
    int n = index.numel();
    if (starts.length > 0 && starts[0] != 0) {
      throw new NablaException(
          "offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from position 0. However, got "
              + starts[0]);
    }
    if (starts.length > 0 && starts[starts.length - 1] > n) {
      throw new NablaException("offsets[-1] can not be greater than input's length " + n + " but got offsets[-1] of "
          + starts[starts.length - 1]);
    }
    int count = starts.length - (lastOffset ? 1 : 0);
    long[] out = new long[n + 1];
    int bag = 0;
    for (int i = 0; i < n; i++) {
      while (bag + 1 < count && starts[bag + 1] <= i) {
        bag++;
      }
      out[i] = bag;
    }
    out[n] = count;
    return out;
  }

  private static int padding(Tensor weight, int padding) {
    int n = weight.size(0);
    if (padding != NONE && (padding < -n || padding >= n)) {
      throw new IndexException("Padding_idx must be within num_embeddings: " + padding + " for " + n + " rows");
    }
    return padding != NONE && padding < 0 ? padding + n : padding;
  }

  private static Tensor checked(String op, Tensor index, int rows) {
    if (index.dtype() != DType.INT64 && index.dtype() != DType.INT32) {
      throw new DTypeException(
          "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch."
              + index.dtype().scalarName() + "Tensor instead (while checking arguments for " + op + ")");
    }
    if (Indices.outside(index, 0, rows) != Long.MIN_VALUE) {
      throw new IndexException(
          op + ": index out of range in self: " + Indices.outside(index, 0, rows) + " for " + rows + " rows");
    }
    return index.to(DType.INT64);
  }

  /** Scales the rows of {@code weight} that {@code index} names down to at most {@code maxNorm} in the p-norm, in place and unrecorded. */
  static void renormalize(Tensor weight, Tensor index, double maxNorm, double p) {
    checked("embedding", index, weight.size(0));
    Strided w = Items.window(weight, "embedding");
    Strided at = Items.window(index, "embedding");
    java.util.BitSet seen = new java.util.BitSet();
    for (int i = 0; i < at.numel(); i++) {
      seen.set((int) at.storage().getLong(at.position(i)));
    }
    seen.stream().forEach(row -> renormalizeRow(w.select(0, row), maxNorm, p));
    w.storage().bump();
  }

  private static void renormalizeRow(Strided row, double maxNorm, double p) {
    double sum = 0;
    for (int i = 0; i < row.numel(); i++) {
      double v = Math.abs(row.storage().getDouble(row.position(i)));
      sum = p == Double.POSITIVE_INFINITY ? Math.max(sum, v) : sum + Math.pow(v, p);
    }
    double norm = p == Double.POSITIVE_INFINITY ? sum : Math.pow(sum, 1 / p);
    if (norm > maxNorm) {
      double scale = maxNorm / (norm + 1e-7);
      for (int i = 0; i < row.numel(); i++) {
        Storage s = row.storage();
        s.setDouble(row.position(i), s.getDouble(row.position(i)) * scale);
      }
    }
  }

  /** One-hot vectors (int64) on a new last axis of size {@code classes}, or as many as needed if that is -1. */
  static Tensor oneHot(Tensor index, int classes) {
    if (index.dtype() != DType.INT64) {
      throw new DTypeException("one_hot is only applicable to index tensor; got " + index.dtype());
    }
    if (index.numel() == 0 && classes <= 0) {
      throw new NablaException("Can not infer total number of classes from empty tensor.");
    }
    if (Indices.outside(index, 0, Long.MAX_VALUE) != Long.MIN_VALUE) {
      throw new NablaException("Class values must be non-negative.");
    }
    int n = classes;
    if (classes == -1) {
      n = 1;
      for (long v : index.toLongArray()) {
        n = Math.max(n, Math.toIntExact(v + 1));
      }
    } else if (classes < 1) {
      throw new NablaException("num_classes should be positive; got " + classes);
    } else if (Indices.outside(index, 0, classes) != Long.MIN_VALUE) {
      throw new NablaException("Class values must be smaller than num_classes.");
    }
    Tensor zeros = Nabla.zeros(DType.INT64, index.shape().insert(index.dim(), n));
    return zeros.scatter(-1, index.unsqueeze(-1), 1.0);
  }
}
