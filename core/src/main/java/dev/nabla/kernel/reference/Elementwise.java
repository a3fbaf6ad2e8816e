package dev.nabla.kernel.reference;

import dev.nabla.expr.Program;
import dev.nabla.kernel.Strided;

/** Elementwise programs and conversions, one element at a time by the program's own meaning. */
final class Elementwise {
  private Elementwise() {}

  static void run(Program program, double[] params, Strided[] in, Strided out) {
    boolean floating = program.compute().isFloating();
    double[] reals = new double[in.length];
    long[] wholes = new long[in.length];
    for (int i = 0; i < out.numel(); i++) {
      int to = out.position(i);
      for (int k = 0; k < in.length; k++) {
        int from = in[k].position(i);
        if (floating) {
          reals[k] = in[k].storage().getDouble(from);
        } else {
          wholes[k] = in[k].storage().getLong(from);
        }
      }
      if (floating) {
        out.storage().setDouble(to, program.evaluate(reals, params));
      } else {
        out.storage().setLong(to, program.evaluateLong(wholes, params));
      }
    }
  }

  static void convert(Strided in, Strided out) {
    boolean floating = in.dtype().isFloating();
    for (int i = 0; i < out.numel(); i++) {
      int from = in.position(i);
      if (floating) {
        out.storage().setDouble(out.position(i), in.storage().getDouble(from));
      } else {
        out.storage().setLong(out.position(i), in.storage().getLong(from));
      }
    }
  }
}
