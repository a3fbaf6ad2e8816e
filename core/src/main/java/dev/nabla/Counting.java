package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Scatter;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Distinct elements and histograms: results whose values no derivative goes through and whose shapes depend on the elements. */
final class Counting {
  private Counting() {}

  /** The elements of {@code x} in row-major order, in a buffer of their own or shared. */
  private static Strided flat(Tensor x, String op) {
    Strided in = Items.window(x, op);
    if (in.isContiguous() && in.offset() == 0) {
      return Strided.contiguous(in.storage(), Shape.of(in.numel()));
    }
    Strided out = Strided.allocate(in.dtype(), in.shape());
    Backends.active().convert(in, out);
    return Strided.contiguous(out.storage(), Shape.of(in.numel()));
  }

  private static Tensor longs(long[] values, int n) {
    return new ConcreteTensor(Strided.contiguous(Storage.of(Arrays.copyOf(values, n)), Shape.of(n)));
  }

  /** The distinct elements in ascending order (a NaN is distinct from every other one). */
  static Unique unique(Tensor x) {
    Strided in = flat(x, "unique");
    ValuesIndices sorted = new ConcreteTensor(in).sort(0);
    return runs(Dispatch.data(sorted.values()), Items.longs(sorted.indices()), x.shape());
  }

  /** The elements in row-major order, each run of equal ones once. */
  static Unique uniqueConsecutive(Tensor x) {
    Strided in = flat(x, "unique_consecutive");
    long[] order = new long[in.numel()];
    Arrays.setAll(order, i -> i);
    return runs(in, order, x.shape());
  }

  /** Runs of equal neighbours; element i of {@code x} stands at {@code order[i]} of the input, which has shape {@code from}. */
  private static Unique runs(Strided x, long[] order, Shape from) {
    int n = x.numel();
    long[] inverse = new long[n];
    long[] counts = new long[n];
    long[] firsts = new long[n];
    int k = -1;
    for (int i = 0; i < n; i++) {
      if (i == 0 || !equal(x.storage(), i - 1, i)) {
        firsts[++k] = i;
      }
      counts[k]++;
      inverse[(int) order[i]] = k;
    }
    Tensor values = new ConcreteTensor(x).indexSelect(0, longs(firsts, k + 1));
    return new Unique(
        values, new ConcreteTensor(Strided.contiguous(Storage.of(inverse), from)), longs(counts, k + 1));
  }

  private static boolean equal(Storage s, int i, int j) {
    return s.dtype().isFloating() ? s.getDouble(i) == s.getDouble(j) : s.getLong(i) == s.getLong(j);
  }

  /** The distinct slices along an axis, in lexicographic order if {@code sorted}, else each run of equal neighbours once. */
  static Unique uniqueSlices(Tensor x, int axis, boolean sorted) {
    int n = x.size(axis);
    int a = x.shape().axis(axis);
    Tensor moved = x.detach().transpose(0, a).contiguous();
    Strided rows = flat(moved, "unique");
    int width = n == 0 ? 0 : rows.numel() / n;
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    if (sorted) {
      Arrays.sort(order, (p, q) -> compare(rows.storage(), p * width, q * width, width));
    }
    long[] inverse = new long[n];
    long[] counts = new long[n];
    long[] firsts = new long[n];
    int k = -1;
    for (int i = 0; i < n; i++) {
      if (i == 0 || compare(rows.storage(), order[i - 1] * width, order[i] * width, width) != 0) {
        firsts[++k] = order[i];
      }
      counts[k]++;
      inverse[order[i]] = k;
    }
    Tensor values = new ConcreteTensor(Items.window(x, "unique")).indexSelect(a, longs(firsts, k + 1));
    return new Unique(values, longs(inverse, n), longs(counts, k + 1));
  }

  private static int compare(Storage s, int p, int q, int width) {
    for (int i = 0; i < width; i++) {
      int c = s.dtype().isFloating()
          ? Double.compare(s.getDouble(p + i) + 0.0, s.getDouble(q + i) + 0.0)
          : Long.compare(s.getLong(p + i), s.getLong(q + i));
      if (c != 0) {
        return c;
      }
    }
    return 0;
  }

  /** How often each whole number from 0 on occurs in a vector, or the sum of the weights where it does. */
  static Tensor bincount(Tensor x, @Nullable Tensor weights, int minLength) {
    if (x.dim() != 1 || x.dtype().isFloating()) {
      throw new NablaException("bincount only supports 1-d non-negative integral inputs.");
    }
    if (minLength < 0) {
      throw new NablaException("minlength should be >= 0");
    }
    if (weights != null && (weights.dim() != 1 || weights.numel() != x.numel())) {
      throw new ShapeException(
          "weights should be 1-d and have the same length as input; got " + weights.type() + " for " + x.type());
    }
    Strided in = flat(x.to(DType.INT64), "bincount");
    long bins = minLength;
    for (long v : in.storage().longs()) {
      if (v < 0) {
        throw new NablaException("bincount only supports 1-d non-negative integral inputs.");
      }
      bins = Math.max(bins, v + 1);
    }
    DType type = weights == null ? DType.INT64 : weights.dtype() == DType.FLOAT32 ? DType.FLOAT32 : DType.FLOAT64;
    Strided out = Strided.allocate(type, Shape.of(Math.toIntExact(bins)));
    Tensor added = weights == null ? Nabla.ones(type, in.shape()) : weights.detach().to(type);
    Backends.active().scatter(Scatter.ADD, out, 0, in, Items.window(added, "bincount"));
    return new ConcreteTensor(out);
  }

