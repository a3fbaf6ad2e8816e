package dev.nabla.kernel.vector;

import dev.nabla.kernel.Scatter;
import dev.nabla.kernel.Strided;
import dev.nabla.kernel.Windows;
import dev.nabla.kernel.Windows.Layout;
import dev.nabla.kernel.reference.ReferenceKernels;
import dev.nabla.type.DType;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IndexingTest {
  private static final int[][] SHAPES = {{}, {1}, {5}, {300}, {3, 4}, {1, 7}, {40, 33}, {3, 1, 5}, {2, 30, 9},
    {2, 3, 4, 5}, {3, 0, 2}};

  private final Random random = new Random(11);

  private Layout writable() {
    return Windows.WRITABLE[random.nextInt(Windows.WRITABLE.length)];
  }

  private static int size(int[] dims, int axis) {
    return dims.length == 0 ? 1 : dims[axis];
  }

  private static int[] with(int[] dims, int axis, int size) {
    int[] out = dims.clone();
    if (out.length > 0) {
      out[axis] = size;
    }
    return out;
  }

  /** Sizes for an index: anything on the axis, not more than {@code dims} elsewhere. */
  private int[] indexDims(int[] dims, int axis) {
    int[] out = dims.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = i == axis
          ? (dims[i] == 0 ? 0 : random.nextInt(2 * dims[i] + 2))
          : Math.max(Math.min(dims[i], 1), dims[i] - random.nextInt(2));
    }
    return out;
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT16", "BFLOAT16"}, mode = EnumSource.Mode.EXCLUDE)
  void gatherAndIndexSelectEqualTheReference(DType dtype) {
    for (int[] dims : SHAPES) {
      for (int axis = 0; axis < Math.max(1, dims.length); axis++) {
        for (Layout layout : Layout.values()) {
          Strided in = Windows.special(random, dtype, layout, dims);
          int[] small = indexDims(dims, axis);
          Strided index = Windows.indices(random, Layout.values()[random.nextInt(5)], size(dims, axis), small);
          Layout target = writable();
          Strided expected = Windows.empty(dtype, target, small);
          Strided actual = Windows.empty(dtype, target, small);
          ReferenceKernels.gather(in, axis, index, expected);
          Indexing.gather(in, axis, index, actual);
          Windows.assertSame("gather " + in.shape() + " on " + axis, expected, actual);

          int n = dims.length == 0 ? 1 : size(small, axis);
          Strided list = Windows.indices(random, writable(), size(dims, axis), n);
          int[] selected = with(dims, axis, n);
          Strided expectedRows = Windows.empty(dtype, target, selected);
          Strided actualRows = Windows.empty(dtype, target, selected);
          ReferenceKernels.indexSelect(in, axis, list, expectedRows);
          Indexing.indexSelect(in, axis, list, actualRows);
          Windows.assertSame("indexSelect " + in.shape() + " on " + axis, expectedRows, actualRows);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT16", "BFLOAT16"}, mode = EnumSource.Mode.EXCLUDE)
  void scatterAndIndexPutEqualTheReference(DType dtype) {
    for (Scatter mode : Scatter.values()) {
      for (int[] dims : SHAPES) {
        for (int axis = 0; axis < Math.max(1, dims.length); axis++) {
          for (Layout layout : Layout.values()) {
            Strided expected = Windows.special(random, dtype, writable(), dims);
            Strided actual = Windows.copy(expected);
            int[] small = indexDims(dims, axis);
            Strided index = Windows.indices(random, layout, size(dims, axis), small);
            Strided src = Windows.special(random, dtype, Layout.values()[random.nextInt(5)], small);
            ReferenceKernels.scatter(mode, expected, axis, index, src);
            Indexing.scatter(mode, actual, axis, index, src);
            Windows.assertSame("scatter " + mode + " " + index.shape() + " on " + axis, expected, actual);

            int n = dims.length == 0 ? 1 : size(small, axis);
            Strided list = Windows.indices(random, writable(), size(dims, axis), n);
            Strided rows = Windows.special(random, dtype, layout, with(dims, axis, n));
            ReferenceKernels.indexPut(mode, expected, axis, list, rows);
            Indexing.indexPut(mode, actual, axis, list, rows);
            Windows.assertSame("indexPut " + mode + " " + rows.shape() + " on " + axis, expected, actual);
          }
        }
      }
    }
  }

  @Test
  void theNumberOfThreadsDoesNotChangeABit() {
    int[][] shapes = {{200_000}, {3000, 64}, {64, 3000}, {20, 100, 50}};
    for (int[] dims : shapes) {
      for (int axis = 0; axis < dims.length; axis++) {
        int on = axis;
        Strided index = Windows.indices(random, Layout.DENSE, Math.min(9, dims[axis]), dims);
        Strided list = Windows.indices(random, Layout.DENSE, Math.min(9, dims[axis]), dims[axis]);
        Strided src = Windows.random(random, DType.FLOAT32, Layout.DENSE, false, dims);
        Strided one = Windows.random(random, DType.FLOAT32, Layout.DENSE, false, dims);
        Strided two = Windows.copy(one);
        Strided reference = Windows.copy(one);
        Windows.withThreads(1, () -> all(one, on, index, list, src));
        Windows.withThreads(2, () -> all(two, on, index, list, src));
        Windows.assertSame("scattered " + one.shape() + " on " + axis, one, two);
        ReferenceKernels.scatter(Scatter.ADD, reference, axis, index, src);
        ReferenceKernels.indexPut(Scatter.ADD, reference, axis, list, src);
        Windows.assertSame("scattered " + one.shape() + " on " + axis, reference, two);

        Strided gathered = Windows.empty(DType.FLOAT32, Layout.DENSE, dims);
        Strided expected = Windows.empty(DType.FLOAT32, Layout.DENSE, dims);
        Windows.withThreads(2, () -> Indexing.gather(src, on, index, gathered));
        ReferenceKernels.gather(src, axis, index, expected);
        Windows.assertSame("gathered " + one.shape() + " on " + axis, expected, gathered);
        Windows.withThreads(2, () -> Indexing.indexSelect(src, on, list, gathered));
        ReferenceKernels.indexSelect(src, axis, list, expected);
        Windows.assertSame("selected " + one.shape() + " on " + axis, expected, gathered);
      }
    }
  }

  private static void all(Strided out, int axis, Strided index, Strided list, Strided src) {
    Indexing.scatter(Scatter.ADD, out, axis, index, src);
    Indexing.indexPut(Scatter.ADD, out, axis, list, src);
  }
}
