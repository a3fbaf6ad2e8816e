package dev.nabla.kernel.vector;

import dev.nabla.kernel.Strided;

/**
 * Matrix products.
 *
 * <p>Note [Blocks of a product]: c is computed in tiles of a few rows and columns. Of the inner axis, {@link #DEPTH}
 * elements are taken at a time; the right matrix is packed into panels of one tile's width, which stay in the
 * first-level cache while a block of left rows passes, and the left matrix into rows that stay in the second-level
 * cache. Threads share the panels and divide the tiles, so each element is summed in one order however many threads
 * there are.
 */
final class Gemm {
  /** The loops for float32: with SIMD where it is there. */
  static final Tiles<float[]> FLOAT = Simd.AVAILABLE ? new FloatSimdTiles() : new FloatTiles(8, 128);

  /** The loops for float64: with SIMD where it is there. */
  static final Tiles<double[]> DOUBLE = Simd.AVAILABLE ? new DoubleSimdTiles() : new DoubleTiles(8, 64);

  /** Elements of the inner axis in one block, at most: a panel takes 32 KB with 512-bit vectors. */
  private static final int DEPTH = 256;

  /** Columns of the right matrix packed at once. */
  private static final int WIDTH = 4096;

  /** Rows of the left matrix packed at once. */
  private static final int HEIGHT = 2048;

  /** Rows that one piece of parallel work takes, about, at most. */
  private static final int BAND = 128;

  /** Multiplications worth starting a thread for: some 10 microseconds. */
  private static final int GRAIN = 1 << 19;

  /** Products of at most so many multiplications are done by plain loops. */
  private static final int SMALL = 1024;

  private Gemm() {}

  /** {@code c = a·b}, or {@code c += a·b}, on the last two axes; see {@link dev.nabla.kernel.Backend#matmul}. */
  static void matmul(Strided a, Strided b, Strided c, boolean accumulate) {
    if (c.numel() == 0) {
      return;
    }
    switch (c.dtype()) {
      case FLOAT32 -> batches(FLOAT, a, b, c, accumulate);
      case FLOAT64 -> batches(DOUBLE, a, b, c, accumulate);
      default -> IntegerGemm.matmul(a, b, c, accumulate);
    }
  }

  static <A> void batches(Tiles<A> t, Strided a, Strided b, Strided c, boolean accumulate) {
    int axes = c.rank() - 2;
    Matrix<A> left = last(t, a);
    Matrix<A> right = last(t, b);
    Matrix<A> out = last(t, c);
    if (axes == 0) {
      product(t, left, right, out, accumulate);
      return;
    }
    int count = c.numel() / (out.rows() * out.cols());
    int stepA = foldedStep(a, count);
    int stepC = foldedStep(c, count);
    if (foldedStep(b, count) == 0 && left.rows() * left.rowStep() == stepA && out.rows() * out.rowStep() == stepC) {
      product(t, tall(left, count), right, tall(out, count), accumulate);
      return;
    }
    long work = (long) out.rows() * out.cols() * Math.max(left.cols(), 1);
    Parallel.range(count, (int) Math.max(1, GRAIN / work), (from, to) -> {
      for (int i = from; i < to; i++) {
        product(t, moved(left, offset(a, i)), moved(right, offset(b, i)), moved(out, offset(c, i)), accumulate);
      }
    });
  }

  private static <A> Matrix<A> last(Tiles<A> t, Strided s) {
    int r = s.rank();
    return new Matrix<>(t.array(s.storage()), s.offset(), s.dim(r - 2), s.dim(r - 1), s.stride(r - 2), s.stride(r - 1));
  }

  /** All matrices of a batch as one, below each other. */
  private static <A> Matrix<A> tall(Matrix<A> m, int count) {
    return new Matrix<>(m.array(), m.at(), m.rows() * count, m.cols(), m.rowStep(), m.colStep());
  }

  private static <A> Matrix<A> moved(Matrix<A> m, int offset) {
    return new Matrix<>(m.array(), m.at() + offset, m.rows(), m.cols(), m.rowStep(), m.colStep());
  }

  /** The distance from matrix to matrix of a batch if it is always the same, else -1. */
  private static int foldedStep(Strided s, int count) {
    int step = -1;
    int inner = 1;
    for (int i = s.rank() - 3; i >= 0; i--) {
      if (s.dim(i) == 1) {
        continue;
      }
      if (step < 0) {
        step = s.stride(i);
      } else if (s.stride(i) != step * inner) {
        return -1;
      }
      inner *= s.dim(i);
    }
    return count == 1 ? 0 : step;
  }

