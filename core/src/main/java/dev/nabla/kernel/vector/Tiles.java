package dev.nabla.kernel.vector;

import dev.nabla.kernel.Storage;
import org.jspecify.annotations.Nullable;

/**
 * The inner loops of matrix products and convolutions over arrays of one type. The heart is {@link #strip}: a few
 * rows of the left matrix, packed, times a panel of the right one. Everything else moves elements so that it can run.
 *
 * <p>Note [Twins]: one loop for each element type is what HotSpot compiles well. {@code FloatTiles},
 * {@code FloatSimdTiles}, {@code FloatStrips} and {@code FloatMoves} are written by hand; the build makes
 * {@code DoubleTiles} and so on of them by writing double for float everywhere.
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

  /** Waits until the fastest loops are in use, if some are still to come. */
  void awaitTraining() throws InterruptedException {}

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
   * {@code c[i, j] = Σp a[aAt + p·height + i] · b[bAt + p·bStep + j]} for {@code height} rows, as {@link #height} chose
   * it, and all columns of a tile, added to what c holds if {@code accumulate}; c's row i begins at {@code cAt +
   * i·cStep}. The left rows are packed as a <em>strip</em>: that is the fastest way.
   */
  abstract void strip(int height, int k, A a, int aAt, A b, int bAt, int bStep, A c, int cAt, int cStep,
      boolean accumulate);

  /** As {@link #strip}, of left rows where they lie: {@code a[rowAt[r + i] + aAt + p]}. */
  abstract void tile(int height, int k, A a, int aAt, int[] rowAt, int r, A b, int bAt, int bStep, A c, int cAt,
      int cStep, boolean accumulate);

  /** {@link #tile} with a packed panel. */
  final void tile(int height, int k, A a, int aAt, int[] rowAt, int r, A b, int bAt, A c, int cAt, int cStep,
      boolean accumulate) {
    tile(height, k, a, aAt, rowAt, r, b, bAt, cols, c, cAt, cStep, accumulate);
  }

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
  final void panel(A src, int at, int wide, int deep, int n, int k, A dst, int to) {
    pack(src, at, wide, deep, n, k, dst, to, cols);
  }

  /** A panel or strip of any width: {@code dst[to + p·width + j]} as in {@link #panel}. */
  final void pack(A src, int at, int wide, int deep, int n, int k, A dst, int to, int width) {
    if (n < width) {
      zero(dst, to, to + k * width);
    }
    move(src, at, deep, wide, k, n, dst, to, width, 1);
  }

  /** {@code dst[to + i·toRow + j·toCol] = src[at + i·rowStep + j·colStep]} for i below {@code rows}, j below n. */
  final void move(A src, int at, int rowStep, int colStep, int rows, int n, A dst, int to, int toRow, int toCol) {
    if (colStep == 1 && toCol == 1) {
      lines(src, at, rowStep, rows, n, dst, to, toRow);
    } else if (rowStep == 1 && toRow == 1) {
      lines(src, at, colStep, n, rows, dst, to, toCol);
    } else if (rowStep == 1 && toCol == 1) {
      transpose(src, at, colStep, n, rows, dst, to, toRow);
    } else if (colStep == 1 && toRow == 1) {
      transpose(src, at, rowStep, rows, n, dst, to, toCol);
    } else {
      for (int i = 0; i < rows; i++) {
        copy(src, at + i * rowStep, colStep, n, dst, to + i * toRow, toCol);
      }
    }
  }

  /** {@code dst[to + i·toStep + j] = src[at + i·step + j]} for i below {@code rows}, j below n. */
  abstract void lines(A src, int at, int step, int rows, int n, A dst, int to, int toStep);

  /** {@code dst[to + j·toStep + i] = src[at + i·step + j]} for i below {@code rows}, j below n. */
  abstract void transpose(A src, int at, int step, int rows, int n, A dst, int to, int toStep);

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
