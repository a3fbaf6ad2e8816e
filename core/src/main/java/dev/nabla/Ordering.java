package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.IndexException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;

/** Sorting and order statistics. NaN counts as larger than every number; equal elements keep their order. */
final class Ordering {
  private Ordering() {}

  /** All elements along {@code axis}, in order. */
  private record Sort(int axis, boolean descending, boolean stable) implements Picking {
    @Override
    public String name() {
      return "sort";
    }

    @Override
    public String gradName() {
      return stable ? "SortBackward1" : "SortBackward0";
    }

    @Override
    public boolean removesAxis() {
      return false;
    }

    @Override
    public Picking along(int otherAxis) {
      return new Sort(otherAxis, descending, stable);
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      Sorted s = Sorted.of(Dispatch.data(in[0]), axis, descending, Integer.MAX_VALUE);
      return new Tensor[] {new ConcreteTensor(s.values), new ConcreteTensor(s.positions)};
    }
  }

  /** The {@code k} first elements of the order along {@code axis}. */
  private record TopK(int k, int axis, boolean largest) implements Picking {
    @Override
    public String name() {
      return "topk";
    }

    @Override
    public boolean removesAxis() {
      return false;
    }

    @Override
    public Picking along(int otherAxis) {
      return new TopK(k, otherAxis, largest);
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      Sorted s = Sorted.of(Dispatch.data(in[0]), axis, largest, k);
      return new Tensor[] {first(s.values), first(s.positions)};
    }

    private Tensor first(Strided sorted) {
      return new ConcreteTensor(sorted.rank() > 0 || k == 1 ? sorted : Strided.allocate(sorted.dtype(), Shape.of(0)));
    }
  }

  /** Which of the sorted elements of a line an order statistic takes. */
  private enum Rank {
    KTH,
    MEDIAN,
    NANMEDIAN,
    MODE
  }

  /** One element of each line along {@code axis}: the {@code k}-th (from 0), the lower median, or the smallest of the most frequent ones. */
  private record Statistic(Rank rank, int k, int axis, boolean keepDim) implements Picking {
    @Override
    public String name() {
      return switch (rank) {
        case KTH -> "kthvalue";
        case MEDIAN -> "median";
        case NANMEDIAN -> "nanmedian";
        case MODE -> "mode";
      };
    }

    @Override
    public String gradName() {
      return OpNames.backward(name()).replace("edianBackward0", "edianBackward1");
    }

    @Override
    public boolean removesAxis() {
      return !keepDim;
    }

    @Override
    public Picking along(int otherAxis) {
      return new Statistic(rank, k, otherAxis, keepDim);
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      Sorted s = Sorted.of(Dispatch.data(in[0]), axis, false, rank == Rank.KTH ? k + 1 : Integer.MAX_VALUE);
      if (in[0].dim() == 0) {
        return new Tensor[] {new ConcreteTensor(s.values), new ConcreteTensor(s.positions)};
      }
      Strided place = Strided.allocate(DType.INT64, in[0].shape().with(axis, 1));
      Lines lines = new Lines(s.values, axis);
      for (int i = 0; i < place.numel(); i++) {
        place.storage().longs()[i] = place(lines, i);
      }
      return new Tensor[] {at(s.values, place), at(s.positions, place)};
    }

    private int place(Lines lines, int line) {
      return switch (rank) {
        case KTH -> k;
        case MEDIAN -> lines.numbers(line) < lines.n ? lines.numbers(line) : (lines.n - 1) / 2;
        case NANMEDIAN -> Math.max(0, lines.numbers(line) - 1) / 2;
        case MODE -> lines.mode(line);
      };
    }

    private Tensor at(Strided sorted, Strided place) {
      Strided out = Strided.allocate(sorted.dtype(), place.shape());
      Backends.active().gather(sorted, axis, place, out);
      return new ConcreteTensor(keepDim ? out : Strided.contiguous(out.storage(), out.shape().without(axis)));
    }
  }

  /** The median of all elements; equal ones share the gradient evenly. */
  private static final class Median extends SlopedReduction {
    private final boolean skipNan;

    Median(int rank, boolean skipNan) {
      this(Reductions.normalize(new int[0], rank), skipNan);
    }

    private Median(int[] axes, boolean skipNan) {
      super(axes, false);
      this.skipNan = skipNan;
    }

    @Override
    public String name() {
      return skipNan ? "nanmedian" : "median";
    }