  /** Where matrix {@code i} of the batch begins, relative to the first. */
  private static int offset(Strided s, int i) {
    int at = 0;
    for (int axis = s.rank() - 3; axis >= 0; axis--) {
      int n = s.dim(axis);
      at += i % n * s.stride(axis);
      i /= n;
    }
    return at;
  }

  /** {@code c (+)= a·b} for one pair of matrices of any layout; c is not empty. */
  static <A> void product(Tiles<A> t, Matrix<A> a, Matrix<A> b, Matrix<A> c, boolean accumulate) {
    int m = c.rows();
    int n = c.cols();
    int k = a.cols();
    if (k == 0) {
      if (!accumulate) {
        clear(t, c);
      }
    } else if ((long) m * n * k <= SMALL) {
      t.small(a, b, c, accumulate);
    } else if (m == 1 && isPlain(b)) {
      VectorProduct.run(t, a, b, c, accumulate);
    } else if (n == 1 && isPlain(a)) {
      VectorProduct.run(t, b.transposed(), a.transposed(), c.transposed(), accumulate);
    } else if (cost(b.transposed(), a.transposed(), c.transposed()) < cost(a, b, c)) {
      blocks(t, b.transposed(), a.transposed(), c.transposed(), accumulate);
    } else {
      blocks(t, a, b, c, accumulate);
    }
  }

  private static boolean isPlain(Matrix<?> m) {
    return m.rowStep() == 1 || m.colStep() == 1;
  }

  /**
   * About how many elements have to be moved one by one: of a, if not contiguous along rows; of b, if along columns; of
   * c, if along rows.
   */
  private static long cost(Matrix<?> a, Matrix<?> b, Matrix<?> c) {
    long moved = 0;
    if (a.colStep() != 1) {
      moved += (long) a.rows() * a.cols();
    }
    if (b.colStep() != 1) {
      moved += (long) b.rows() * b.cols();
    }
    if (c.colStep() != 1) {
      moved += 2L * c.rows() * c.cols() * ((a.cols() - 1) / DEPTH + 1);
    }
    return moved;
  }

  private static <A> void clear(Tiles<A> t, Matrix<A> c) {
    for (int i = 0; i < c.rows(); i++) {
      if (c.colStep() == 1) {
        t.zero(c.array(), c.at(i, 0), c.at(i, 0) + c.cols());
      } else {
        for (int j = 0; j < c.cols(); j++) {
          t.zero(c.array(), c.at(i, j), c.at(i, j) + 1);
        }
      }
    }
  }

  /**
   * The size of blocks that an inner axis of size {@code k} is cut into: as equal as can be, as short ones cost the
   * most.
   */
  static int depth(int k) {
    return Math.ceilDiv(k, Math.ceilDiv(k, DEPTH));
  }

  private static <A> void blocks(Tiles<A> t, Matrix<A> a, Matrix<A> b, Matrix<A> c, boolean accumulate) {
    int k = a.cols();
    int block = depth(k);
    for (int column = 0; column < c.cols(); column += WIDTH) {
      int width = Math.min(WIDTH, c.cols() - column);
      for (int p = 0; p < k; p += block) {
        int depth = Math.min(block, k - p);
        A panels = panels(t, b, p, depth, column, width);
        for (int row = 0; row < c.rows(); row += HEIGHT) {
          int height = Math.min(HEIGHT, c.rows() - row);
          bands(t, lines(t, a, row, height, p, depth), depth, panels, c, row, height, column, width,
              accumulate || p > 0);
        }
      }
    }
  }

  /** Panels of a block of b, one after the other. */
  private static <A> A panels(Tiles<A> t, Matrix<A> b, int p, int depth, int column, int width) {
    int count = (width - 1) / t.cols + 1;
    int size = depth * t.cols;
    A out = t.scratch(Tiles.Scratch.RIGHT, count * size);
    Parallel.range(count, Math.max(1, GRAIN / 16 / size), (from, to) -> {
      for (int i = from; i < to; i++) {
        int j = i * t.cols;
        t.panel(b.array(), b.at(p, column + j), b.colStep(), b.rowStep(), Math.min(t.cols, width - j), depth, out,
            i * size);
      }
    });
    return out;
  }

