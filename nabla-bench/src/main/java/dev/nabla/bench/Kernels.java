package dev.nabla.bench;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Workloads of one op on large tensors, forward and, where it has a gradient, backward. */
final class Kernels {
  private Kernels() {}

  /** A product of matrices, perhaps in float64, with operands stored the other way round, or many at once. */
  record Gemm(boolean f64, int batch, int m, int k, int n, boolean leftStoredTransposed, boolean rightStoredTransposed)
      implements
        Workload.Setup {
    static Gemm square(boolean f64, int n) {
      return new Gemm(f64, 1, n, n, n, false, false);
    }

    double flops() {
      return 2.0 * batch * m * k * n;
    }

    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      T a = operand(lib, 1, m, k, leftStoredTransposed);
      T b = operand(lib, 2, k, n, rightStoredTransposed);
      return () -> List.of(lib.matmul(a, b));
    }

    @Override
    public double tolerance() {
      return f64 ? 1e-11 : 2e-4;
    }

    private <T> T operand(Library<T> lib, int series, int rows, int columns, boolean transposed) {
      int[] stored = transposed ? new int[] {columns, rows} : new int[] {rows, columns};
      int[] shape = batch == 1 ? stored : new int[] {batch, stored[0], stored[1]};
      int count = Numbers.count(shape);
      T x = f64
          ? lib.doubles(Numbers.doubles(series, 1, count), shape)
          : lib.floats(Numbers.floats(series, 1, count), shape);
      return transposed ? lib.transpose(x, shape.length - 2, shape.length - 1) : x;
    }
  }

  /** A convolution with its three gradients. */
  record Convolution(Library.Conv conv, int[] x, int[] w, int[] y) implements Workload.Setup {
    double flops() {
      return 3 * 2.0 * Numbers.count(conv.transposed() ? x : y) * Numbers.count(w) / w[0];
    }

    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      T input = lib.leaf(lib.floats(Numbers.floats(1, 1, Numbers.count(x)), x));
      int fan = Numbers.count(w) / w[0];
      T weight = lib.leaf(lib.floats(Numbers.floats(2, 1 / Math.sqrt(fan), Numbers.count(w)), w));
      int channels = conv.transposed() ? w[1] * conv.groups() : w[0];
      T bias = lib.leaf(lib.floats(Numbers.floats(3, 1, channels), channels));
      T g = lib.floats(Numbers.floats(4, 1, Numbers.count(y)), y);
      return () -> {
        T out = lib.conv(conv, input, weight, bias);
        lib.backward(out, g);
        return Scalars.gradients(lib, out, List.of(input, weight, bias));
      };
    }
  }

  /** An op of one large matrix, and back. */
  record Unary(int rows, int columns, OfOne op) implements Workload.Setup {
    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      T x = lib.leaf(lib.floats(Numbers.floats(1, 3, rows * columns), rows, columns));
      UnaryOperator<T> f = op.in(lib);
      int[] shape = lib.shape(f.apply(x));
      T g = shape.length == 0
          ? lib.scalar(Numbers.at(4, 0))
          : lib.floats(Numbers.floats(4, 1, Numbers.count(shape)), shape);
      return () -> {
        T y = f.apply(x);
        lib.backward(y, g);
        return Scalars.gradients(lib, y, List.of(x));
      };
    }
  }

  /** An op of one large matrix that has no gradient, or whose gradient is not wanted. */
  record Forward(int rows, int columns, OfOne op) implements Workload.Setup {
    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      T x = lib.floats(Numbers.floats(1, 3, rows * columns), rows, columns);
      UnaryOperator<T> f = op.in(lib);
      return () -> List.of(f.apply(x));
    }
  }

  /** An op of a large matrix and a second one of the given shape, and back. */
  record Binary(int rows, int columns, int[] second, OfTwo op) implements Workload.Setup {
    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      T a = lib.leaf(lib.floats(Numbers.floats(1, 3, rows * columns), rows, columns));
      T b = lib.leaf(lib.floats(Numbers.floats(2, 3, Numbers.count(second)), second));
      BinaryOperator<T> f = op.in(lib);
      T g = lib.floats(Numbers.floats(4, 1, rows * columns), rows, columns);
      return () -> {
        T y = f.apply(a, b);
        lib.backward(y, g);
        return Scalars.gradients(lib, y, List.of(a, b));
      };
    }
  }

  /** Rows looked up in a table, and their gradients added up in it. */
  record Embedding(int rows, int columns, int indices) implements Workload.Setup {
    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      T table = lib.leaf(lib.floats(Numbers.floats(1, 1, rows * columns), rows, columns));
      T index = lib.longs(Numbers.indices(2, rows, indices), indices);
      T g = lib.floats(Numbers.floats(3, 1, indices * columns), indices, columns);
      return () -> {
        T y = lib.embedding(index, table);
        lib.backward(y, g);
        return Scalars.gradients(lib, y, List.of(table));
      };
    }
  }

  /** An optimizer's step over ten million parameters in a dozen tensors. */
  record Update(boolean adamW) implements Workload.Setup {
    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      Parameters<T> p = new Parameters<>(lib);
      for (int i = 0; i < 9; i++) {
        p.uniform(1024, 1024, 1024);
      }
      for (int i = 0; i < 9; i++) {
        p.uniform(1024, 58_000);
      }
      int at = 0;
      for (T x : p.all()) {
        T sum = lib.sum(lib.mul(lib.mul(x, x), 0.5 + 0.01 * at++));
        lib.backward(sum); // leaves a gradient at x
      }
      Library.Optimizer optimizer = adamW ? lib.adamW(p.all(), 1e-3) : lib.sgd(p.all(), 1e-3, 0.9);
      return () -> {
        optimizer.step();
        return List.of(p.all().getFirst(), p.all().getLast());
      };
    }
  }

  /** An op of one tensor, in any library. */
  interface OfOne {
    <T> UnaryOperator<T> in(Library<T> lib);
  }

  /** An op of two tensors, in any library. */
  interface OfTwo {
    <T> BinaryOperator<T> in(Library<T> lib);
  }
}
