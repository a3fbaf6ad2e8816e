package dev.nabla.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.kernel.Windows;
import dev.nabla.kernel.Windows.Layout;
import dev.nabla.kernel.reference.ReferenceKernels;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SortingTest {
  private static final int[][] SHAPES = {{}, {0}, {1}, {2}, {17}, {1000}, {5000}, {3, 4}, {40, 33}, {2, 30, 9},
    {3, 1, 5}, {4, 0}};

  private final Random random = new Random(13);

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT16", "BFLOAT16"}, mode = EnumSource.Mode.EXCLUDE)
  void valuesAndPositionsEqualTheReference(DType dtype) {
    for (int[] dims : SHAPES) {
      for (int axis = 0; axis < Math.max(1, dims.length); axis++) {
        for (Layout layout : Layout.values()) {
          boolean descending = random.nextBoolean();
          compare(Windows.random(random, dtype, layout, false, dims), axis, descending);
          compare(Windows.special(random, dtype, layout, dims), axis, !descending);
        }
      }
    }
  }

  @Test
  void wholeNumbersOfTheFullRangeAreSorted() {
    Strided longs = Windows.empty(DType.INT64, Layout.DENSE, 3000);
    Strided ints = Windows.empty(DType.INT32, Layout.DENSE, 3000);
    for (int i = 0; i < 3000; i++) {
      longs.storage().setLong(i, random.nextLong() >> random.nextInt(64));
      ints.storage().setLong(i, random.nextInt() >> random.nextInt(32));
    }
    longs.storage().setLong(0, Long.MIN_VALUE);
    longs.storage().setLong(1, Long.MAX_VALUE);
    for (boolean descending : new boolean[] {false, true}) {
      compare(longs, 0, descending);
      compare(ints, 0, descending);
    }
  }

  @Test
  void nanIsTheLargestAndEqualElementsStayInOrder() {
    Strided in = Strided.contiguous(Storage.of(new float[] {0f, Float.NaN, -0f, 1f, Float.POSITIVE_INFINITY, 0f}),
        Shape.of(6));
    Strided values = Strided.allocate(DType.FLOAT32, Shape.of(6));
    Strided positions = Strided.allocate(DType.INT64, Shape.of(6));
    Sorting.sort(in, 0, false, values, positions);
    assertThat(positions.storage().longs()).containsExactly(0, 2, 5, 3, 4, 1);
    Sorting.sort(in, 0, true, values, positions);
    assertThat(positions.storage().longs()).containsExactly(1, 4, 3, 0, 2, 5);
    assertThat(Float.floatToIntBits(values.storage().floats()[4])).as("-0 keeps its sign")
        .isEqualTo(Float.floatToIntBits(-0f));
  }

  private void compare(Strided in, int axis, boolean descending) {
    Layout layout = Windows.WRITABLE[random.nextInt(Windows.WRITABLE.length)];
    int[] dims = in.shape().toArray();
    Strided expected = Windows.empty(in.dtype(), layout, dims);
    Strided actual = Windows.empty(in.dtype(), layout, dims);
    Strided expectedPositions = Windows.empty(DType.INT64, Layout.OFFSET, dims);
    Strided actualPositions = Windows.empty(DType.INT64, Layout.OFFSET, dims);
    ReferenceKernels.sort(in, axis, descending, expected, expectedPositions);
    Sorting.sort(in, axis, descending, actual, actualPositions);
    String what = "sort " + in.dtype() + in.shape() + " on " + axis + (descending ? " descending" : "");
    Windows.assertSame(what, expected, actual);
    Windows.assertSame(what, expectedPositions, actualPositions);
  }

  @Test
  void shorterResultsHoldTheFirstOfTheOrder() {
    Random random = new Random(11);
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT32}) {
      for (int n : new int[] {1, 5, 40, 300}) {
        for (int count : new int[] {0, 1, n / 3, n}) {
          for (Layout layout : Windows.WRITABLE) {
            Strided in = Windows.random(random, dtype, layout, n == 40, 6, n, 7);
            Strided[] out = new Strided[4];
            for (int k = 0; k < 4; k++) {
              out[k] = Windows.empty(k % 2 == 0 ? dtype : DType.INT64, layout, 6, count, 7);
            }
            ReferenceKernels.sort(in, 1, n == 5, out[0], out[1]);
            Sorting.sort(in, 1, n == 5, out[2], out[3]);
            Windows.assertSame("values", out[0], out[2]);
            Windows.assertSame("positions", out[1], out[3]);
          }
        }
      }
    }
  }
}