    @Override
    Tensor value(Tensor x) {
      int[] ones = new int[x.dim()];
      java.util.Arrays.fill(ones, 1);
      if (x.numel() == 0) {
        return Nabla.full(x.dtype(), Shape.of(ones), Double.NaN);
      }
      Tensor[] out = new Statistic(skipNan ? Rank.NANMEDIAN : Rank.MEDIAN, 0, 0, false)
          .runAll(new Tensor[] {x.reshape(x.numel())});
      return new ConcreteTensor(Strided.contiguous(Dispatch.data(out[0]).storage(), Shape.of(ones)));
    }

    @Override
    Tensor slope(Tensor x, Tensor y) {
      return Extremes.shares(x, y, axes, true);
    }

    @Override
    Tensor forwardSlope(Tensor x, Tensor y) {
      return Extremes.shares(x, y, axes, false);
    }

    @Override
    SlopedReduction over(int[] otherAxes) {
      throw new AssertionError(name() + " is of all elements");
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return PrimitiveOp.batchByLoop(this, in, batched);
    }

    @Override
    Object settings() {
      return skipNan;
    }
  }

  /** A sorted copy or the beginning of one, row-major, with the positions the elements came from. */
  private record Sorted(Strided values, Strided positions) {
    /** At most the first {@code count} elements along the axis. */
    static Sorted of(Strided x, int axis, boolean descending, int count) {
      Shape shape = x.rank() == 0 || count >= x.dim(axis) ? x.shape() : x.shape().with(axis, count);
      Strided values = Strided.allocate(x.dtype(), shape);
      Strided positions = Strided.allocate(DType.INT64, shape);
      if (x.rank() == 0) {
        Backends.active().convert(x, values);
      } else {
        Backends.active().sort(x, axis, descending, values, positions);
      }
      return new Sorted(values, positions);
    }
  }

  /** The sorted lines of a row-major window along one axis, in row-major order of the other axes. */
  private static final class Lines {
    private final Storage values;
    private final boolean floating;
    private final int n;
    private final int step;

    Lines(Strided sorted, int axis) {
      this.values = sorted.storage();
      this.floating = sorted.dtype().isFloating();
      this.n = sorted.dim(axis);
      this.step = sorted.shape().stride(axis);
    }

    private int at(int line, int i) {
      return line / step * step * n + line % step + i * step;
    }

    /** How many elements of the line are not NaN. */
    int numbers(int line) {
      int k = n;
      while (floating && k > 0 && Double.isNaN(values.getDouble(at(line, k - 1)))) {
        k--;
      }
      return k;
    }

    /** The place of the last of the smallest most frequent elements. */
    int mode(int line) {
      int best = 0;
      int most = 0;
      int run = 0;
      for (int i = 0; i < n; i++) {
        run = i > 0 && equal(at(line, i), at(line, i - 1)) ? run + 1 : 1;
        if (run > most) {
          most = run;
          best = i;
        }
      }
      return best;
    }

    private boolean equal(int i, int j) {
      return floating ? values.getDouble(i) == values.getDouble(j) : values.getLong(i) == values.getLong(j);
    }
  }

  static ValuesIndices sort(Tensor x, int axis, boolean descending, boolean stable) {
    return pick(new Sort(x.shape().axis(axis), descending, stable), x);
  }

  static ValuesIndices topk(Tensor x, int k, int axis, boolean largest) {
    int a = x.shape().axis(axis);
    if (k < 0 || k > (x.dim() == 0 ? 1 : x.size(a))) {
      throw new NablaException("selected index k out of range");
    }
    return pick(new TopK(k, a, largest), x);
  }

  static ValuesIndices kthvalue(Tensor x, int k, int axis, boolean keepDim) {
    int a = x.shape().axis(axis);
    if (k < 1 || k > (x.dim() == 0 ? 1 : x.size(a))) {
      throw new NablaException("kthvalue(): selected number k out of range for dimension " + a);
    }
    return pick(new Statistic(Rank.KTH, k - 1, a, keepDim), x);
  }

  static ValuesIndices median(Tensor x, int axis, boolean keepDim, boolean skipNan) {
    return statistic(skipNan ? Rank.NANMEDIAN : Rank.MEDIAN, x, axis, keepDim);
  }

  static ValuesIndices mode(Tensor x, int axis, boolean keepDim) {
    return statistic(Rank.MODE, x, axis, keepDim);
  }

  static Tensor median(Tensor x, boolean skipNan) {
    return Dispatch.apply(new Median(x.dim(), skipNan), x);
  }

