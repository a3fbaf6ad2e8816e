package dev.nabla.kernel.vector;

import dev.nabla.kernel.Scatter;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;

/**
 * Reads and writes at positions that tensors hold.
 *
 * <p>Note [Repeated targets]: writes to one target happen in row-major order of the sources, whatever the number of threads. Threads share
 * the work by targets: each takes the coordinates off the axis, or the target positions on it, that are its own.
 */
final class Indexing {
  /** Elements that are worth another thread; they are read at random. */
  private static final int GRAIN = 1 << 13;

  /** Inner loops shorter than this are not worth their start. */
  private static final int SHORT = 8;

  private Indexing() {}

  /** {@code out[…, i, …] = in[…, index[…, i, …], …]} on {@code axis}. */
  static void gather(Strided in, int axis, Strided index, Strided out) {
    if (index.numel() == 0) {
      return;
    }
    int inner = inner(index);
    int n = size(index, inner);
    int jump = step(in, axis);
    int move = inner == axis ? 0 : step(in, inner);
    Parallel.range(index.numel() / n, Math.max(1, GRAIN / n), (from, to) -> {
      // The walk skips the axis in `in`: the index gives the coordinate there.
      Walk walk = Walk.across(inner, index, out, still(in, axis));
      walk.seek(from);
      for (int k = from; k < to; k++, walk.next()) {
        gather(in.storage(), walk.c, move, jump, index.storage().longs(), walk.a, step(index, inner), out.storage(),
            walk.b, step(out, inner), n);
      }
    });
  }

  /** {@code out[…, index[…, i, …], …] ∘= src[…, i, …]} on {@code axis}. */
  static void scatter(Scatter mode, Strided out, int axis, Strided index, Strided src) {
    if (index.numel() == 0) {
      return;
    }
    // One axis off the indexed one is cut into ranges, one range a thread; see Note [Repeated targets].
    int cut = -1;
    for (int i = 0; i < index.rank(); i++) {
      if (i != axis && (cut < 0 || index.dim(i) > index.dim(cut))) {
        cut = i;
      }
    }
    if (cut < 0) {
      scatterSerially(mode, out, axis, index, src);
      return;
    }
    int along = cut;
    Parallel.range(index.dim(cut), Math.max(1, GRAIN / (index.numel() / index.dim(cut))),
        (from, to) -> scatterSerially(mode, narrow(out, along, from, to), axis, narrow(index, along, from, to),
            narrow(src, along, from, to)));
  }

  private static void scatterSerially(Scatter mode, Strided out, int axis, Strided index, Strided src) {
    int inner = inner(index);
    int n = size(index, inner);
    int jump = step(out, axis);
    int move = inner == axis ? 0 : step(out, inner);
    Walk walk = Walk.across(inner, index, src, still(out, axis));
    for (int k = index.numel() / n; k > 0; k--, walk.next()) {
      scatter(mode, out.storage(), walk.c, move, jump, index.storage().longs(), walk.a, step(index, inner),
          src.storage(), walk.b, step(src, inner),
          n);
    }
  }

  /** {@code out[…, i, …] = in[…, index[i], …]} on {@code axis}. */
  static void indexSelect(Strided in, int axis, Strided index, Strided out) {
    if (out.numel() == 0) {
      return;
    }
    Slices slices = new Slices(axis, in, out);
    int count = size(out, axis);
    long[] at = index.storage().longs();
    int every = step(index, 0);
    if (slices.numel() == 1) {
      selectElements(in, axis, index, out, slices);
      return;
    }
    Parallel.range(count * slices.outer(), Math.max(1, GRAIN / slices.numel()), (from, to) -> {
      Walk outer = slices.walkOuter();
      Walk walk = slices.walkInner();
      outer.seek(from / count);
      for (int k = from; k < to; k++) {
        int i = k % count;
        int source = outer.a + (int) at[index.offset() + i * every] * step(in, axis);
        slices.copy(in.storage(), source, out.storage(), outer.b + i * step(out, axis), walk);
        if (i == count - 1) {
          outer.next();
        }
      }
    });
  }

  /** Slices of one element each: a gather whose lines share one index. */
  private static void selectElements(Strided in, int axis, Strided index, Strided out, Slices slices) {
    long[] at = index.storage().longs();
    int every = step(index, 0);
    int count = size(out, axis);
    int piece = Math.min(count, GRAIN);
    int pieces = (count - 1) / piece + 1;
    Parallel.range(slices.outer() * pieces, Math.max(1, GRAIN / piece), (from, to) -> {
      Walk outer = slices.walkOuter();
      for (int k = from; k < to; k++) {
        outer.seek(k / pieces);
        int first = k % pieces * piece;
        gather(in.storage(), outer.a, 0, step(in, axis), at, index.offset() + first * every, every, out.storage(),
            outer.b + first * step(out, axis), step(out, axis), Math.min(piece, count - first));
      }
    });
  }

