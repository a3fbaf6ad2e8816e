package dev.nabla.testkit;

import dev.nabla.Tensor;
import dev.nabla.kernel.Backend;
import dev.nabla.kernel.Backends;
import dev.nabla.kernel.reference.ReferenceBackend;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The checks of {@link OpSpec} on values. */
final class ValueChecks {
  private static final Backend REFERENCE = new ReferenceBackend();

  private static final double[] SPECIAL = {0.0, -0.0, 1.0, -1.0, 0.5, -2.5, Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY, Double.NaN, 1e-42,
    -1e-42, 1e-310, 3e37, -3e37, 1e-30, 88.9, -104.5, 710.5, 1e6, 20};

  private static final Shape[] SIZES = {Shape.SCALAR, Shape.of(0), Shape.of(1), Shape.of(7), Shape.of(65),
    Shape.of(3, 0, 2), Shape.of(2, 1, 19),
    Shape.of(4, 33), Shape.of(1030)};

  private ValueChecks() {}

  /** The inputs of {@code spec}, freshly drawn but always the same. */
  static Tensor[] make(Input[] inputs, DType real) {
    SplittableRandom random = new SplittableRandom(42);
    Tensor[] out = new Tensor[inputs.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = inputs[i].make(random, real);
    }
    return out;
  }

  private static Closeness close(OpSpec spec, DType dtype) {
    return dtype == DType.FLOAT64 ? spec.close64 : spec.close32;
  }

  private static List<DType> types(OpSpec spec) {
    return spec.float32 ? List.of(DType.FLOAT64, DType.FLOAT32) : List.of(DType.FLOAT64);
  }

  /** What the reference back end makes of {@code in}. */
  private static Tensor expected(OpSpec spec, Tensor[] in) {
    Backend before = Backends.active();
    Backends.use(REFERENCE);
    try {
      return spec.function.apply(in);
    } finally {
      Backends.use(before);
    }
  }

  private static void compare(OpSpec spec, String what, Tensor[] in) {
    DType real = DType.FLOAT64;
    for (Tensor t : in) {
      real = t.dtype().isFloating() ? t.dtype() : real;
    }
    Tensor expected = expected(spec, in);
    close(spec, real).check(what + " of " + real, spec.function.apply(in), expected);
  }

  static void backends(OpSpec spec) {
    for (DType dtype : types(spec)) {
      Tensor[] in = make(spec.inputs, dtype);
      compare(spec, "as drawn", in);
      for (int i = 0; spec.layouts && i < in.length; i++) {
        for (Map.Entry<String, Tensor> layout : Layouts.of(in[i]).entrySet()) {
          Tensor[] laid = in.clone();
          laid[i] = layout.getValue();
          compare(spec, "input " + i + " " + layout.getKey(), laid);
        }
      }
    }
  }

  static void sizes(OpSpec spec) {
    for (DType dtype : types(spec)) {
      for (Shape shape : SIZES) {
        Tensor[] in = make(spec.shaped(shape), dtype);
        compare(spec, "size " + shape, in);
        if (shape.rank() > 0) {
          for (int i = 0; i < in.length && in.length > 1; i++) {
            compare(spec, "size " + shape + ", input " + i + " broadcast", broadcast(spec, in, i, dtype));
          }
        }
      }
    }
  }

  private static Tensor[] broadcast(OpSpec spec, Tensor[] in, int i, DType dtype) {
    Tensor[] out = in.clone();
    Tensor one = spec.inputs[i].shaped(Shape.SCALAR).make(new SplittableRandom(7), dtype);
    out[i] = one.expand(in[i].shape());
    return out;
  }

  static void specials(OpSpec spec) {
    for (DType dtype : types(spec)) {
      Tensor[] drawn = make(spec.inputs, dtype);
      List<double[]> columns = pairs(drawn.length);
      Tensor[] in = new Tensor[drawn.length];
      for (int i = 0; i < in.length; i++) {
        DType type = drawn[i].dtype();
        in[i] = Elements.tensor(type, Shape.of(columns.get(i).length),
            type.isFloating() ? columns.get(i) : new double[columns.get(i).length]);
      }
      Tensor actual = spec.function.apply(in);
      Tensor expected = expected(spec, in);
      Difference d = close(spec, dtype).difference(actual, expected);
      if (d != null) {
        throw new AssertionError("special values of " + dtype + ": " + d + at(d.where(), columns));
      }
    }
  }

  private static String at(String where, List<double[]> columns) {
    int open = where.indexOf('[');
    int close = where.indexOf(']');
    if (!where.startsWith("element") || open < 0 || columns.isEmpty()) {
      return "";
    }
    int at = Integer.parseInt(where.substring(open + 1, close));
    StringBuilder out = new StringBuilder(" at");
    for (double[] c : columns) {
      out.append(' ').append(c[at]);
    }
    return out.toString();
  }

  /**
   * All combinations of special values for {@code n} operands; beyond two operands the rest are drawn from the list in turn. The largest numbers
   * stand alone: a sum of products of them may overflow in between, which the reference, in float64, does not see.
   */
  private static List<double[]> pairs(int n) {
    int m = SPECIAL.length;
    int count = n == 1 ? m : m * m;
    List<double[]> out = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      double[] column = new double[count];
      for (int i = 0; i < count; i++) {
        double v = SPECIAL[k == 0 ? i % m : k == 1 ? i / m : (i * 7 + i / m) % m];
        column[i] = n > 1 && Math.abs(v) == 3e37 ? Math.copySign(1e15, v) : v;
      }
      out.add(column);
    }
    return out;
  }

  static void values(OpSpec spec) {
    OpSpec.Reference reference = java.util.Objects.requireNonNull(spec.reference);
    Tensor[] in = make(spec.shaped(Shape.of(37)), DType.FLOAT64);
    double[][] columns = new double[in.length][];
    for (int i = 0; i < in.length; i++) {
      columns[i] = Elements.doubles(in[i]);
    }
    double[] out = new double[37];
    for (int k = 0; k < out.length; k++) {
      double[] at = new double[in.length];
      for (int i = 0; i < at.length; i++) {
        at[i] = columns[i][k];
      }
      out[k] = reference.at(at);
    }
    Tensor y = spec.function.apply(in);
    spec.close64.check("values", y, Elements.tensor(y.dtype(), y.shape(), out));
  }
}
