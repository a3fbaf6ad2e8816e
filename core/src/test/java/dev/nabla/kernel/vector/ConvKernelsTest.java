package dev.nabla.kernel.vector;

import static dev.nabla.kernel.Windows.assertClose;
import static dev.nabla.kernel.Windows.assertSame;
import static dev.nabla.kernel.Windows.copy;
import static dev.nabla.kernel.Windows.random;
import static dev.nabla.kernel.Windows.withThreads;

import dev.nabla.kernel.Geometry;
import dev.nabla.kernel.Strided;
import dev.nabla.kernel.Windows;
import dev.nabla.kernel.Windows.Layout;
import dev.nabla.kernel.reference.ReferenceProducts;
import dev.nabla.type.DType;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConvKernelsTest {
  private final Random random = new Random(2);

  /** A geometry with the shapes of x, w and y. */
  private record Case(Geometry geometry, int[] x, int[] w, int[] y) {
    @Override
    public String toString() {
      return geometry + ", x " + Arrays.toString(x) + ", w " + Arrays.toString(w);
    }
  }

  @Test
  void allSidesEqualReferenceForRandomGeometries() {
    for (int i = 0; i < 400; i++) {
      check(randomCase(), random.nextInt(4) == 0 ? DType.FLOAT64 : DType.FLOAT32, false);
    }
  }

  @Test
  void plainLoopsEqualReference() {
    for (int i = 0; i < 100; i++) {
      check(randomCase(), DType.FLOAT32, true);
    }
  }

  @Test
  void allSidesEqualReferenceWhereWorkIsCutIntoStripsAndBlocks() {
    check(square(2, 3, 40, 21, 3, 1, 1, 1, 1), DType.FLOAT32, false);
    check(square(1, 120, 3, 34, 3, 1, 1, 1, 1), DType.FLOAT32, false);
    check(square(1, 300, 4, 40, 1, 1, 0, 1, 1), DType.FLOAT32, false);
    check(square(2, 33, 9, 12, 5, 2, 2, 1, 1), DType.FLOAT64, false);
    check(square(9, 32, 32, 7, 3, 2, 1, 1, 32), DType.FLOAT32, false);
    check(square(1, 1, 1, 550, 3, 1, 1, 1, 1), DType.FLOAT32, false);
    check(
        of(new Geometry(new int[] {1}, new int[] {2}, new int[] {1}, 1), new int[] {1, 150, 2000},
            new int[] {3, 150, 3}),
        DType.FLOAT32,
        false);
    check(
        of(new Geometry(new int[] {1, 1, 1}, new int[] {1, 1, 1}, new int[] {1, 1, 1}, 1), new int[] {1, 60, 9, 20, 31},
            new int[] {3, 60, 1, 2, 1}),
        DType.FLOAT32, false);
  }

  @Test
  void allSidesEqualReferenceWhereTilesAreWholeOrCutOff() {
    check(square(2, 64, 48, 9, 3, 1, 1, 1, 1), DType.FLOAT32, false);
    check(square(3, 40, 70, 6, 3, 1, 2, 1, 1), DType.FLOAT32, false);
    check(square(1, 96, 80, 12, 3, 1, 0, 1, 2), DType.FLOAT32, false);
    check(square(1, 64, 33, 8, 3, 1, 3, 1, 1), DType.FLOAT32, false);
    check(square(9, 270, 64, 4, 3, 1, 1, 1, 1), DType.FLOAT32, false);
    Geometry g = new Geometry(new int[] {1, 1}, new int[] {0, 2}, new int[] {1, 1}, 1);
    check(of(g, new int[] {1, 64, 5, 420}, new int[] {64, 64, 3, 3}), DType.FLOAT32, false);
  }

  @Test
  void allSidesEqualReferenceForKernelsOfOneElement() {
    check(square(2, 20, 30, 9, 1, 1, 0, 1, 1), DType.FLOAT32, false);
    check(square(3, 12, 6, 7, 1, 1, 0, 1, 3), DType.FLOAT64, false);
    check(square(2, 20, 30, 9, 1, 1, 0, 1, 2), DType.FLOAT32, true);
    check(square(2, 9, 5, 12, 1, 2, 0, 1, 1), DType.FLOAT32, false);
    check(
        of(new Geometry(new int[] {1}, new int[] {0}, new int[] {1}, 1), new int[] {2, 7, 300}, new int[] {50, 7, 1}),
        DType.FLOAT32, false);
  }

  @Test
  void allSidesEqualReferenceForManySmallImages() {
    check(square(21, 40, 50, 4, 3, 1, 1, 2, 1), DType.FLOAT32, false);
    check(square(40, 30, 36, 2, 3, 1, 1, 1, 1), DType.FLOAT32, false);
    check(square(40, 30, 36, 5, 3, 2, 1, 1, 2), DType.FLOAT64, false);
    check(square(17, 9, 40, 6, 5, 2, 2, 1, 1), DType.FLOAT32, true);
  }

  @Test
  void infinitiesAndNaNReachWhatTheyTouchOnly() {
    Case c = square(2, 64, 64, 12, 3, 1, 1, 1, 1);
    for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      Strided x = random(random, DType.FLOAT32, Layout.DENSE, false, c.x);
      Strided w = random(random, DType.FLOAT32, Layout.DENSE, false, c.w);
      Strided y = random(random, DType.FLOAT32, Layout.DENSE, false, c.y);
      x.storage().setDouble(random.nextInt(x.numel()), odd);
      Strided y1 = copy(y);
      Strided w1 = copy(w);
      Strided expectedY = copy(y);
      Strided expectedW = copy(w);
      ConvKernels.forward(c.geometry, x, w, null, y1);
      ConvKernels.weight(c.geometry, x, y, w1);
      ReferenceProducts.forward(c.geometry, x, w, null, expectedY);
      ReferenceProducts.weight(c.geometry, x, y, expectedW);
      assertClose("y of " + c, expectedY, y1, 2e-4);
      assertClose("w of " + c, expectedW, w1, 8e-4);
      y.storage().setDouble(random.nextInt(y.numel()), odd);
      Strided x1 = copy(x);
      Strided expectedX = copy(x);
      ConvKernels.input(c.geometry, w, y, x1);
      ReferenceProducts.input(c.geometry, w, y, expectedX);
      assertClose("x of " + c, expectedX, x1, 2e-4);
    }
  }

  @Test
  void allSidesHaveTheSameBitsForAnyNumberOfThreads() {
    Case[] cases = {square(5, 16, 24, 17, 3, 1, 1, 1, 1), square(1, 16, 24, 40, 3, 1, 1, 1, 1),
      square(3, 12, 12, 19, 3, 2, 1, 1, 12),
      square(1, 64, 300, 9, 3, 1, 1, 1, 1), square(7, 64, 64, 15, 3, 1, 1, 1, 1)};
    for (Case c : cases) {
      Strided x = random(random, DType.FLOAT32, Layout.DENSE, false, c.x);
      Strided w = random(random, DType.FLOAT32, Layout.DENSE, false, c.w);
      Strided y = random(random, DType.FLOAT32, Layout.DENSE, false, c.y);
      Strided x1 = copy(x);
      Strided w1 = copy(w);
      Strided y1 = copy(y);
      Strided x3 = copy(x);
      Strided w3 = copy(w);
      Strided y3 = copy(y);
      withThreads(1, () -> all(c, x, w, y, x1, w1, y1));
      withThreads(3, () -> all(c, x, w, y, x3, w3, y3));
      assertSame("y of " + c, y1, y3);
      assertSame("x of " + c, x1, x3);
      assertSame("w of " + c, w1, w3);
    }
  }

  private static void all(Case c, Strided x, Strided w, Strided y, Strided x1, Strided w1, Strided y1) {
    ConvKernels.forward(c.geometry, x, w, null, y1);
    ConvKernels.input(c.geometry, w, y, x1);
    ConvKernels.weight(c.geometry, x, y, w1);
  }

  private void check(Case c, DType dtype, boolean plain) {
    Strided x = random(random, dtype, anyLayout(), false, c.x);
    Strided w = random(random, dtype, anyLayout(), false, c.w);
    Strided y = random(random, dtype, anyLayout(), false, c.y);
    double tolerance = dtype == DType.FLOAT32 ? 2e-4 : 1e-12;
    FloatTiles loops = new FloatTiles(4, 64);
    Strided y1 = random(random, dtype, anyLayout(), false, c.y);
    Strided expectedY = copy(y1);
    Strided bias = random.nextBoolean() ? random(random, dtype, anyLayout(), false, c.w[0]) : null;
    ReferenceProducts.forward(c.geometry, x, w, bias, expectedY);
    if (plain) {
      ConvKernels.forward(loops, c.geometry, x, w, bias, y1);
    } else {
      ConvKernels.forward(c.geometry, x, w, bias, y1);
    }
    assertClose("y of " + c, expectedY, y1, tolerance);
    Strided x1 = random(random, dtype, anyLayout(), false, c.x);
    Strided expectedX = copy(x1);
    ReferenceProducts.input(c.geometry, w, y, expectedX);
    if (plain) {
      ConvKernels.input(loops, c.geometry, w, y, x1);
    } else {
      ConvKernels.input(c.geometry, w, y, x1);
    }
    assertClose("x of " + c, expectedX, x1, tolerance);
    Strided w1 = random(random, dtype, anyLayout(), false, c.w);
    Strided expectedW = copy(w1);
    ReferenceProducts.weight(c.geometry, x, y, expectedW);
    if (plain) {
      ConvWeight.run(loops, c.geometry, x, y, w1);
    } else {
      ConvKernels.weight(c.geometry, x, y, w1);
    }
    assertClose("w of " + c, expectedW, w1, tolerance * 4);
  }

  private Layout anyLayout() {
    return Windows.WRITABLE[random.nextInt(Windows.WRITABLE.length)];
  }

  private Case randomCase() {
    while (true) {
      int spatial = 1 + random.nextInt(3);
      int groups = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
      Geometry g = new Geometry(some(spatial, 1, 3), some(spatial, 0, 3), some(spatial, 1, 3), groups);
      int[] x = new int[spatial + 2];
      int[] w = new int[spatial + 2];
      x[0] = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(3);
      w[0] = groups * (1 + random.nextInt(random.nextInt(5) == 0 ? 40 : 5));
      w[1] = 1 + random.nextInt(4);
      x[1] = w[1] * groups;
      boolean fits = true;
      for (int i = 0; i < spatial; i++) {
        x[i + 2] = 1 + random.nextInt(spatial == 1 ? 60 : spatial == 2 ? 14 : 7);
        w[i + 2] = 1 + random.nextInt(4);
        fits &= g.outputSize(i, x[i + 2], w[i + 2]) > 0;
      }
      if (fits) {
        return of(g, x, w);
      }
    }
  }

  private static Case square(int batch, int channels, int outputs, int size, int kernel, int stride, int padding,
      int dilation, int groups) {
    Geometry g = new Geometry(new int[] {stride, stride}, new int[] {padding, padding}, new int[] {dilation, dilation},
        groups);
    return of(g, new int[] {batch, channels, size, size}, new int[] {outputs, channels / groups, kernel, kernel});
  }

  private static Case of(Geometry g, int[] x, int[] w) {
    int[] y = x.clone();
    y[1] = w[0];
    for (int i = 0; i < g.spatial(); i++) {
      y[i + 2] = g.outputSize(i, x[i + 2], w[i + 2]);
    }
    return new Case(g, x, w, y);
  }

  private int[] some(int n, int from, int to) {
    int[] out = new int[n];
    for (int i = 0; i < n; i++) {
      out[i] = from + random.nextInt(to - from + 1);
    }
    return out;
  }
}
