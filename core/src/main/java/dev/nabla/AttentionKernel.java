package dev.nabla;

import dev.nabla.kernel.Backend;
import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Attention on elements, a block of queries at a time, so that the weights of all pairs are never held at once.
 *
 * <p>Note [Attention by blocks]: the scores of a block are computed as keys × queries. Then the maximum and the sum over the keys run down the
 * columns, whole vectors at a time, and the weights stand as the products that follow want to read them: along rows as a left matrix (cotangents
 * of keys and values), in panels as a right one (values, cotangents of queries). What is kept for the backward pass is one number for each
 * query: the logarithm of the sum of exp(score), from which the weights are computed again. A query that attends to nothing keeps +∞ instead, so
 * that its weights are 0. Each slice of the leading axes is one piece of parallel work, so results do not depend on the number of threads.
 */
final class AttentionKernel {
  /** Scores in one block, about: with their cotangents they stay in the second-level cache. */
  private static final int BLOCK = 1 << 17;

  /** Queries in one block, at least, and a multiple of the width of a tile. */
  private static final int QUERIES = 64;

  private static final ElementwiseOp SCALED = ElementwiseOp.declare("mul", "MulBackward0", "x", "v", 0, "x * v");
  private static final ElementwiseOp SUM = Reductions.formula("x m", "x + m");
  private static final ElementwiseOp UNLESS_MASKED = masking("x m", "m == 0 ? low : x");
  private static final ElementwiseOp UNLESS_BEHIND = masking("x k q", "k > q ? low : x");
  private static final ElementwiseOp FINITE = masking("m", "m == low ? 0 : m");
  private static final ElementwiseOp LOG_SUM = masking("m s", "s == 0 ? -low : m + log(s)");
  private static final ElementwiseOp EXP_DIFFERENCE = Reductions.formula("x m", "exp(x - m)");
  private static final ElementwiseOp SHARE = Reductions.formula("x s", "s == 0 ? 0 : x / s");
  private static final ElementwiseOp PRODUCT = Reductions.formula("a b", "a * b");
  private static final ElementwiseOp SCORE_SLOPE = Reductions.formula("p g d", "p * (g - d)");

  private final Strided q;
  private final Strided k;
  private final Strided v;
  private final @Nullable Strided mask;
  private final boolean causal;
  private final double scale;
  private final Backend backend = Backends.active();
  private final int slices;
  private final int queries;
  private final int keys;
  private final int rows;
  private final Strided numbers;

  /** Leading axes of all are equal; {@code mask} is expanded to [B…, L, S]. None is empty. */
  AttentionKernel(Strided q, Strided k, Strided v, @Nullable Strided mask, boolean causal, double scale) {
    this.q = q;
    this.k = k;
    this.v = v;
    this.mask = mask;
    this.causal = causal;
    this.scale = scale;
    queries = q.dim(q.rank() - 2);
    keys = k.dim(k.rank() - 2);
    slices = q.numel() / (queries * width(q));
    int most = Math.max(1, BLOCK / keys / QUERIES) * QUERIES;
    rows = Math.min(queries, most);
    numbers = causal ? Dispatch.data(Nabla.arange(Math.max(queries, keys)).to(q.dtype())) : q;
  }

  private static ElementwiseOp masking(String inputs, String value) {
    return ElementwiseOp.declare("mul", "MulBackward0", inputs, "low", 0, value).with(Double.NEGATIVE_INFINITY);
  }

  private static int width(Strided s) {
    return s.dim(s.rank() - 1);
  }

