package dev.nabla.bench;

import java.util.ArrayList;
import java.util.List;

/** Workloads of many small tensors: what a library spends on an op besides its arithmetic. */
final class Scalars {
  private Scalars() {}

  /** 2,000 tracked ops without axes, one after the other, and back. */
  record Chain() implements Workload.Setup {
    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      T x = lib.leaf(lib.scalar(0.5));
      T w = lib.leaf(lib.scalar(0.9));
      T b = lib.leaf(lib.scalar(0.1));
      return () -> {
        T y = x;
        for (int i = 0; i < 500; i++) {
          y = lib.tanh(lib.add(lib.mul(lib.mul(y, w), 1.1), b));
        }
        lib.backward(y);
        return gradients(lib, y, List.of(x, w, b));
      };
    }
  }

  /** Micrograd's network 2-16-16-1 on two moons, every neuron a chain of numbers: loss and gradients of eight examples. */
  record Moons() implements Workload.Setup {
    private static final int[] WIDTHS = {2, 16, 16, 1};
    private static final int EXAMPLES = 8;

    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      List<T> params = new ArrayList<>();
      for (int layer = 1; layer < WIDTHS.length; layer++) {
        for (int i = 0; i < WIDTHS[layer] * (WIDTHS[layer - 1] + 1); i++) {
          params.add(lib.leaf(lib.scalar(0.5 * Numbers.at(layer, i))));
        }
      }
      return () -> {
        T loss = lib.scalar(0);
        for (int e = 0; e < EXAMPLES; e++) {
          double angle = Math.PI * e / EXAMPLES;
          int side = e % 2 == 0 ? 1 : -1;
          List<T> x = List.of(lib.scalar(side * Math.cos(angle) + 0.5), lib.scalar(side * Math.sin(angle) + 0.25));
          T score = score(lib, params, x);
          loss = lib.add(loss, lib.relu(lib.add(lib.mul(score, -side), 1)));
        }
        for (T p : params) {
          loss = lib.add(loss, lib.mul(lib.mul(p, p), 1e-4));
        }
        lib.backward(loss);
        return gradients(lib, loss, params);
      };
    }

    private static <T> T score(Library<T> lib, List<T> params, List<T> x) {
      int at = 0;
      List<T> values = x;
      for (int layer = 1; layer < WIDTHS.length; layer++) {
        List<T> out = new ArrayList<>();
        for (int neuron = 0; neuron < WIDTHS[layer]; neuron++) {
          T sum = params.get(at++);
          for (T value : values) {
            sum = lib.add(sum, lib.mul(params.get(at++), value));
          }
          out.add(layer < WIDTHS.length - 1 ? lib.relu(sum) : sum);
        }
        values = out;
      }
      return values.getFirst();
    }
  }

  /** Fifty rounds of a product, a sum and a matrix product on n x n elements. */
  record Small(int n) implements Workload.Setup {
    @Override
    public <T> Workload.Step<T> in(Library<T> lib) {
      T x = lib.leaf(lib.floats(Numbers.floats(1, 1, n * n), n, n));
      T w = lib.leaf(lib.floats(Numbers.floats(2, 1, n * n), n, n));
      T b = lib.leaf(lib.floats(Numbers.floats(3, 1, n * n), n, n));
      T m = lib.leaf(lib.floats(Numbers.floats(4, 1.5 / Math.sqrt(n), n * n), n, n));
      return () -> {
        T y = x;
        for (int i = 0; i < 50; i++) {
          y = lib.matmul(lib.add(lib.mul(y, w), b), m);
        }
        T loss = lib.sum(y);
        lib.backward(loss);
        return gradients(lib, loss, List.of(x, w, b, m));
      };
    }
  }

  /** The value and the leaves' gradients, which are taken from the leaves. */
  static <T> List<T> gradients(Library<T> lib, T value, List<T> leaves) {
    List<T> results = new ArrayList<>();
    results.add(value);
    for (T leaf : leaves) {
      results.add(lib.grad(leaf));
      lib.clearGrad(leaf);
    }
    return results;
  }
}
