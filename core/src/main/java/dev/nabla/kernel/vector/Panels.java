package dev.nabla.kernel.vector;

import dev.nabla.kernel.Packed;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;

/**
 * A right matrix cut into panels once, for many products with few rows each, where packing it every time would cost as much as the product.
 *
 * <p>Blocks of the inner axis follow one another; each holds all its panels. Sums are stored to c after each block and go on from there, in one
 * order for every row: the tile of the last rows, which may not fit, is computed beside c and copied as a whole.
 */
final class Panels<A> implements Packed {
  /** Multiplications worth starting a thread for. */
  private static final int GRAIN = 1 << 19;

  private final Tiles<A> tiles;
  private final A panels;
  private final int rows;
  private final int cols;
  private final int depth;

  private Panels(Tiles<A> tiles, Matrix<A> b) {
    this.tiles = tiles;
    rows = b.rows();
    cols = b.cols();
    depth = rows == 0 ? 1 : Gemm.depth(rows);
    int count = (cols + tiles.cols - 1) / tiles.cols;
    panels = tiles.allocate(rows * count * tiles.cols);
    for (int p = 0; p < rows; p += depth) {
      int deep = Math.min(depth, rows - p);
      for (int i = 0; i < count; i++) {
        int j = i * tiles.cols;
        tiles.panel(b.array(), b.at(p, j), b.colStep(), b.rowStep(), Math.min(tiles.cols, cols - j), deep, panels,
            at(p, deep, i));
      }
    }
  }

  /** The panels of a floating matrix. */
  static Packed of(Strided b) {
    return b.dtype() == DType.FLOAT32
        ? new Panels<>(Gemm.FLOAT, matrix(Gemm.FLOAT, b))
        : new Panels<>(Gemm.DOUBLE, matrix(Gemm.DOUBLE, b));
  }

  private static <A> Matrix<A> matrix(Tiles<A> t, Strided s) {
    return new Matrix<>(t.array(s.storage()), s.offset(), s.dim(0), s.dim(1), s.stride(0), s.stride(1));
  }

  /** Where panel {@code i} of the block that begins at {@code p} and has {@code deep} lines lies. */
  private int at(int p, int deep, int i) {
    return p * ((cols + tiles.cols - 1) / tiles.cols) * tiles.cols + i * deep * tiles.cols;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int cols() {
    return cols;
  }

  /** {@code c = a·b}. */
  void product(Strided a, Strided c) {
    Matrix<A> out = matrix(tiles, c);
    if (out.rows() == 0 || out.cols() == 0) {
      return;
    }
    if (rows == 0) {
      Gemm.product(tiles, matrix(tiles, a), new Matrix<>(out.array(), 0, 0, cols, 0, 0), out, false);
      return;
    }
    Matrix<A> left = alongRows(matrix(tiles, a), a.dtype());
    int[] rowAt = new int[out.rows() + tiles.rows];
    for (int i = 0; i < rowAt.length; i++) {
      rowAt[i] = Math.min(i, out.rows() - 1) * left.rowStep();
    }
    int count = (cols - 1) / tiles.cols + 1;
    long work = (long) out.rows() * tiles.cols * rows;
    Parallel.range(count, (int) Math.max(1, GRAIN / work), (from, to) -> {
      for (int i = from; i < to; i++) {
        columns(left, rowAt, out, i);
      }
    });
  }

  /** One panel's width of columns of c. */
  private void columns(Matrix<A> a, int[] rowAt, Matrix<A> c, int i) {
    int j = i * tiles.cols;
    int width = Math.min(tiles.cols, cols - j);
    boolean whole = width == tiles.cols && c.colStep() == 1;
    int height;
    for (int r = 0; r < c.rows(); r += height) {
      height = tiles.height(c.rows() - r);
      boolean fits = whole && c.rows() - r >= height;
      A to = fits ? c.array() : tiles.scratch(Tiles.Scratch.EDGE, tiles.rows * tiles.cols);
      int at = fits ? c.at(r, j) : 0;
      int step = fits ? c.rowStep() : tiles.cols;
      for (int p = 0; p < rows; p += depth) {
        int deep = Math.min(depth, rows - p);
        tiles.tile(height, deep, a.array(), a.at() + p, rowAt, r, panels, at(p, deep, i), to, at, step, p > 0);
      }
      for (int k = 0; !fits && k < Math.min(height, c.rows() - r); k++) {
        tiles.copy(to, k * tiles.cols, 1, width, c.array(), c.at(r + k, j), c.colStep());
      }
    }
  }

  /** {@code a} itself if its rows are contiguous, else a copy whose rows are. */
  private Matrix<A> alongRows(Matrix<A> a, DType dtype) {
    if (a.colStep() == 1) {
      return a;
    }
    A copy = tiles.array(Storage.allocate(dtype, a.rows() * a.cols()));
    for (int i = 0; i < a.rows(); i++) {
      tiles.copy(a.array(), a.at(i, 0), a.colStep(), a.cols(), copy, i * a.cols(), 1);
    }
    return new Matrix<>(copy, 0, a.rows(), a.cols(), a.cols(), 1);
  }
}
