package dev.nabla.kernel.vector;

import dev.nabla.kernel.RowProgram;
import dev.nabla.kernel.RowProgram.Kind;
import dev.nabla.kernel.Strided;
import dev.nabla.kernel.Windows;
import dev.nabla.kernel.Windows.Layout;
import dev.nabla.kernel.reference.ReferenceBackend;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowKernelsTest {
  private static final RowProgram SOFTMAX = RowProgram.of("x", "").max("m", "x").each("e", "exp(x - m)").sum("s", "e")
      .each("y", "e / s").gives("y");
  private static final RowProgram MOMENTS = RowProgram.of("x w b", "n eps").sum("t", "x").row("m", "t / n")
      .sum("q", "(x - m) * (x - m)").row("v", "q / n").row("r", "1 / sqrt(v + eps)").each("y", "(x - m) * r * w + b")
      .gives("v y m");
  private static final RowProgram COTANGENTS = RowProgram.of("g x m r w", "n").sum("a", "g * w")
      .sum("c", "g * w * (x - m)").row("p", "a / n").row("q", "c * r * r / n")
      .each("dx", "r * (g * w - p - (x - m) * q)").total("dw", "g * (x - m) * r").total("db", "g").gives("dx dw db");
  private static final RowProgram RANGE = RowProgram.of("x", "").min("low", "x").max("high", "abs(x)")
      .each("a", "x * 2").each("b", "a - low").each("c", "a * b").sum("s", "c").gives("b s low high");
  private static final RowProgram[] PROGRAMS = {SOFTMAX, MOMENTS, COTANGENTS, RANGE};

  private static final int[][] SHAPES = {
    {}, {1}, {7}, {64}, {300}, {5, 33}, {33, 5}, {1, 9}, {300, 9}, {9, 300}, {70, 130}, {257, 40}, {3, 4, 5},
    {7, 3, 70},
    {20, 6, 8}, {2, 3, 4, 5}, {5, 1, 6, 9}, {3, 5, 9, 9}, {2, 3, 2, 2, 3}
  };
  private static final int[][] LARGE = {{300_000}, {3, 90_001}, {90_001, 3}, {6, 2, 30_000}, {2100, 5, 30}};

  private final Random random = new Random(3);

  @Test
  void everyProgramOverAnyAxesAndLayoutEqualsTheReference() {
    for (int[] dims : SHAPES) {
      for (int mask = 0; mask < 1 << dims.length; mask++) {
        for (RowProgram program : PROGRAMS) {
          for (int i = 0; i < 4; i++) {
            compare(program, i == 3 ? DType.FLOAT64 : DType.FLOAT32, dims, axes(mask), i == 2);
          }
        }
      }
    }
  }

  @Test
  void largeTensorsEqualTheReference() {
    for (int[] dims : LARGE) {
      for (int mask = 1; mask < 1 << dims.length; mask++) {
        for (RowProgram program : PROGRAMS) {
          compare(program, DType.FLOAT32, dims, axes(mask), false);
        }
      }
    }
  }

  @Test
  void theNumberOfThreadsDoesNotChangeABit() {
    int[][] shapes = {{300_000}, {300, 1001}, {3000, 70, 2}, {50, 40, 100}};
    for (int[] dims : shapes) {
      for (int mask = 1; mask < 1 << dims.length; mask++) {
        for (RowProgram program : PROGRAMS) {
          int[] reduced = axes(mask);
          Strided[] in = inputs(program, DType.FLOAT32, dims, reduced, false);
          int[][] shape = outputs(program, in, reduced);
          Strided[] one = empty(DType.FLOAT32, Layout.DENSE, shape);
          Strided[] two = empty(DType.FLOAT32, Layout.DENSE, shape);
          Windows.withThreads(1, () -> RowKernels.run(program, params(dims), in, reduced, one));
          Windows.withThreads(2, () -> RowKernels.run(program, params(dims), in, reduced, two));
          for (int k = 0; k < one.length; k++) {
            Windows.assertSame(program + " of " + Shape.of(dims), one[k], two[k]);
          }
        }
      }
    }
  }

  private static int[] axes(int mask) {
    int[] axes = new int[Integer.bitCount(mask)];
    for (int i = 0, n = 0; n < axes.length; i++) {
      if ((mask >> i & 1) == 1) {
        axes[n++] = i;
      }
    }
    return axes;
  }

  private static double[] params(int[] dims) {
    return new double[] {Shape.of(dims).numel(), 0.5};
  }

  private void compare(RowProgram program, DType dtype, int[] dims, int[] axes, boolean special) {
    Strided[] in = inputs(program, dtype, dims, axes, special);
    int[][] shapes = outputs(program, in, axes);
    Layout layout = Windows.WRITABLE[random.nextInt(Windows.WRITABLE.length)];
    Strided[] expected = empty(dtype, layout, shapes);
    Strided[] actual = empty(dtype, layout, shapes);
    new ReferenceBackend().rows(program, params(dims), in, axes, expected);
    RowKernels.run(program, params(dims), in, axes, actual);
    for (int k = 0; k < expected.length; k++) {
      String what = program + " output " + k + " of " + dtype + Shape.of(dims) + " strides "
          + Arrays.toString(in[0].strides()) + " over " + Arrays.toString(axes);
      Windows.assertClose(what, expected[k], actual[k], dtype == DType.FLOAT32 ? 2e-5 : 1e-12);
    }
  }

  /** Inputs of any layout: the first is full, later ones vary along all axes or some; m and r of COTANGENTS along the kept ones. */
  private Strided[] inputs(RowProgram program, DType dtype, int[] dims, int[] axes, boolean special) {
    Strided[] in = new Strided[program.inputs()];
    for (int k = 0; k < in.length; k++) {
      int[] own = dims.clone();
      boolean perRow = program == COTANGENTS && (k == 2 || k == 3);
      for (int i = 0; i < own.length; i++) {
        boolean reduced = Arrays.binarySearch(axes, i) >= 0;
        if (perRow ? reduced : k > 0 && random.nextInt(3) == 0) {
          own[i] = 1;
        }
      }
      Layout layout = Layout.values()[random.nextInt(Layout.values().length)];
      in[k] = (special && k == 0 && program != COTANGENTS
          ? Windows.special(random, dtype, layout, own)
          : Windows.random(random, dtype, layout, k == 3, own)).expand(Shape.of(dims));
    }
    return in;
  }

  /** The shapes of the outputs; totals are summed over some axes. */
  private int[][] outputs(RowProgram program, Strided[] in, int[] axes) {
    int[][] shapes = new int[program.outputs()][];
    for (int k = 0; k < shapes.length; k++) {
      Kind kind = program.stages().get(program.output(k)).kind();
      int[] dims = in[0].shape().toArray();
      for (int i = 0; i < dims.length; i++) {
        boolean one = kind == Kind.TOTAL
            ? random.nextBoolean()
            : kind != Kind.EACH && Arrays.binarySearch(axes, i) >= 0;
        dims[i] = one ? 1 : dims[i];
      }
      shapes[k] = dims;
    }
    return shapes;
  }

  private static Strided[] empty(DType dtype, Layout layout, int[][] shapes) {
    List<Strided> out = new ArrayList<>();
    for (int[] dims : shapes) {
      out.add(Windows.empty(dtype, layout, dims));
    }
    return out.toArray(Strided[]::new);
  }
}
