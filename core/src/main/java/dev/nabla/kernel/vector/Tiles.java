package dev.nabla.kernel.vector;

import dev.nabla.kernel.Storage;
import org.jspecify.annotations.Nullable;

/**
 * The inner loops of matrix products and convolutions over arrays of one type. The heart is {@link #tile}: a few rows
 * of the left matrix, each contiguous, times a packed panel of the right one. Everything else moves elements so that
 * {@code tile} can run.
 *
 * <p>Positions and steps count elements. A <em>panel</em> of depth k is k lines of {@link #cols} elements each.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
abstract class Tiles<A> {
  /** A thread's own buffers, by use. */
  enum Scratch {
    LEFT,
    RIGHT,
    EDGE,
    VECTOR,
    IMAGE,
    RESULT,
    PANEL,
    WEIGHT
  }

  /** Larger buffers than this are left to the collector after use. */
  private static final int KEPT = 1 << 22;

  /** Rows of a tile, at most. */
  final int rows;

  /** Columns of a tile. */
  final int cols;

  private final ThreadLocal<@Nullable Object[]> scratch = ThreadLocal
      .withInitial(() -> new @Nullable Object[Scratch.values().length]);

  Tiles(int rows, int cols) {
    this.rows = rows;
    this.cols = cols;
  }

  /** This thread's buffer for one use, with at least {@code n} elements of any content. */
  @SuppressWarnings("unchecked")
  final A scratch(Scratch use, int n) {
    if (n > KEPT) {
      return allocate(n);
    }
    @Nullable
    Object[] mine = scratch.get();
    A kept = (A) mine[use.ordinal()];
    if (kept == null || length(kept) < n) {
      kept = allocate(Math.max(n, 1024));
      mine[use.ordinal()] = kept;
    }
    return kept;
  }

  /** A new array of zeros. */
  abstract A allocate(int n);

  /** The array of a buffer of this type. */
  abstract A array(Storage storage);

  abstract int length(A array);

  /**
   * The height of the next tile where {@code left} rows are left, at most {@link #rows}: so that few tiles have few rows
   * too many.
   */
  int height(int left) {
    return rows;
  }

  /**
   * {@code c[i, j] = Σp a[rowAt[r + i] + aAt + p] · b[bAt + p·cols + j]} for {@code height} rows, as {@link #height}
   * chose it, and all columns of a tile, added to what c holds if {@code accumulate}; c's row i begins at {@code cAt +
   * i·cStep}.
   */
  abstract void tile(int height, int k, A a, int aAt, int[] rowAt, int r, A b, int bAt, A c, int cAt, int cStep,
      boolean accumulate);

  /**
   * {@code c[j] += Σp a[aAt + p] · b[bAt + shifts[p] + j]} for n columns, p from 0 to k; the same bits wherever a
   * column is cut off.
   */
  abstract void combine(int k, A a, int aAt, A b, int bAt, int[] shifts, int n, A c, int cAt);

  /** {@code c[cAt] (+)= Σ a[aAt + p] · b[bAt + p]}. */
  abstract void dot(int k, A a, int aAt, A b, int bAt, A c, int cAt, boolean accumulate);

  /** {@code c (+)= a·b} by three plain loops, for products too small to prepare anything. */
  abstract void small(Matrix<A> a, Matrix<A> b, Matrix<A> c, boolean accumulate);

  /** The panel {@code dst[to + p·cols + j] = src[at + p·deep + j·wide]} of depth k; columns from {@code n} on are 0. */
  abstract void panel(A src, int at, int wide, int deep, int n, int k, A dst, int to);

  /**
   * A panel of depth k whose columns are runs of neighbours in {@code src}: {@code dst[to + p·cols + j] = src[at +
   * shifts[from + p] + offset + j]} for the columns j from {@code start} to the start of the next run; {@code runs}
   * holds (start, offset) in pairs. May read one tile's width beyond either end of a run.
   */
  abstract void panel(A src, int at, int[] shifts, int from, int k, int[] runs, A dst, int to);

  /** {@code dst[to + i·toStep] = src[at + i·step]}. */
  abstract void copy(A src, int at, int step, int n, A dst, int to, int toStep);

  /** {@code dst[to + i·toStep] += src[at + i·step]}. */
  abstract void add(A src, int at, int step, int n, A dst, int to, int toStep);

  /** Sets the elements from {@code from} to {@code to} (exclusive) to {@code value[at]}. */
  abstract void fill(A dst, int from, int to, A value, int at);

  /** Sets the elements from {@code from} to {@code to} (exclusive) to 0. */
  abstract void zero(A dst, int from, int to);
}