  /** {@code out[…, index[i], …] ∘= src[…, i, …]} on {@code axis}. */
  static void indexPut(Scatter mode, Strided out, int axis, Strided index, Strided src) {
    if (src.numel() == 0) {
      return;
    }
    Slices slices = new Slices(axis, src, out);
    int targets = size(out, axis);
    int grain = (int) Math.max(1, (long) GRAIN * targets / src.numel());
    // Cut by outer slices if there are enough of them (or slices are single elements), else by targets; see Note [Repeated targets].
    if (slices.outer() >= 4 * Parallel.threads() || slices.numel() == 1) {
      Parallel.range(slices.outer(), Math.max(1, GRAIN / (src.numel() / slices.outer())),
          (from, to) -> indexPut(mode, out, axis, index, src, slices, from, to, 0, targets));
    } else {
      Parallel.range(targets, Math.max(grain, (targets - 1) / Parallel.threads() + 1),
          (from, to) -> indexPut(mode, out, axis, index, src, slices, 0, slices.outer(), from, to));
    }
  }

  /** The part with targets between {@code low} and {@code high} in the outer slices {@code from} to {@code to}. */
  private static void indexPut(Scatter mode, Strided out, int axis, Strided index, Strided src, Slices slices, int from,
      int to, int low,
      int high) {
    long[] at = index.storage().longs();
    Walk outer = slices.walkOuter();
    Walk walk = slices.walkInner();
    outer.seek(from);
    for (int k = from; k < to; k++, outer.next()) {
      if (slices.numel() == 1) {
        scatter(mode, out.storage(), outer.b, 0, step(out, axis), at, index.offset(), step(index, 0), src.storage(),
            outer.a, step(src, axis),
            size(src, axis));
        continue;
      }
      for (int i = 0; i < size(src, axis); i++) {
        int target = (int) at[index.offset() + i * step(index, 0)];
        if (target >= low && target < high) {
          slices.put(mode, src.storage(), outer.a + i * step(src, axis), out.storage(),
              outer.b + target * step(out, axis), walk);
        }
      }
    }
  }

  /** The axis for the inner loop: the last one, or if that is short, the longest. */
  private static int inner(Strided index) {
    int best = Math.max(index.rank() - 1, 0);
    for (int i = best; i >= 0 && size(index, best) < SHORT; i--) {
      best = size(index, i) > size(index, best) ? i : best;
    }
    return best;
  }

  private static int size(Strided window, int axis) {
    return window.rank() == 0 ? 1 : window.dim(axis);
  }

  private static int step(Strided window, int axis) {
    return window.rank() == 0 ? 0 : window.stride(axis);
  }

  /** The window with no step on {@code axis}. */
  private static Strided still(Strided window, int axis) {
    int[] strides = window.strides().clone();
    if (strides.length > 0) {
      strides[axis] = 0;
    }
    return new Strided(window.storage(), window.offset(), window.shape(), strides);
  }

  private static Strided narrow(Strided window, int axis, int from, int to) {
    return new Strided(window.storage(), window.offset() + from * window.stride(axis),
        window.shape().with(axis, to - from), window.strides());
  }

  /**
   * One line: {@code out[j] = in[j · move + index[j] · jump]}, each window from its own start and with its own step. Steps of 1 have loops of
   * their own, in which HotSpot checks only the position that the index gives.
   */
  private static void gather(Storage in, int at, int move, int jump, long[] index, int from, int every, Storage out,
      int to, int step, int n) {
    switch (in.array()) {
      case double[] x -> gather(x, at, move, jump, index, from, every, out.doubles(), to, step, n);
      case long[] x -> gather(x, at, move, jump, index, from, every, out.longs(), to, step, n);
      case int[] x -> gather(x, at, move, jump, index, from, every, out.ints(), to, step, n);
      case short[] x -> gather(x, at, move, jump, index, from, every, out.shorts(), to, step, n);
      case byte[] x -> gather(x, at, move, jump, index, from, every, out.bytes(), to, step, n);
      default -> gather(in.floats(), at, move, jump, index, from, every, out.floats(), to, step, n);
    }
  }

  private static void gather(float[] x, int at, int move, int jump, long[] index, int from, int every, float[] y,
      int to, int step, int n) {
    if (every == 1 && step == 1) {
      for (int j = 0; j < n; j++) {
        y[to + j] = x[at + j * move + (int) index[from + j] * jump];
      }
      return;
    }
    for (int j = 0; j < n; j++) {
      y[to + j * step] = x[at + j * move + (int) index[from + j * every] * jump];
    }
  }

