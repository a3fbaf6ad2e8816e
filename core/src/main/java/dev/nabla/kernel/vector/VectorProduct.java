package dev.nabla.kernel.vector;

/**
 * A vector times a matrix: bound by memory, so the matrix is read once, in the order in which it lies, and nothing is
 * packed.
 */
final class VectorProduct {
  /** Multiplications worth starting a thread for. */
  private static final int GRAIN = 1 << 17;

  /** Rows of the matrix combined in one go. */
  private static final int ROWS = 64;

  private VectorProduct() {}

  /** {@code c (+)= a·b} where a and c have one row and b is contiguous along rows or columns. */
  static <A> void run(Tiles<A> t, Matrix<A> a, Matrix<A> b, Matrix<A> c, boolean accumulate) {
    int n = b.cols();
    int k = b.rows();
    A vector = a.array();
    int at = a.at();
    A result = c.array();
    int to = c.at();
    if (a.colStep() != 1) {
      vector = t.scratch(Tiles.Scratch.VECTOR, k);
      at = 0;
      t.copy(a.array(), a.at(), a.colStep(), k, vector, 0, 1);
    }
    boolean direct = c.colStep() == 1;
    if (!direct) {
      result = t.scratch(Tiles.Scratch.RESULT, n);
      to = 0;
    }
    if (b.colStep() == 1) {
      rows(t, vector, at, b, result, to, direct && accumulate);
    } else {
      columns(t, vector, at, b, result, to, direct && accumulate);
    }
    if (!direct && accumulate) {
      t.add(result, 0, 1, n, c.array(), c.at(), c.colStep());
    } else if (!direct) {
      t.copy(result, 0, 1, n, c.array(), c.at(), c.colStep());
    }
  }

  /** The sum of b's rows, weighted. */
  private static <A> void rows(Tiles<A> t, A a, int aAt, Matrix<A> b, A c, int cAt, boolean accumulate) {
    int k = b.rows();
    int[] shifts = new int[Math.min(k, ROWS)];
    for (int i = 0; i < shifts.length; i++) {
      shifts[i] = i * b.rowStep();
    }
    Parallel.range(b.cols(), Math.max(64, GRAIN / k), (from, to) -> {
      if (!accumulate) {
        t.zero(c, cAt + from, cAt + to);
      }
      for (int p = 0; p < k; p += ROWS) {
        t.combine(Math.min(ROWS, k - p), a, aAt + p, b.array(), b.at(p, from), shifts, to - from, c, cAt + from);
      }
    });
  }

  /** The product of the vector with each of b's columns. */
  private static <A> void columns(Tiles<A> t, A a, int aAt, Matrix<A> b, A c, int cAt, boolean accumulate) {
    int k = b.rows();
    Parallel.range(b.cols(), Math.max(1, GRAIN / k), (from, to) -> {
      for (int j = from; j < to; j++) {
        t.dot(k, a, aAt, b.array(), b.at(0, j), c, cAt + j, accumulate);
      }
    });
  }
}
