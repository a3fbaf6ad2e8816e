package dev.nabla.kernel.reference;

import dev.nabla.kernel.Strided;

/** Matrix products by the definition. */
final class MatMul {
  private MatMul() {}

  /**
   * {@code c[…, i, j] = Σp a[…, i, p] · b[…, p, j]}, added to c if {@code accumulate}; summed in double, whole numbers
   * in long.
   */
  static void matmul(Strided a, Strided b, Strided c, boolean accumulate) {
    int k = a.dim(a.rank() - 1);
    int n = c.dim(c.rank() - 1);
    for (int linear = 0; linear < c.numel(); linear++) {
      int row = linear / n;
      int batch = row / c.dim(c.rank() - 2);
      int to = c.position(linear);
      double sum = 0;
      long whole = 0;
      for (int p = 0; p < k; p++) {
        int left = a.position(row * k + p);
        int right = b.position((batch * k + p) * n + linear % n);
        if (c.dtype().isFloating()) {
          sum += a.storage().getDouble(left) * b.storage().getDouble(right);
        } else {
          whole += a.storage().getLong(left) * b.storage().getLong(right);
        }
      }
      if (c.dtype().isFloating()) {
        c.storage().setDouble(to, accumulate ? c.storage().getDouble(to) + sum : sum);
      } else {
        c.storage().setLong(to, accumulate ? c.storage().getLong(to) + whole : whole);
      }
    }
  }
}
