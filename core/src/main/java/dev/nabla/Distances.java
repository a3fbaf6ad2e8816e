package dev.nabla;

import dev.nabla.type.ShapeException;

/** Distances between the rows of matrices. */
final class Distances {
  /** Up to so many rows on both sides, the differences are formed; beyond, a product is worth its loss of digits. PyTorch's bound. */
  private static final int FEW = 25;

  private Distances() {}

  /** The p-norms of the differences of all rows. a [B…, m, k], b [B…, n, k], result [B…, m, n]. */
  static Tensor between(Tensor a, Tensor b, double p) {
    checkPower("cdist", p);
    if (a.dim() < 2 || b.dim() < 2) {
      throw new ShapeException(
          "cdist only supports at least 2D tensors, X1 got: " + a.dim() + "D, X2 got: " + b.dim() + "D");
    }
    if (a.size(-1) != b.size(-1)) {
      throw new ShapeException(
          "X1 and X2 must have the same number of columns. X1: " + a.size(-1) + " X2: " + b.size(-1));
    }
    boolean many = a.size(-2) > FEW || b.size(-2) > FEW;
    return p == 2 && many ? euclidean(a, b) : norm(a.unsqueeze(-2).sub(b.unsqueeze(-3)), p);
  }

  /**
   * {@code sqrt(|a|² + |b|² - 2 a·b)}: a matrix product instead of all differences, which are k times as large as the result. Digits are lost
   * where two rows are close to each other, as in PyTorch. The slope at distance 0 is 0.
   */
  private static Tensor euclidean(Tensor a, Tensor b) {
    Tensor squares = a.square().sum(-1).unsqueeze(-1).add(b.square().sum(-1).unsqueeze(-2));
    Tensor d = squares.sub(a.matmul(b.mT()).mul(2)).clampMin(0);
    Tensor same = d.detach().eq(0);
    return d.maskedFill(same, 1).sqrt().maskedFill(same, 0);
  }

  /** The p-norms of the differences of all pairs of rows i &lt; j of x [n, k], in row-major order: [n (n - 1) / 2]. */
  static Tensor within(Tensor x, double p) {
    checkPower("pdist", p);
    if (x.dim() != 2) {
      throw new ShapeException("pdist only supports 2D tensors, got: " + x.dim() + "D");
    }
    int n = x.size(0);
    long[] first = new long[n * Math.max(n - 1, 0) / 2];
    long[] second = new long[first.length];
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        first[at] = i;
        second[at++] = j;
      }
    }
    Tensor left = x.indexSelect(0, Nabla.fromArray(first, at));
    return norm(left.sub(x.indexSelect(0, Nabla.fromArray(second, at))), p);
  }

  /** The p-norm over the last axis; the number of elements that are not 0, which has a gradient of zeros, for p = 0. */
  private static Tensor norm(Tensor x, double p) {
    return p == 0 ? Products.filled(x, 0).add(x.detach().ne(0.0)).sum(-1) : x.norm(p, -1);
  }

  private static void checkPower(String name, double p) {
    if (!(p >= 0)) {
      throw new ShapeException(name + " only supports non-negative p values; got " + p);
    }
  }
}
