package dev.nabla.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Scan;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.kernel.Windows;
import dev.nabla.kernel.Windows.Layout;
import dev.nabla.kernel.reference.ReferenceKernels;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReductionsTest {
  private static final int[][] SHAPES = {
    {}, {1}, {2}, {7}, {16}, {47}, {48}, {65}, {1000}, {4096}, {4127}, {9000}, {3, 1}, {1, 5}, {4, 8}, {5, 33}, {33, 5},
    {300, 9}, {257, 40},
    {3, 4, 5}, {2, 50, 3}, {7, 3, 64}, {2, 3, 4, 5}, {5, 1, 6, 9}, {2, 3, 2, 2, 3}
  };
  private static final DType[] REAL = {DType.FLOAT32, DType.FLOAT64};

  private final Random random = new Random(7);

  private Layout anyLayout() {
    return Layout.values()[random.nextInt(Layout.values().length)];
  }

  @ParameterizedTest
  @EnumSource(Reducer.class)
  void everyReductionOfAnyAxesAndLayoutEqualsTheReference(Reducer reducer) {
    for (int[] dims : SHAPES) {
      for (int[] axes : subsets(dims.length)) {
        for (Layout layout : Layout.values()) {
          compare(reducer, Windows.random(random, DType.FLOAT32, layout, false, dims), axes);
        }
        for (DType dtype : Windows.COMPUTED) {
          compare(reducer, Windows.random(random, dtype, anyLayout(), false, dims), axes);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Reducer.class)
  void specialValuesAndTiesFollowTheReference(Reducer reducer) {
    for (int[] dims : SHAPES) {
      if (reducer == Reducer.PROD && Shape.of(dims).numel() > 64) {
        continue; // whether a long product passes through 0 or infinity depends on the order
      }
      for (int[] axes : subsets(dims.length)) {
        for (Layout layout : Layout.values()) {
          DType dtype = REAL[random.nextInt(2)];
          compare(reducer, Windows.special(random, dtype, layout, dims), axes);
          compare(reducer, Windows.random(random, dtype, layout, true, dims), axes);
        }
      }
    }
  }

  private void compare(Reducer reducer, Strided in, int[] axes) {
    int[] dims = in.shape().toArray();
    for (int axis : axes) {
      dims[axis] = 1;
    }
    DType type = switch (reducer) {
      case ARGMAX, ARGMIN -> DType.INT64;
      case ALL, ANY -> DType.BOOL;
      case MAX, MIN -> in.dtype();
      case SUM, PROD -> in.dtype().isFloating() ? in.dtype() : DType.INT64;
    };
    Layout layout = Windows.WRITABLE[random.nextInt(Windows.WRITABLE.length)];
    Strided expected = Windows.empty(type, layout, dims);
    Strided actual = Windows.empty(type, layout, dims);
    ReferenceKernels.reduce(reducer, in, axes, expected);
    Reductions.reduce(reducer, in, axes, actual);
    String what = reducer + " of " + in.dtype() + in.shape() + " strides " + List.of(box(in.strides())) + " over "
        + List.of(box(axes));
    if (type.isFloating() && (reducer == Reducer.SUM || reducer == Reducer.PROD)) {
      Windows.assertClose(what, expected, actual, type == DType.FLOAT32 ? 1e-6 : 1e-12);
    } else {
      Windows.assertSame(what, expected, actual);
    }
  }

  private static Integer[] box(int[] a) {
    Integer[] out = new Integer[a.length];
    for (int i = 0; i < a.length; i++) {
      out[i] = a[i];
    }
    return out;
  }

  private static List<int[]> subsets(int rank) {
    List<int[]> out = new ArrayList<>();
    for (int mask = 0; mask < 1 << rank; mask++) {
      int[] axes = new int[Integer.bitCount(mask)];
      for (int i = 0, n = 0; i < rank; i++) {
        if ((mask >> i & 1) == 1) {
          axes[n++] = i;
        }
      }
      out.add(axes);
    }
    return out;
  }

  @Test
  void emptyReducedAxesGiveTheNeutralElement() {
    for (DType dtype : Windows.COMPUTED) {
      for (Reducer reducer : new Reducer[] {Reducer.SUM, Reducer.PROD, Reducer.ALL, Reducer.ANY}) {
        compare(reducer, Windows.empty(dtype, Layout.DENSE, 3, 0, 2), new int[] {1});
        compare(reducer, Windows.empty(dtype, Layout.DENSE, 0), new int[] {0});
        compare(reducer, Windows.empty(dtype, Layout.DENSE, 0, 4), new int[] {1});
      }
    }
  }

  @Test
  void theNumberOfThreadsDoesNotChangeABit() {
    int[][] shapes = {{140_003}, {2, 70_003}, {70_003, 2}, {2000, 110}, {100, 3, 700}, {3, 8000, 9}};
    for (int[] dims : shapes) {
      for (DType dtype : REAL) {
        Strided in = Windows.random(random, dtype, Layout.DENSE, false, dims);
        for (Reducer reducer : Reducer.values()) {
          for (int[] axes : subsets(dims.length)) {
            int[] out = dims.clone();
            for (int axis : axes) {
              out[axis] = 1;
            }
            DType type = reducer.name().startsWith("ARG") ? DType.INT64 : dtype;
            Strided one = Windows.empty(type, Layout.DENSE, out);
            Strided two = Windows.empty(type, Layout.DENSE, out);
            Windows.withThreads(1, () -> Reductions.reduce(reducer, in, axes, one));
            Windows.withThreads(2, () -> Reductions.reduce(reducer, in, axes, two));
            Windows.assertSame(reducer + " of " + in.shape(), one, two);
          }
        }
      }
    }
  }

  @Test
  void largeReductionsEqualTheReference() {
    int[][] shapes = {{140_003}, {2, 70_003}, {70_003, 2}, {9000, 10}, {2, 10_000, 9}};
    for (int[] dims : shapes) {
      for (Reducer reducer : new Reducer[] {Reducer.SUM, Reducer.MAX, Reducer.ARGMIN, Reducer.ALL}) {
        for (int[] axes : subsets(dims.length)) {
          compare(reducer, Windows.random(random, DType.FLOAT32, Layout.DENSE, false, dims), axes);
          compare(reducer, Windows.random(random, DType.INT64, Layout.REVERSED, false, dims), axes);
        }
      }
    }
  }

  @Test
  void aSumOfManyEqualFloatsIsExact() {
    float[] x = new float[10_000_000];
    Arrays.fill(x, 0.1f);
    Strided out = Strided.allocate(DType.FLOAT32, Shape.of(1));
    Reductions.reduce(Reducer.SUM, Strided.contiguous(Storage.of(x), Shape.of(x.length)), new int[] {0}, out);
    assertThat(out.storage().floats()[0]).isEqualTo((float) (0.1f * 1e7));
  }

  @ParameterizedTest
  @EnumSource(Scan.class)
  void everyScanAlongAnyAxisEqualsTheReference(Scan scan) {
    for (int[] dims : SHAPES) {
      for (int axis = 0; axis < Math.max(1, dims.length); axis++) {
        for (Layout layout : Layout.values()) {
          compare(scan, Windows.special(random, DType.FLOAT32, layout, dims), axis);
        }
        for (DType dtype : Windows.COMPUTED) {
          compare(scan, Windows.random(random, dtype, anyLayout(), false, dims), axis);
        }
      }
    }
  }

  private void compare(Scan scan, Strided in, int axis) {
    boolean places = scan == Scan.MAX || scan == Scan.MIN;
    if (scan == Scan.LOGSUMEXP && !in.dtype().isFloating()) {
      return;
    }
    DType type = places || in.dtype().isFloating() ? in.dtype() : DType.INT64;
    Layout layout = Windows.WRITABLE[random.nextInt(Windows.WRITABLE.length)];
    int[] dims = in.shape().toArray();
    Strided expected = Windows.empty(type, layout, dims);
    Strided actual = Windows.empty(type, layout, dims);
    Strided expectedPlaces = Windows.empty(DType.INT64, layout, dims);
    Strided actualPlaces = Windows.empty(DType.INT64, layout, dims);
    ReferenceKernels.scan(scan, in, axis, expected, places ? expectedPlaces : null);
    Reductions.scan(scan, in, axis, actual, places ? actualPlaces : null);
    String what = scan + " of " + in.dtype() + in.shape() + " along " + axis;
    Windows.assertSame(what, expected, actual);
    Windows.assertSame(what, expectedPlaces, actualPlaces);
  }
}
