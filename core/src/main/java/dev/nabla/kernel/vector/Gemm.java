package dev.nabla.kernel.vector;

import dev.nabla.kernel.Strided;

/**
 * Matrix products.
 *
 * <p>Note [Blocks of a product]: c is computed in tiles of a few rows and columns. Of the inner axis, {@link #DEPTH}
 * elements are taken at a time; the right matrix is packed into panels of one tile's width, the left one into strips of
 * one tile's height. A panel stays in the first-level cache while a band of strips passes, and a band in the
 * second-level cache. Several blocks of the inner axis are packed at once, so that a band's tiles of c are still in the
 * cache when the next block adds to them. Threads share what is packed and divide the tiles.
 */
final class Gemm {
  /** The loops for float32: with SIMD where it is there. */
  static final Tiles<float[]> FLOAT = Simd.AVAILABLE ? new FloatSimdTiles() : new FloatTiles(8, 128);

  /** The loops for float64: with SIMD where it is there. */
  static final Tiles<double[]> DOUBLE = Simd.AVAILABLE ? new DoubleSimdTiles() : new DoubleTiles(8, 64);

  /** Elements of the inner axis in one block, at most: a panel takes 32 KB with 512-bit vectors. */
  private static final int DEPTH = 256;

  /** Multiplications worth starting a thread for: some 10 microseconds. */
  static final int GRAIN = 1 << 19;

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
    } else {
      BlockedProduct.run(t, a, b, c, accumulate);
    }
  }

  private static boolean isPlain(Matrix<?> m) {
    return m.rowStep() == 1 || m.colStep() == 1;
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

  /** As {@link #depth(int)}, for tiles of this type: one panel and one strip fill the first-level cache. */
  static int depth(Tiles<?> t, int k) {
    return Math.ceilDiv(k, Math.ceilDiv(k, t == DOUBLE ? DEPTH * 3 / 4 : DEPTH));
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
