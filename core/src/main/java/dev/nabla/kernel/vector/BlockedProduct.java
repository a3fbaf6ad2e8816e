package dev.nabla.kernel.vector;

import org.jspecify.annotations.Nullable;

/**
 * One product {@code c (+)= a·b} cut into blocks, see Note [Blocks of a product].
 *
 * <p>Every element is, for each block of the inner axis, one chain of fused multiply-adds in the order of that axis, which is then added to
 * what c holds. Where the blocks end depends on the length of the axis alone, so layouts and the number of threads change no bit.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class BlockedProduct<A> {
  /** Blocks of the inner axis that are packed at once. */
  private static final int DEPTHS = 4;

  /** Columns of the right matrix packed at once. */
  private static final int WIDTH = 2048;

  /** Elements of the left matrix packed at once, about, at most. */
  private static final int LEFT = 1 << 20;

  /** Strips that pass one panel while it is in the first-level cache, at most. */
  private static final int BAND = 10;

  /** Panels of tiles that use a row of the left matrix, so few that packing it costs more than it saves. */
  private static final int FEW_PANELS = 3;

  /** Strips so few that they read the right matrix where it lies. */
  private static final int FEW_STRIPS = 2;

  // The cost of moving an element, in multiplications.
  private static final int PACK = 8;
  private static final int TRANSPOSE = 20;
  private static final int SINGLE = 80;

  private final Tiles<A> t;
  private final Matrix<A> a;
  private final Matrix<A> b;
  private final Matrix<A> c;

  /** Whether the rows of a are read where they lie. */
  private final boolean leftInPlace;

  /** Whether b is read where it lies. */
  private final boolean rightInPlace;

  /** Size of a block of the inner axis. */
  private final int block;

  // The part at work: rows, columns and a span of the inner axis.
  private int row;
  private int height;
  private int column;
  private int width;
  private int start;
  private int span;
  private boolean accumulate;
  private int[] strips = {};
  private A left;
  private A right;

  private BlockedProduct(Tiles<A> t, Matrix<A> a, Matrix<A> b, Matrix<A> c) {
    this.t = t;
    this.a = a;
    this.b = b;
    this.c = c;
    leftInPlace = leftInPlace(t, a, c);
    rightInPlace = rightInPlace(t, b, c);
    block = Gemm.depth(t, a.cols());
    left = a.array();
    right = b.array();
  }

  /** {@code c (+)= a·b}; no axis is empty. */
  static <A> void run(Tiles<A> t, Matrix<A> a, Matrix<A> b, Matrix<A> c, boolean accumulate) {
    Matrix<A> at = a.transposed();
    Matrix<A> bt = b.transposed();
    Matrix<A> ct = c.transposed();
    if (cost(t, bt, at, ct) < cost(t, a, b, c)) {
      new BlockedProduct<>(t, bt, at, ct).run(accumulate);
    } else {
      new BlockedProduct<>(t, a, b, c).run(accumulate);
    }
  }

  private static boolean leftInPlace(Tiles<?> t, Matrix<?> a, Matrix<?> c) {
    // Rows a multiple of 2 KB apart share too few lines of the cache.
    return a.colStep() == 1 && c.cols() <= FEW_PANELS * t.cols && (a.rowStep() % 512 != 0 || c.rows() <= t.rows);
  }

  private static boolean rightInPlace(Tiles<?> t, Matrix<?> b, Matrix<?> c) {
    return b.colStep() == 1 && c.rows() <= FEW_STRIPS * t.rows && c.cols() % t.cols == 0;
  }

  /** About how long a product takes, in multiplications: those of whole tiles, and the elements moved. */
  private static long cost(Tiles<?> t, Matrix<?> a, Matrix<?> b, Matrix<?> c) {
    long m = c.rows();
    long n = c.cols();
    long k = a.cols();
    long cost = Math.ceilDiv(m, 4) * 4 * Math.ceilDiv(n, t.cols) * t.cols * k;
    if (leftInPlace(t, a, c)) {
      cost += cost / 8;
    } else {
      cost += m * k * move(a.rowStep(), a.colStep());
    }
    if (!rightInPlace(t, b, c)) {
      cost += n * k * move(b.colStep(), b.rowStep());
    }
    return c.colStep() == 1 ? cost : cost + 2 * m * n * move(c.colStep(), c.rowStep());
  }

  private static int move(int along, int across) {
    return along == 1 ? PACK : across == 1 ? TRANSPOSE : SINGLE;
  }

  private void run(boolean accumulates) {
    int k = a.cols();
    for (column = 0; column < c.cols(); column += WIDTH) {
      width = Math.min(WIDTH, c.cols() - column);
      for (start = 0; start < k; start += DEPTHS * block) {
        span = Math.min(DEPTHS * block, k - start);
        accumulate = accumulates || start > 0;
        packRight();
        int most = leftInPlace ? Integer.MAX_VALUE / 2 : Math.max(BAND * t.rows, LEFT / span / t.rows * t.rows);
        for (row = 0; row < c.rows(); row += most) {
          height = Math.min(most, c.rows() - row);
          strips = strips();
          packLeft();
          pieces();
        }
      }
    }
  }

  private int panels() {
    return (width - 1) / t.cols + 1;
  }

  /** Where each strip of rows begins, relative to {@link #row}; at last, where the last one ends when it is filled up. */
  private int[] strips() {
    int count = 0;
    for (int r = 0; r < height; r += t.height(height - r)) {
      count++;
    }
    int[] out = new int[count + 1];
    for (int i = 0; i < count; i++) {
      out[i + 1] = out[i] + t.height(height - out[i]);
    }
    return out;
  }

  /** Packs a span of b: for each block of the inner axis, panels one after the other. */
  private void packRight() {
    if (rightInPlace) {
      return;
    }
    int count = panels();
    A out = t.scratch(Tiles.Scratch.RIGHT, count * t.cols * span);
    right = out;
    Parallel.range(count, Math.max(1, Gemm.GRAIN / 16 / (span * t.cols)), (from, to) -> {
      for (int p = 0; p < span; p += block) {
        int depth = Math.min(block, span - p);
        for (int i = from; i < to; i++) {
          int j = i * t.cols;
          t.pack(b.array(), b.at(start + p, column + j), b.colStep(), b.rowStep(), Math.min(t.cols, width - j), depth,
              out, p * count * t.cols + j * depth, t.cols);
        }
      }
    });
  }

  /** Packs a span of the rows of a: for each block of the inner axis, strips one after the other. */
  private void packLeft() {
    if (leftInPlace) {
      return;
    }
    int count = strips.length - 1;
    int filled = strips[count];
    A out = t.scratch(Tiles.Scratch.LEFT, filled * span);
    left = out;
    Parallel.range(count, Math.max(1, Gemm.GRAIN / 16 / (span * t.rows)), (from, to) -> {
      for (int p = 0; p < span; p += block) {
        int depth = Math.min(block, span - p);
        for (int i = from; i < to; i++) {
          int r = strips[i];
          int rows = strips[i + 1] - r;
          t.pack(a.array(), a.at(row + r, start + p), a.rowStep(), a.colStep(), Math.min(rows, height - r), depth, out,
              p * filled + r * depth, rows);
        }
      }
    });
  }

  private void pieces() {
    int count = strips.length - 1;
    int bands = Math.ceilDiv(count, BAND);
    int panels = panels();
    int[] rowAt = leftInPlace ? rowAt() : null;
    int size = Math.ceilDiv(height, bands) * t.cols * span;
    Parallel.range(bands * panels, Math.max(1, Gemm.GRAIN / size), (from, to) -> {
      for (int i = from; i < to; i++) {
        int band = i / panels;
        piece(count * band / bands, count * (band + 1) / bands, i % panels, rowAt);
      }
    });
  }

  /** Where the rows of a begin; the last is repeated to fill a tile. */
  private int[] rowAt() {
    int[] at = new int[height + t.rows];
    for (int i = 0; i < at.length; i++) {
      at[i] = Math.min(i, height - 1) * a.rowStep();
    }
    return at;
  }

  /**
   * The tiles of a few strips and one panel. Tiles that do not fit c as it is are computed elsewhere and then copied to
   * it.
   */
  private void piece(int first, int last, int panel, int @Nullable [] rowAt) {
    int j = panel * t.cols;
    int columns = Math.min(t.cols, width - j);
    int bottom = Math.min(strips[last], height);
    boolean direct = columns == t.cols && c.colStep() == 1;
    int aside = !direct ? first : strips[last] > height ? last - 1 : last;
    A edge = c.array();
    int from = strips[aside];
    if (aside < last) {
      edge = t.scratch(Tiles.Scratch.EDGE, (strips[last] - from) * t.cols);
      if (accumulate) {
        t.move(c.array(), c.at(row + from, column + j), c.rowStep(), c.colStep(), bottom - from, columns, edge, 0,
            t.cols, 1);
      }
    }
    for (int p = 0; p < span; p += block) {
      boolean add = accumulate || p > 0;
      for (int i = first; i < aside; i++) {
        tile(i, p, j, rowAt, c.array(), c.at(row + strips[i], column + j), c.rowStep(), add);
      }
      for (int i = aside; i < last; i++) {
        tile(i, p, j, rowAt, edge, (strips[i] - from) * t.cols, t.cols, add);
      }
    }
    if (aside < last) {
      t.move(edge, 0, t.cols, 1, bottom - from, columns, c.array(), c.at(row + from, column + j), c.rowStep(),
          c.colStep());
    }
  }

  private void tile(int strip, int p, int j, int @Nullable [] rowAt, A to, int at, int step, boolean add) {
    int depth = Math.min(block, span - p);
    int r = strips[strip];
    int rows = strips[strip + 1] - r;
    int panelAt = rightInPlace ? b.at(start + p, column + j) : p * panels() * t.cols + j * depth;
    int panelStep = rightInPlace ? b.rowStep() : t.cols;
    if (rowAt != null) {
      t.tile(rows, depth, left, a.at(row, start + p), rowAt, r, right, panelAt, panelStep, to, at, step, add);
    } else {
      t.strip(rows, depth, left, p * strips[strips.length - 1] + r * depth, right, panelAt, panelStep, to, at, step,
          add);
    }
  }
}
