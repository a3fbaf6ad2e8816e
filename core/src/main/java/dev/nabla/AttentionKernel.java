package dev.nabla;

import dev.nabla.kernel.Backend;
import dev.nabla.kernel.Backends;
import dev.nabla.kernel.RowProgram;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Attention on elements, a block of queries at a time, so that the weights of all pairs are never held at once.
 *
 * <p>Note [Attention by blocks]: the scores of a block are computed as keys × queries, so that the maximum and the sums over the keys run down
 * the columns, whole vectors at a time. Scaling, masking and the softmax are one row program, and so is all that stands between the two
 * products and the three products of the way back; matrices are read where they lie. What is kept for the backward pass is one number for each
 * query: the logarithm of the sum of exp(score), from which the weights are computed again. A query that attends to nothing keeps +∞ instead, so
 * that its weights are 0. Each slice of the leading axes is one piece of parallel work, so results do not depend on the number of threads.
 */
final class AttentionKernel {
  /** Scores in one block, about: with their cotangents they stay in the second-level cache. */
  private static final int BLOCK = 1 << 17;

  /** Queries in one block, at least, and a multiple of the width of a tile. */
  private static final int QUERIES = 64;

  private static final int[] DOWN = {0};

  private static final ElementwiseOp PRODUCT = Reductions.formula("a b", "a * b");

  private static final Programs OPEN = new Programs("x", "scale * x");
  private static final Programs CAUSAL = new Programs("x k q", "k > q ? low : scale * x");
  private static final Programs MASKED = new Programs("x m", "m == 0 ? low : scale * x");
  private static final Programs ADDED = new Programs("x m", "scale * x + m");

  /**
   * What happens to the products of keys and queries, down each column.
   *
   * @param forward from x, and what the score reads besides: e = exp(score - max), l = log Σ exp(score), r = 1 / Σ e
   * @param backward from g = the cotangents of the weights, l, x and so on: the weights p and the cotangents of x
   */
  private record Programs(RowProgram forward, RowProgram backward) {
    Programs(String inputs, String score) {
      this(RowProgram.of(inputs, "scale low").max("top", score).row("max", "top == low ? 0 : top")
          .each("e", "exp((" + score + ") - max)").sum("s", "e").row("l", "s == 0 ? -low : max + log(s)")
          .row("r", "s == 0 ? 0 : 1 / s").gives("e l r"),
          RowProgram.of("g l " + inputs, "scale low").each("p", "exp((" + score + ") - l)").sum("d", "p * g")
              .each("dx", "scale * p * (g - d)").gives("p dx"));
    }
  }

  private final Programs programs;
  private final Strided q;
  private final Strided k;
  private final Strided v;
  private final @Nullable Strided mask;
  private final boolean causal;
  private final double[] params;
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
    queries = q.dim(q.rank() - 2);
    keys = k.dim(k.rank() - 2);
    slices = q.numel() / (queries * width(q));
    int most = Math.max(1, BLOCK / keys / QUERIES) * QUERIES;
    rows = Math.min(queries, most);
    programs = causal ? CAUSAL : mask == null ? OPEN : mask.dtype() == DType.BOOL ? MASKED : ADDED;
    params = new double[] {scale, Double.NEGATIVE_INFINITY};
    numbers = causal ? Dispatch.data(Nabla.arange(Math.max(queries, keys)).to(q.dtype())) : q;
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

  private Strided buffer(int n) {
    return Strided.allocate(q.dtype(), Shape.of(n));
  }

  private int keysOf(int to) {
    return causal ? Math.min(keys, to) : keys;
  }

  /** Writes the result into {@code out} [B…, L, e] and what the backward pass needs into {@code kept} [B…, L, 1]. */
  void forward(Strided out, Strided kept) {
    Backends.range(slices, 1, (from, to) -> {
      Forward f = new Forward();
      for (int i = from; i < to; i++) {
        f.slice(i, out, kept);
      }
    });
  }

