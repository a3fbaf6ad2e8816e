package dev.nabla.kernel.reference;

import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;

/** Max pooling by the definition. */
final class Pooling {
  private Pooling() {}

  /** The largest element of each window and its position; see {@link dev.nabla.kernel.Backend#maxPool}. */
  static void maxPool(Strided x, int[][] starts, int[][] ends, int[] dilation, Strided y, Strided positions) {
    Shape pixels = x.shape().without(0).without(0);
    Shape windows = y.shape().without(0).without(0);
    for (int i = 0; i < y.numel(); i++) {
      int plane = i / windows.numel() * pixels.numel();
      int best = -1;
      for (int pixel = 0; pixel < pixels.numel(); pixel++) {
        if (covers(windows, i % windows.numel(), pixels, pixel, starts, ends, dilation)
            && (best < 0 || beats(x, plane + pixel, plane + best))) {
          best = pixel;
        }
      }
      int at = x.position(plane + best);
      if (x.dtype().isFloating()) {
        y.storage().setDouble(y.position(i), x.storage().getDouble(at));
      } else {
        y.storage().setLong(y.position(i), x.storage().getLong(at));
      }
      positions.storage().setLong(positions.position(i), best);
    }
  }

  private static boolean covers(Shape windows, int window, Shape pixels, int pixel, int[][] starts, int[][] ends,
      int[] dilation) {
    for (int i = windows.rank() - 1; i >= 0; i--) {
      int p = window % windows.dim(i);
      int at = pixel % pixels.dim(i);
      if (at < starts[i][p] || at >= ends[i][p] || (at - starts[i][p]) % dilation[i] != 0) {
        return false;
      }
      window /= windows.dim(i);
      pixel /= pixels.dim(i);
    }
    return true;
  }

  private static boolean beats(Strided x, int i, int j) {
    if (!x.dtype().isFloating()) {
      return x.storage().getLong(x.position(i)) > x.storage().getLong(x.position(j));
    }
    double a = x.storage().getDouble(x.position(i));
    double b = x.storage().getDouble(x.position(j));
    return a > b || Double.isNaN(a) && !Double.isNaN(b);
  }
}
