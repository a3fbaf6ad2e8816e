package dev.nabla.kernel.vector;

import static dev.nabla.kernel.Windows.assertClose;
import static dev.nabla.kernel.Windows.assertSame;
import static dev.nabla.kernel.Windows.copy;
import static dev.nabla.kernel.Windows.random;
import static dev.nabla.kernel.Windows.withThreads;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.kernel.Strided;
import dev.nabla.kernel.Windows;
import dev.nabla.kernel.Windows.Layout;
import dev.nabla.kernel.reference.ReferenceProducts;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GemmTest {
  private static final int[] SIZES = {0, 1, 2, 3, 5, 7, 8, 9, 13, 16, 17, 31, 32, 33, 37, 64, 65, 79};
  private static final Layout[] INPUTS = {Layout.DENSE, Layout.OFFSET, Layout.REVERSED, Layout.GAPS};

  private final Random random = new Random(1);

  @BeforeAll
  static void theVectorLoopsAreCompiled() throws InterruptedException {
    Gemm.FLOAT.awaitTraining();
    Gemm.DOUBLE.awaitTraining();
  }

  @Test
  void matmulEqualsReferenceForRandomSizesTypesAndLayouts() {
    for (int i = 0; i < 1500; i++) {
      DType dtype = pick(Windows.COMPUTED);
      check(dtype, new int[0], pick(SIZES), pick(SIZES), pick(SIZES), random.nextBoolean());
    }
  }

  @Test
  void matmulEqualsReferenceForBatches() {
    int[][] batches = {{1}, {2}, {0}, {5}, {2, 3}, {3, 1, 2}};
    for (int i = 0; i < 400; i++) {
      DType dtype = pick(new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT64});
      check(dtype, batches[random.nextInt(batches.length)], pick(SIZES), pick(SIZES), pick(SIZES),
          random.nextBoolean());
    }
  }

  @Test
  void matmulEqualsReferenceAcrossBlocks() {
    int[][] sizes = {{1, 300, 3000}, {3000, 300, 1}, {1, 5000, 17}, {3, 257, 4099}, {2051, 33, 9}, {130, 513, 35},
      {40, 600, 33}};
    for (int[] s : sizes) {
      check(DType.FLOAT32, new int[0], s[0], s[1], s[2], s[0] % 2 == 0);
      check(DType.FLOAT64, new int[0], s[0], s[1], s[2], s[0] % 2 != 0);
    }
  }

  @Test
  void plainLoopsEqualReference() {
    for (int i = 0; i < 300; i++) {
      int m = pick(SIZES) + 1;
      int k = pick(SIZES) + 1;
      int n = pick(SIZES) + 1;
      boolean isFloat = random.nextBoolean();
      DType dtype = isFloat ? DType.FLOAT32 : DType.FLOAT64;
      Strided a = random(random, dtype, pick(INPUTS), false, m, k);
      Strided b = random(random, dtype, pick(INPUTS), false, k, n);
      Strided c = random(random, dtype, pick(Windows.WRITABLE), false, m, n);
      Strided expected = copy(c);
      ReferenceProducts.matmul(a, b, expected, true);
      if (isFloat) {
        Gemm.batches(new FloatTiles(4, 64), a, b, c, true);
      } else {
        Gemm.batches(new DoubleTiles(4, 32), a, b, c, true);
      }
      assertClose(dtype + " " + m + " " + k + " " + n, expected, c, isFloat ? 1e-4 : 1e-12);
    }
  }

  @Test
  void matmulHasTheSameBitsForAnyNumberOfThreads() {
    int[][] sizes = {{200, 300, 170}, {1, 700, 3000}, {3000, 700, 1}, {1, 3000, 700}, {33, 2000, 65}, {5, 2000, 900}};
    for (int[] s : sizes) {
      for (boolean flip : new boolean[] {false, true}) {
        Layout layout = flip ? Layout.REVERSED : Layout.DENSE;
        Strided a = random(random, DType.FLOAT32, layout, false, s[0], s[1]);
        Strided b = random(random, DType.FLOAT32, layout, false, s[1], s[2]);
        Strided one = Strided.allocate(DType.FLOAT32, Shape.of(s[0], s[2]));
        Strided three = copy(one);
        withThreads(1, () -> Gemm.matmul(a, b, one, false));
        withThreads(3, () -> Gemm.matmul(a, b, three, false));
        assertSame(s[0] + " " + s[1] + " " + s[2], one, three);
      }
    }
  }

  @Test
  void plainLoopsGiveTheBitsOfVectorLoops() {
    for (int i = 0; i < 200; i++) {
      int height = Gemm.FLOAT.height(1 + random.nextInt(20));
      int k = 1 + random.nextInt(70);
      boolean accumulate = random.nextBoolean();
      float[] a = floats(16 * k);
      float[] b = floats(k * (Gemm.FLOAT.cols + 3));
      float[] c = floats(16 * 40);
      float[] expected = c.clone();
      int[] rowAt = new int[16];
      Arrays.setAll(rowAt, j -> j % 5 * k);
      Tiles<float[]> plain = new FloatTiles(Gemm.FLOAT.rows, Gemm.FLOAT.cols, Simd.AVAILABLE);
      plain.strip(height, k, a, 0, b, 0, plain.cols + 3, expected, 0, 40, accumulate);
      Gemm.FLOAT.strip(height, k, a, 0, b, 0, plain.cols + 3, c, 0, 40, accumulate);
      assertThat(c).isEqualTo(expected);
      plain.tile(height, k, a, 0, rowAt, 0, b, 0, expected, 0, 40, accumulate);
      Gemm.FLOAT.tile(height, k, a, 0, rowAt, 0, b, 0, c, 0, 40, accumulate);
      assertThat(c).isEqualTo(expected);
    }
  }

  private float[] floats(int n) {
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      out[i] = (float) random.nextGaussian();
    }
    return out;
  }

  private void check(DType dtype, int[] batch, int m, int k, int n, boolean accumulate) {
    boolean broadcast = batch.length == 1 && batch[0] > 0;
    Layout la = pick(INPUTS);
    Layout lb = broadcast && random.nextBoolean() ? Layout.BROADCAST : pick(INPUTS);
    Layout lc = pick(Windows.WRITABLE);
    Strided a = random(random, dtype, la, false, dims(batch, m, k));
    Strided b = random(random, dtype, lb, false, dims(batch, k, n));
    Strided c = random(random, dtype, lc, false, dims(batch, m, n));
    Strided expected = copy(c);
    ReferenceProducts.matmul(a, b, expected, accumulate);
    Gemm.matmul(a, b, c, accumulate);
    String what = dtype + " " + batch.length + ": " + m + " " + k + " " + n + " " + la + " " + lb + " " + lc + " "
        + accumulate;
    if (dtype.isFloating()) {
      assertClose(what, expected, c, (dtype == DType.FLOAT32 ? 1e-5 : 1e-14) * (10 + Math.sqrt(k)));
    } else {
      assertSame(what, expected, c);
    }
  }

  private static int[] dims(int[] batch, int rows, int cols) {
    int[] out = Arrays.copyOf(batch, batch.length + 2);
    out[batch.length] = rows;
    out[batch.length + 1] = cols;
    return out;
  }

  private int pick(int[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
