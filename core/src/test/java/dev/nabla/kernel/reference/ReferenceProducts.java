package dev.nabla.kernel.reference;

import dev.nabla.kernel.Geometry;
import dev.nabla.kernel.Strided;
import org.jspecify.annotations.Nullable;

/** The reference's products and pooling, for tests in other packages. */
public final class ReferenceProducts {
  private ReferenceProducts() {}

  public static void matmul(Strided a, Strided b, Strided c, boolean accumulate) {
    MatMul.matmul(a, b, c, accumulate);
  }

  public static void forward(Geometry geometry, Strided x, Strided w, @Nullable Strided bias, Strided y) {
    Convolution.forward(geometry, x, w, bias, y);
  }

  public static void input(Geometry geometry, Strided w, Strided y, Strided x) {
    Convolution.input(geometry, w, y, x);
  }

  public static void weight(Geometry geometry, Strided x, Strided y, Strided w) {
    Convolution.weight(geometry, x, y, w);
  }

  public static void maxPool(Strided x, int[][] starts, int[][] ends, int[] dilation, Strided y, Strided positions) {
    Pooling.maxPool(x, starts, ends, dilation, y, positions);
  }
}
