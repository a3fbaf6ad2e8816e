package dev.nabla.kernel.vector;

import static dev.nabla.kernel.Windows.assertSame;
import static dev.nabla.kernel.Windows.copy;
import static dev.nabla.kernel.Windows.empty;
import static dev.nabla.kernel.Windows.random;
import static dev.nabla.kernel.Windows.special;

import dev.nabla.kernel.Strided;
import dev.nabla.kernel.Windows;
import dev.nabla.kernel.Windows.Layout;
import dev.nabla.kernel.reference.ReferenceProducts;
import dev.nabla.type.DType;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PoolingTest {
  private final Random random = new Random(3);

  @Test
  void maxPoolEqualsReferenceWithTiesAndSpecialValues() {
    for (int i = 0; i < 400; i++) {
      int spatial = 1 + random.nextInt(3);
      check(spatial, 1 + random.nextInt(3), 1 + random.nextInt(3), random.nextInt(2), 1 + random.nextInt(2));
    }
  }

  @Test
  void maxPoolEqualsReferenceForHalvingOfAllSizes() {
    for (int i = 0; i < 200; i++) {
      check(2, 2, 2, 0, 1);
    }
  }

  private void check(int spatial, int kernel, int stride, int padding, int dilation) {
    int[] x = new int[spatial + 2];
    int[] y = new int[spatial + 2];
    y[0] = x[0] = random.nextInt(4);
    y[1] = x[1] = 1 + random.nextInt(3);
    int[][] starts = new int[spatial][];
    int[][] ends = new int[spatial][];
    int[] dilations = new int[spatial];
    for (int i = 0; i < spatial; i++) {
      int size = (kernel - 1) * dilation + 1 + random.nextInt(spatial == 1 ? 70 : 12);
      x[i + 2] = size;
      y[i + 2] = (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
      dilations[i] = dilation;
      starts[i] = new int[y[i + 2]];
      ends[i] = new int[y[i + 2]];
      for (int p = 0; p < y[i + 2]; p++) {
        int start = p * stride - padding;
        ends[i][p] = Math.min(start + (kernel - 1) * dilation + 1, size);
        while (start < 0) {
          start += dilation;
        }
        starts[i][p] = start;
        if (start >= ends[i][p]) {
          return;
        }
      }
    }
    DType dtype = Windows.COMPUTED[1 + random.nextInt(7)];
    Strided in = dtype.isFloating() ? special(random, dtype, any(), x) : random(random, dtype, any(), true, x);
    Layout layout = any();
    Strided out = empty(dtype, layout, y);
    Strided positions = empty(DType.INT64, any(), y);
    Strided expected = copy(out);
    Strided expectedPositions = copy(positions);
    ReferenceProducts.maxPool(in, starts, ends, dilations, expected, expectedPositions);
    Pooling.maxPool(in, starts, ends, dilations, out, positions);
    assertSame("values", expected, out);
    assertSame("positions", expectedPositions, positions);
  }

  private Layout any() {
    return Windows.WRITABLE[random.nextInt(Windows.WRITABLE.length)];
  }
}