  private static ValuesIndices statistic(Rank rank, Tensor x, int axis, boolean keepDim) {
    int a = x.shape().axis(axis);
    Statistic op = new Statistic(rank, 0, a, keepDim);
    if (x.dim() > 0 && x.size(a) == 0) {
      throw new IndexException(op.name() + "(): Expected reduction dim " + a + " to have non-zero size.");
    }
    return pick(op, x);
  }

  private static ValuesIndices pick(Picking op, Tensor x) {
    Tensor[] out = Dispatch.applyAll(op, new Tensor[] {x});
    return new ValuesIndices(out[0], out[1]);
  }

  /**
   * The {@code q}-quantiles along an axis, in a new first axis if {@code q} is a vector.
   *
   * @param interpolation between two neighbours: linear, lower, higher, midpoint or nearest
   */
  static Tensor quantile(Tensor x, Tensor q, int axis, boolean keepDim, String interpolation, boolean skipNan) {
    String name = skipNan ? "nanquantile" : "quantile";
    checkQuantile(name, x, q, interpolation);
    if (x.dtype().isHalf()) {
      DType wide = x.dtype().arithmetic();
      return quantile(x.to(wide), q.to(wide), axis, keepDim, interpolation, skipNan).to(x.dtype());
    }
    int a = x.shape().axis(axis);
    Tensor line = x.dim() == 0 ? x.reshape(1) : x;
    Tensor sorted = sort(line, a, false, false).values().transpose(a, -1);
    int n = sorted.size(-1);
    // ranks [..., Q] among the n sorted elements; a NaN anywhere makes its own rank, the last one, the answer
    Tensor nan = sorted.detach().isNan();
    Tensor last = skipNan
        ? nan.logicalNot().to(x.dtype()).sum(-1, true).sub(1.0).clampMin(0.0)
        : Nabla.full(x.dtype(), sorted.shape().with(-1, 1), n - 1);
    Tensor ranks = last.mul(q.dim() == 0 ? q.reshape(1) : q);
    if (!skipNan) {
      ranks = ranks.maskedFill(nan.any(new int[] {-1}, true), n - 1);
    }
    Tensor y = interpolate(sorted, ranks, interpolation).transpose(a, -1);
    y = y.movedim(a, 0).unsqueeze(a + 1);
    if (!keepDim || x.dim() == 0) {
      y = y.squeeze(a + 1);
    }
    return q.dim() == 0 ? y.squeeze(0) : y;
  }

  private static Tensor interpolate(Tensor sorted, Tensor ranks, String interpolation) {
    Tensor at = switch (interpolation) {
      case "lower" -> ranks.floor();
      case "higher" -> ranks.ceil();
      case "nearest" -> ranks.round();
      default -> ranks;
    };
    Tensor below = at.detach().floor();
    Tensor low = sorted.gather(-1, below.to(DType.INT64));
    if (!interpolation.equals("linear") && !interpolation.equals("midpoint")) {
      return low;
    }
    Tensor high = sorted.gather(-1, at.detach().ceil().to(DType.INT64));
    Tensor weight = interpolation.equals("midpoint") ? Nabla.full(low.dtype(), low.shape(), 0.5) : at.sub(below);
    return low.lerp(high, weight);
  }

  private static void checkQuantile(String name, Tensor x, Tensor q, String interpolation) {
    if (x.numel() == 0) {
      throw new NablaException(name + "() input tensor must be non-empty");
    }
    if (q.dim() > 1) {
      throw new NablaException(name + "() q must be a scalar or 1D tensor; got " + q.type());
    }
    if (!x.dtype().isFloating() || q.dtype() != x.dtype()) {
      throw new NablaException(name + "() input tensor must be either float or double dtype, and q of the same; got "
          + x.type() + " and " + q.type());
    }
    switch (interpolation) {
      case "linear", "lower", "higher", "midpoint", "nearest" -> {}
      default -> throw new NablaException(name
          + "() interpolation must be one of linear, lower, higher, midpoint or nearest, but got " + interpolation);
    }
    if (q.level() == null && q.numel() > 0) {
      double low = Reductions.extreme(Reducer.MIN, q);
      double high = Reductions.extreme(Reducer.MAX, q);
      if (!(low >= 0 && high <= 1)) {
        throw new NablaException(name + "() q must be in the range [0, 1] but got " + (low >= 0 ? high : low));
      }
    }
  }
}