  /** A new window of shape {@code shape} whose axes lie in memory in the order of those of {@code like}, the last one innermost. */
  static Strided laidOutAs(Strided like, Shape shape) {
    int last = shape.rank() - 1;
    Integer[] order = new Integer[last];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingInt(i -> -like.stride(i)));
    int[] strides = new int[shape.rank()];
    strides[last] = 1;
    int step = shape.dim(last);
    for (int i = last - 1; i >= 0; i--) {
      strides[order[i]] = step;
      step *= shape.dim(order[i]);
    }
    return new Strided(Strided.allocate(like.dtype(), shape).storage(), 0, shape, strides);
  }

  /** Matrix {@code i} of the leading axes, without its rows before {@code from} and from {@code to} on. */
  private static Strided matrix(Strided s, int i, int from, int to) {
    int r = s.rank();
    int at = s.offset() + from * s.stride(r - 2);
    int left = i;
    for (int axis = r - 3; axis >= 0; axis--) {
      at += left % s.dim(axis) * s.stride(axis);
      left /= s.dim(axis);
    }
    return new Strided(s.storage(), at, Shape.of(to - from, s.dim(r - 1)),
        new int[] {s.stride(r - 2), s.stride(r - 1)});
  }

  private static Strided transposed(Strided m) {
    return new Strided(m.storage(), m.offset(), Shape.of(m.dim(1), m.dim(0)), new int[] {m.stride(1), m.stride(0)});
  }

  /** The first elements of a buffer as a matrix. */
  private static Strided matrix(Strided buffer, int m, int n) {
    return new Strided(buffer.storage(), buffer.offset(), Shape.of(m, n), new int[] {n, 1});
  }

  /** Matrix {@code i} of {@code s} with its rows one after the other: as it is, or copied into {@code buffer}. */
  private Strided packed(Strided s, int i, Strided buffer) {
    Strided m = matrix(s, i, 0, keys);
    if (m.isContiguous()) {
      return m;
    }
    Strided copy = matrix(buffer, keys, width(s));
    backend.convert(m, copy);
    return copy;
  }

  private static Strided head(Strided m, int rows) {
    return new Strided(m.storage(), m.offset(), Shape.of(rows, m.dim(1)), m.strides());
  }

  private Strided buffer(int n) {
    return Strided.allocate(q.dtype(), Shape.of(n));
  }

  private int keysOf(int to) {
    return causal ? Math.min(keys, to) : keys;
  }

  /** Writes the result into {@code out} [B…, L, e] and what the backward pass needs into {@code kept} [B…, L, 1]. */
  void forward(Strided out, Strided kept) {
    Backends.range(slices, 1, (from, to) -> {
      Forward f = new Forward(width(out));
      for (int i = from; i < to; i++) {
        f.slice(i, out, kept);
      }
    });
  }

  /** What one thread uses on the way forward. */
  private final class Forward {
    private final Strided scaled = buffer(rows * width(q));
    private final Strided scores = buffer(keys * rows);
    private final Strided result;
    private final Strided values;
    private final Strided max = buffer(rows);
    private final Strided sum = buffer(rows);
    private final Strided masks = buffer(mask == null ? 0 : keys * rows);
    private final Strided copiedKeys = buffer(k.isContiguous() ? 0 : keys * width(k));

    Forward(int width) {
      result = buffer(width * rows);
      values = buffer(width * keys);
    }

    void slice(int i, Strided out, Strided kept) {
      Strided vt = matrix(values, width(out), keys);
      backend.convert(transposed(matrix(v, i, 0, keys)), vt);
      Strided key = packed(k, i, copiedKeys);
      for (int at = 0; at < queries; at += rows) {
        int to = Math.min(at + rows, queries);
        int n = keysOf(to);
        Strided s = scores(i, at, to, key, scaled, scores, masks);
        Strided m = matrix(max, 1, to - at);
        Strided total = matrix(sum, 1, to - at);
        backend.reduce(Reducer.MAX, s, new int[] {0}, m);
        FINITE.runInto(m, m);
        EXP_DIFFERENCE.runInto(s, s, m);
        backend.reduce(Reducer.SUM, s, new int[] {0}, total);
        Strided y = matrix(result, width(out), to - at);
        Strided first = new Strided(vt.storage(), 0, Shape.of(width(out), n), vt.strides());
        backend.matmul(first, s, y, false);
        SHARE.runInto(matrix(out, i, at, to), transposed(y), transposed(total));
        LOG_SUM.runInto(transposed(matrix(kept, i, at, to)), m, total);
      }
    }
  }

  /** The scores of the queries from {@code at} to {@code to}, scaled and masked, keys × queries. */
  private Strided scores(int i, int at, int to, Strided key, Strided scaled, Strided buffer, Strided masks) {
    int n = keysOf(to);
    Strided part = matrix(scaled, to - at, width(q));
    SCALED.with(scale).runInto(part, matrix(q, i, at, to));
    Strided s = matrix(buffer, n, to - at);
    backend.matmul(head(key, n), transposed(part), s, false);
    if (causal && at + 1 < n) {
      // Only keys behind the first query can be behind any.
      Strided tail = new Strided(s.storage(), s.offset() + (at + 1) * s.stride(0), Shape.of(n - at - 1, to - at),
          s.strides());
      UNLESS_BEHIND.runInto(tail, tail, numbers(at + 1, n, 1), numbers(at, to, 0));
    }
    if (mask != null) {
      Strided own = transposed(matrix(mask, i, at, to));
      if (mask.dtype() == DType.BOOL) {
        Strided m = matrix(masks, n, to - at);
        backend.convert(own, m);
        UNLESS_MASKED.runInto(s, s, m);
      } else {
        SUM.runInto(s, s, own);
      }
    }
    return s;
  }

  /** The whole numbers from {@code from} to {@code to}, down a column (axis 1 is broadcast) or along a row. */
  private Strided numbers(int from, int to, int broadcastAxis) {
    return broadcastAxis == 1
        ? new Strided(numbers.storage(), from, Shape.of(to - from, 1), new int[] {1, 0})
        : new Strided(numbers.storage(), from, Shape.of(1, to - from), new int[] {0, 1});
  }

  /** Adds the cotangents to {@code dq}, {@code dk} and {@code dv}, which hold zeros, for the result {@code out} and its cotangent {@code g}. */
  void backward(Strided g, Strided out, Strided kept, Strided dq, Strided dk, Strided dv) {
    Backends.range(slices, 1, (from, to) -> {
      Backward b = new Backward(width(out));
      for (int i = from; i < to; i++) {
        b.slice(i, g, out, kept, dq, dk, dv);
      }
    });
  }

  /** What one thread uses on the way back. */
  private final class Backward {
    private final int width;
    private final Strided scaled = buffer(rows * width(q));
    private final Strided weights = buffer(keys * rows);
    private final Strided slopes = buffer(keys * rows);
    private final Strided masks = buffer(mask == null ? 0 : keys * rows);
    private final Strided transposedKeys = buffer(width(k) * keys);
    private final Strided copiedKeys = buffer(k.isContiguous() ? 0 : keys * width(k));
    private final Strided copiedValues = buffer(v.isContiguous() ? 0 : keys * width(v));
    private final Strided products;
    private final Strided result = buffer(width(q) * rows);
    private final Strided dots = buffer(rows);

    Backward(int width) {
      this.width = width;
      products = buffer(width * rows);
    }

    void slice(int i, Strided g, Strided out, Strided kept, Strided dq, Strided dk, Strided dv) {
      Strided kt = matrix(transposedKeys, width(k), keys);
      Strided key = packed(k, i, copiedKeys);
      Strided value = packed(v, i, copiedValues);
      backend.convert(transposed(key), kt);
      for (int at = 0; at < queries; at += rows) {
        int to = Math.min(at + rows, queries);
        int n = keysOf(to);
        Strided gPart = matrix(g, i, at, to);
        Strided p = scores(i, at, to, key, scaled, weights, masks);
        EXP_DIFFERENCE.runInto(p, p, transposed(matrix(kept, i, at, to)));
        backend.matmul(p, gPart, matrix(dv, i, 0, n), true);
        Strided ds = matrix(slopes, n, to - at);
        backend.matmul(head(value, n), transposed(gPart), ds, false);
        SCORE_SLOPE.runInto(ds, p, ds, dots(gPart, matrix(out, i, at, to)));
        backend.matmul(ds, matrix(scaled, to - at, width(q)), matrix(dk, i, 0, n), true);
        Strided first = new Strided(kt.storage(), 0, Shape.of(width(k), n), kt.strides());
        Strided d = matrix(result, width(q), to - at);
        backend.matmul(first, ds, d, false);
        SCALED.with(scale).runInto(matrix(dq, i, at, to), transposed(d));
      }
    }

    /** The sums over weights and their cotangents, one a query: [1, rows]. */
    private Strided dots(Strided g, Strided out) {
      Strided products = matrix(this.products, g.dim(0), width);
      PRODUCT.runInto(products, g, out);
      Strided d = matrix(dots, g.dim(0), 1);
      backend.reduce(Reducer.SUM, products, new int[] {1}, d);
      return transposed(d);
    }
  }
}