  /** A block of a with contiguous rows: a part of a itself if it will be read only a few times, else a copy. */
  private static <A> Lines<A> lines(Tiles<A> t, Matrix<A> a, int row, int height, int p, int depth) {
    int padded = height + t.rows;
    int[] at = new int[padded];
    if (a.colStep() == 1 && (height <= t.rows || a.rowStep() <= 2 * depth && a.rowStep() % 512 != 0)) {
      for (int i = 0; i < padded; i++) {
        at[i] = Math.min(i, height - 1) * a.rowStep();
      }
      return new Lines<>(a.array(), a.at(row, p), at);
    }
    for (int i = 0; i < padded; i++) {
      at[i] = Math.min(i, height - 1) * depth;
    }
    A out = t.scratch(Tiles.Scratch.LEFT, height * depth);
    Parallel.range(height, Math.max(1, GRAIN / 16 / depth),
        (from, to) -> copy(t, a, row + from, to - from, p, depth, out, from * depth));
    return new Lines<>(out, 0, at);
  }

  private static <A> void copy(Tiles<A> t, Matrix<A> a, int row, int height, int p, int depth, A out, int to) {
    if (a.rowStep() != 1) {
      for (int i = 0; i < height; i++) {
        t.copy(a.array(), a.at(row + i, p), a.colStep(), depth, out, to + i * depth, 1);
      }
      return;
    }
    // Contiguous along columns: in narrow strips, so that the lines read once stay in the cache until all their rows
    // are written.
    int strip = 32;
    for (int i = 0; i < height; i += strip) {
      for (int q = 0; q < depth; q++) {
        t.copy(a.array(), a.at(row + i, p + q), 1, Math.min(strip, height - i), out, to + i * depth + q, depth);
      }
    }
  }

  /**
   * Rows of a left matrix, each contiguous: row i begins at {@code at + rowAt[i]}; the last is repeated to fill a tile.
   */
  private record Lines<A>(A array, int at, int[] rowAt) {}

  /** One block of the inner axis for a block of c, cut into bands of rows and panels of columns. */
  private static <A> void bands(Tiles<A> t, Lines<A> a, int depth, A b, Matrix<A> c, int row, int height, int column,
      int width,
      boolean accumulate) {
    int band = Math.ceilDiv(Math.ceilDiv(height, Math.ceilDiv(height, BAND)), t.rows) * t.rows;
    int bands = Math.ceilDiv(height, band);
    int panels = (width - 1) / t.cols + 1;
    Parallel.range(bands * panels, Math.max(1, GRAIN / (band * t.cols * depth)), (from, to) -> {
      for (int i = from; i < to; i++) {
        int j = i % panels * t.cols;
        int first = i / panels * band;
        Matrix<A> part = new Matrix<>(c.array(), c.at(row, column), height, width, c.rowStep(), c.colStep());
        column(t, a.array(), a.at(), a.rowAt(), depth, b, j * depth, part, first, Math.min(first + band, height), j,
            accumulate);
      }
    });
  }

  /** The tiles of c in the rows from {@code first} to {@code last} and one panel's width of columns from {@code j}. */
  static <A> void column(Tiles<A> t, A a, int aAt, int[] rowAt, int depth, A panel, int panelAt, Matrix<A> c, int first,
      int last, int j,
      boolean accumulate) {
    int columns = Math.min(t.cols, c.cols() - j);
    boolean whole = columns == t.cols && c.colStep() == 1;
    int height;
    for (int r = first; r < last; r += height) {
      height = t.height(last - r);
      int at = c.at(r, j);
      if (whole && last - r >= height) {
        t.tile(height, depth, a, aAt, rowAt, r, panel, panelAt, c.array(), at, c.rowStep(), accumulate);
      } else {
        A edge = t.scratch(Tiles.Scratch.EDGE, t.rows * t.cols);
        t.tile(height, depth, a, aAt, rowAt, r, panel, panelAt, edge, 0, t.cols, false);
        store(t, edge, c, at, Math.min(height, last - r), columns, accumulate);
      }
    }
  }

  /** Stores or adds the valid part of a tile that does not fit c as it is. */
  private static <A> void store(Tiles<A> t, A tile, Matrix<A> c, int at, int rows, int columns, boolean accumulate) {
    for (int i = 0; i < rows; i++) {
      if (accumulate) {
        t.add(tile, i * t.cols, 1, columns, c.array(), at + i * c.rowStep(), c.colStep());
      } else {
        t.copy(tile, i * t.cols, 1, columns, c.array(), at + i * c.rowStep(), c.colStep());
      }
    }
  }
}