  private static void gather(double[] x, int at, int move, int jump, long[] index, int from, int every, double[] y,
      int to, int step, int n) {
    if (every == 1 && step == 1) {
      for (int j = 0; j < n; j++) {
        y[to + j] = x[at + j * move + (int) index[from + j] * jump];
      }
      return;
    }
    for (int j = 0; j < n; j++) {
      y[to + j * step] = x[at + j * move + (int) index[from + j * every] * jump];
    }
  }

  private static void gather(long[] x, int at, int move, int jump, long[] index, int from, int every, long[] y, int to,
      int step, int n) {
    if (every == 1 && step == 1) {
      for (int j = 0; j < n; j++) {
        y[to + j] = x[at + j * move + (int) index[from + j] * jump];
      }
      return;
    }
    for (int j = 0; j < n; j++) {
      y[to + j * step] = x[at + j * move + (int) index[from + j * every] * jump];
    }
  }

  private static void gather(int[] x, int at, int move, int jump, long[] index, int from, int every, int[] y, int to,
      int step, int n) {
    if (every == 1 && step == 1) {
      for (int j = 0; j < n; j++) {
        y[to + j] = x[at + j * move + (int) index[from + j] * jump];
      }
      return;
    }
    for (int j = 0; j < n; j++) {
      y[to + j * step] = x[at + j * move + (int) index[from + j * every] * jump];
    }
  }

  private static void gather(short[] x, int at, int move, int jump, long[] index, int from, int every, short[] y,
      int to, int step, int n) {
    if (every == 1 && step == 1) {
      for (int j = 0; j < n; j++) {
        y[to + j] = x[at + j * move + (int) index[from + j] * jump];
      }
      return;
    }
    for (int j = 0; j < n; j++) {
      y[to + j * step] = x[at + j * move + (int) index[from + j * every] * jump];
    }
  }

  private static void gather(byte[] x, int at, int move, int jump, long[] index, int from, int every, byte[] y, int to,
      int step, int n) {
    if (every == 1 && step == 1) {
      for (int j = 0; j < n; j++) {
        y[to + j] = x[at + j * move + (int) index[from + j] * jump];
      }
      return;
    }
    for (int j = 0; j < n; j++) {
      y[to + j * step] = x[at + j * move + (int) index[from + j * every] * jump];
    }
  }

  /** One line: {@code out[j · move + index[j] · jump] ∘= src[j]}, each window from its own start and with its own step. */
  private static void scatter(Scatter mode, Storage out, int at, int move, int jump, long[] index, int from, int every,
      Storage src, int to,
      int step, int n) {
    switch (out.array()) {
      case float[] x -> scatter(mode, x, at, move, jump, index, from, every, src.floats(), to, step, n);
      case double[] x -> scatter(mode, x, at, move, jump, index, from, every, src.doubles(), to, step, n);
      default -> {
        for (int j = 0; j < n; j++) {
          Elements.put(mode, src, to + j * step, out, at + j * move + (int) index[from + j * every] * jump);
        }
      }
    }
  }

  private static void scatter(Scatter mode, float[] x, int at, int move, int jump, long[] index, int from, int every,
      float[] y, int to, int step,
      int n) {
    if (mode == Scatter.ADD && every == 1 && step == 1) {
      for (int j = 0; j < n; j++) {
        x[at + j * move + (int) index[from + j] * jump] += y[to + j];
      }
      return;
    }
    if (mode == Scatter.ADD) {
      for (int j = 0; j < n; j++) {
        x[at + j * move + (int) index[from + j * every] * jump] += y[to + j * step];
      }
      return;
    }
    for (int j = 0; j < n; j++) {
      int target = at + j * move + (int) index[from + j * every] * jump;
      x[target] = Elements.combine(mode, x[target], y[to + j * step]);
    }
  }

  private static void scatter(Scatter mode, double[] x, int at, int move, int jump, long[] index, int from, int every,
      double[] y, int to, int step,
      int n) {
    if (mode == Scatter.ADD && every == 1 && step == 1) {
      for (int j = 0; j < n; j++) {
        x[at + j * move + (int) index[from + j] * jump] += y[to + j];
      }
      return;
    }
    if (mode == Scatter.ADD) {
      for (int j = 0; j < n; j++) {
        x[at + j * move + (int) index[from + j * every] * jump] += y[to + j * step];
      }
      return;
    }
    for (int j = 0; j < n; j++) {
      int target = at + j * move + (int) index[from + j * every] * jump;
      x[target] = Elements.combine(mode, x[target], y[to + j * step]);
    }
  }
}
