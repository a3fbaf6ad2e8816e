package dev.nabla.kernel.vector;

import dev.nabla.expr.Program;
import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;
import java.util.Arrays;

/**
 * Elementwise programs: finds the loops, then lets the program's {@link Kernel} run them.
 *
 * <p>The bits of a result depend on nothing but the inputs: not on layout, size, number of threads or on how often a program has run.
 */
final class ElementwiseKernels {
  /** An innermost loop shorter than this costs more than copying the inputs to contiguous ones. */
  private static final int SHORT_ROW = 16;

  private ElementwiseKernels() {}

  static void run(Program program, double[] params, Strided[] in, Strided out) {
    Compiled compiled = Compiled.of(program);
    if (!compiled.isDirect()) {
      Strided plain = Strided.allocate(program.compute(), out.shape());
      run(compiled.plain(), params, in, plain);
      Copy.convert(plain, out);
      return;
    }
    int n = out.numel();
    if (n == 1) {
      compiled.kernel(0, 1, 1).run(in, params, out, 0, 1, true);
    } else if (n > 0) {
      int mask = flatMask(in, out);
      if (mask >= 0) {
        flat(compiled, params, in, out, mask, n);
      } else {
        nested(compiled, params, in, out);
      }
    }
  }

  /** Which inputs are single numbers, if all the others and the output are row-major; else -1. */
  private static int flatMask(Strided[] in, Strided out) {
    Shape shape = out.shape();
    if (out.strides() != shape.contiguousStrides() && !out.isContiguous()) {
      return -1;
    }
    int mask = 0;
    for (int k = 0; k < in.length; k++) {
      Strided x = in[k];
      if (x.strides() != shape.contiguousStrides() && !x.isContiguous()) {
        if (in.length > Compiled.MAX_MASKED_INPUTS || !isSingle(x)) {
          return -1;
        }
        mask |= 1 << k;
      }
    }
    return mask;
  }

  private static boolean isSingle(Strided x) {
    for (int i = 0; i < x.rank(); i++) {
      if (x.stride(i) != 0 && x.dim(i) != 1) {
        return false;
      }
    }
    return true;
  }

  private static void flat(Compiled compiled, double[] params, Strided[] in, Strided out, int mask, int n) {
    Kernel kernel = compiled.kernel(mask, n, n);
    int grain = compiled.grain();
    if (n < 2 * grain) {
      kernel.run(in, params, out, 0, n, true);
    } else {
      Parallel.range(n, grain, (from, to) -> kernel.run(in, params, out, from, to, true));
    }
  }

  private static void nested(Compiled compiled, double[] params, Strided[] in, Strided out) {
    Nest nest = Nest.of(in, out, compiled.nest());
    compiled.nest(nest);
    if (nest.innerStride(in.length) != 1) {
      Strided plain = Strided.allocate(out.dtype(), out.shape());
      run(compiled.program(), params, in, plain);
      Copy.convert(plain, out);
      return;
    }
    Strided[] ready = in.clone();
    if (straighten(nest, ready, in.length > Compiled.MAX_MASKED_INPUTS)) {
      int[][] steps = new int[in.length + 1][];
      for (int k = 0; k < in.length; k++) {
        steps[k] = ready[k] == in[k] ? nest.strides[k] : Shape.of(dims(nest)).contiguousStrides();
      }
      steps[in.length] = nest.strides[in.length];
      nest = Nest.of(dims(nest), steps);
    }
    rows(compiled, params, ready, out, nest);
  }

  private static int[] dims(Nest nest) {
    return Arrays.copyOf(nest.dims, nest.rank);
  }

  /** Copies the inputs that innermost loops cannot read well; whether there were any. */
  private static boolean straighten(Nest nest, Strided[] in, boolean noSingles) {
    boolean all = nest.inner() < SHORT_ROW && nest.rows() > SHORT_ROW;
    boolean any = false;
    for (int k = 0; k < in.length; k++) {
      int step = nest.innerStride(k);
      if (step == 1 && !all || step == 0 && !all && !noSingles) {
        continue;
      }
      Shape shape = Shape.of(dims(nest));
      Strided source = new Strided(in[k].storage(), in[k].offset(), shape, Arrays.copyOf(nest.strides[k], nest.rank));
      if (!source.isContiguous()) {
        Strided copy = Strided.allocate(in[k].dtype(), shape);
        Copy.convert(source, copy);
        in[k] = copy;
        any = true;
      }
    }
    return any;
  }

  private static void rows(Compiled compiled, double[] params, Strided[] in, Strided out, Nest nest) {
    int inner = nest.inner();
    int mask = 0;
    for (int k = 0; k < in.length; k++) {
      if (nest.innerStride(k) == 0 && inner > 1) {
        mask |= 1 << k;
      }
    }
    Kernel kernel = compiled.kernel(mask, inner, out.numel());
    int grain = Math.max(1, compiled.grain() / inner);
    int rows = nest.rows();
    if (rows < 2 * grain) {
      rows(kernel, params, in, out, nest, 0, rows);
    } else {
      Parallel.range(rows, grain, (from, to) -> rows(kernel, params, in, out, nest, from, to));
    }
  }

  private static void rows(Kernel kernel, double[] params, Strided[] in, Strided out, Nest nest, int from, int to) {
    int[] at = new int[in.length + 1];
    for (int row = from; row < to; row++) {
      for (int k = 0; k < in.length; k++) {
        at[k] = in[k].offset() + nest.start(k, row);
      }
      at[in.length] = out.offset() + nest.start(in.length, row);
      kernel.row(in, params, out, at, nest.inner(), true);
    }
  }
}