  /** The numbers of elements in {@code bins} equal parts of [low, high], of the type of {@code x}; low = high means the range of the elements. */
  static Tensor histc(Tensor x, int bins, double low, double high) {
    if (bins <= 0) {
      throw new NablaException("histc(): bins must be > 0; got " + bins);
    }
    Strided in = flat(Reductions.floating(x.detach()), "histc");
    double from = low;
    double to = high;
    if (from == to && in.numel() > 0) {
      from = new ConcreteTensor(in).min().item();
      to = new ConcreteTensor(in).max().item();
    }
    if (from == to) {
      from -= 1;
      to += 1;
    }
    if (!(from < to) || Double.isInfinite(to - from)) {
      throw new NablaException(
          "histc(): range of [" + from + ", " + to + "] is not finite or max must be larger than min");
    }
    Strided out = Strided.allocate(in.dtype(), Shape.of(bins));
    for (int i = 0; i < in.numel(); i++) {
      double v = in.storage().getDouble(i);
      if (v >= from && v <= to) {
        int at = Math.min((int) ((v - from) / (to - from) * bins), bins - 1);
        out.storage().setDouble(at, out.storage().getDouble(at) + 1);
      }
    }
    return new ConcreteTensor(out);
  }

  /** The histogram over rising {@code edges}; the last bin has its upper edge. */
  static Histogram histogram(Tensor x, Tensor edges, @Nullable Tensor weight, boolean density) {
    if (weight != null && !weight.shape().equals(x.shape())) {
      throw new ShapeException(
          "histogram(): if weight tensor is provided it should have the same shape as the input tensor; got "
              + weight.type() + " for " + x.type());
    }
    Strided in = flat(x.detach(), "histogram");
    Strided w = weight == null ? null : flat(weight.detach(), "histogram");
    Storage bounds = flat(edges.detach(), "histogram").storage();
    int bins = edges.numel() - 1;
    double[] counts = new double[bins];
    for (int i = 0; i < in.numel(); i++) {
      int at = bin(bounds, bins, in.storage().getDouble(i));
      if (at >= 0) {
        counts[at] += w == null ? 1 : w.storage().getDouble(i);
      }
    }
    if (density) {
      double total = Arrays.stream(counts).sum();
      for (int i = 0; i < bins; i++) {
        counts[i] /= total * (bounds.getDouble(i + 1) - bounds.getDouble(i));
      }
    }
    return new Histogram(Nabla.tensor((Object) counts, x.dtype()), edges);
  }

  /** The bin of {@code v}: the last edge not above it; -1 outside of all bins. */
  private static int bin(Storage edges, int bins, double v) {
    if (!(v >= edges.getDouble(0) && v <= edges.getDouble(bins))) {
      return -1;
    }
    int low = 0;
    int high = bins;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (v >= edges.getDouble(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The histogram over {@code bins} equal parts of [low, high]; low = high means the range of the elements. */
  static Histogram histogram(Tensor x, int bins, double low, double high, @Nullable Tensor weight, boolean density) {
    double from = low;
    double to = high;
    if (from == to && x.numel() > 0) {
      from = x.detach().min().item();
      to = x.detach().max().item();
    }
    if (from == to) {
      from -= 0.5;
      to += 0.5;
    }
    double[] edges = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      // From both ends, so that both are exact.
      double step = (to - from) / bins;
      edges[i] = i <= bins / 2 ? from + i * step : to - (bins - i) * step;
    }
    return histogram(x, Nabla.tensor((Object) edges, x.dtype()), weight, density);
  }

  /** Whether each element is among {@code test}. */
  static Tensor isin(Tensor x, Tensor test, boolean invert) {
    DType common = DType.promote(x.dtype(), test.dtype());
    Strided in = flat(x.detach().to(common), "isin");
    Strided sorted = flat(test.detach().to(common).reshape(test.numel()).sort(0).values(), "isin");
    byte[] out = new byte[in.numel()];
    for (int i = 0; i < out.length; i++) {
      int low = 0;
      int high = sorted.numel();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (compareAcross(sorted.storage(), middle, in.storage(), i) < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      boolean found = low < sorted.numel() && compareAcross(sorted.storage(), low, in.storage(), i) == 0
          && !Double.isNaN(in.storage().getDouble(i));
      out[i] = (byte) (found != invert ? 1 : 0);
    }
    return new ConcreteTensor(Strided.contiguous(Storage.of(DType.BOOL, out), x.shape()));
  }

  private static int compareAcross(Storage a, int i, Storage b, int j) {
    return a.dtype().isFloating()
        ? Double.compare(a.getDouble(i) + 0.0, b.getDouble(j) + 0.0)
        : Long.compare(a.getLong(i), b.getLong(j));
  }
}