  /** What one thread uses on the way forward. */
  private final class Forward {
    private final Strided scores = buffer(keys * rows);
    private final Strided masks = buffer(mask == null ? 0 : keys * rows);
    private final Strided shares = buffer(rows);

    void slice(int i, Strided out, Strided kept) {
      for (int at = 0; at < queries; at += rows) {
        int to = Math.min(at + rows, queries);
        int n = keysOf(to);
        Strided s = matrix(scores, n, to - at);
        backend.matmul(matrix(k, i, 0, n), transposed(matrix(q, i, at, to)), s, false);
        Strided share = matrix(shares, 1, to - at);
        backend.rows(programs.forward, params, inputs(i, at, to, masks, s), DOWN,
            new Strided[] {s, across(kept, i, at, to), share});
        Strided y = matrix(out, i, at, to);
        backend.matmul(transposed(s), matrix(v, i, 0, n), y, false);
        PRODUCT.runInto(y, y, transposed(share));
      }
    }
  }

  /** The inputs of a row program: {@code first}, whose last one holds keys × queries, and what the scores read besides, likewise. */
  private Strided[] inputs(int i, int at, int to, Strided masks, Strided... first) {
    Strided x = first[first.length - 1];
    if (causal) {
      Strided[] in = Arrays.copyOf(first, first.length + 2);
      in[first.length] = new Strided(numbers.storage(), 0, x.shape(), new int[] {1, 0});
      in[first.length + 1] = new Strided(numbers.storage(), at, x.shape(), new int[] {0, 1});
      return in;
    }
    if (mask == null) {
      return first;
    }
    Strided[] in = Arrays.copyOf(first, first.length + 1);
    in[first.length] = matrix(masks, keys, to - at);
    backend.convert(transposed(matrix(mask, i, at, to)), in[first.length]);
    return in;
  }

  /** The numbers kept for some queries, [1, queries]. */
  private static Strided across(Strided kept, int i, int from, int to) {
    return new Strided(kept.storage(), matrix(kept, i, from, to).offset(), Shape.of(1, to - from),
        new int[] {to - from, 1});
  }

  /** Adds the cotangents to {@code dq}, {@code dk} and {@code dv}, which hold zeros, for the cotangent {@code g} of the result. */
  void backward(Strided g, Strided kept, Strided dq, Strided dk, Strided dv) {
    Backends.range(slices, 1, (from, to) -> {
      Backward b = new Backward();
      for (int i = from; i < to; i++) {
        b.slice(i, g, kept, dq, dk, dv);
      }
    });
  }

  /** What one thread uses on the way back. */
  private final class Backward {
    private final Strided weights = buffer(keys * rows);
    private final Strided slopes = buffer(keys * rows);
    private final Strided masks = buffer(mask == null ? 0 : keys * rows);

    void slice(int i, Strided g, Strided kept, Strided dq, Strided dk, Strided dv) {
      for (int at = 0; at < queries; at += rows) {
        int to = Math.min(at + rows, queries);
        int n = keysOf(to);
        Strided query = matrix(q, i, at, to);
        Strided key = matrix(k, i, 0, n);
        Strided gPart = matrix(g, i, at, to);
        Strided p = matrix(weights, n, to - at);
        Strided ds = matrix(slopes, n, to - at);
        backend.matmul(key, transposed(query), p, false);
        backend.matmul(matrix(v, i, 0, n), transposed(gPart), ds, false);
        Strided l = across(kept, i, at, to).expand(p.shape());
        backend.rows(programs.backward, params, inputs(i, at, to, masks, ds, l, p), DOWN, new Strided[] {p, ds});
        backend.matmul(p, gPart, matrix(dv, i, 0, n), at > 0);
        backend.matmul(ds, query, matrix(dk, i, 0, n), at > 0);
        backend.matmul(transposed(ds), key, matrix(dq, i, at, to), false);
      }
    }
  }
}
