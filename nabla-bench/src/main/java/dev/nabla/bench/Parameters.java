package dev.nabla.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The trained tensors of a workload, in the order of their making. */
final class Parameters<T> {
  private final Library<T> lib;
  private final List<T> all = new ArrayList<>();

  Parameters(Library<T> lib) {
    this.lib = lib;
  }

  List<T> all() {
    return all;
  }

  /** Evenly spread between plus and minus {@code 1 / sqrt(fanIn)}, as PyTorch's layers begin. */
  T uniform(int fanIn, int... shape) {
    return trained(Numbers.floats(100 + all.size(), 1 / Math.sqrt(fanIn), Numbers.count(shape)), shape);
  }

  T constant(double value, int... shape) {
    float[] x = new float[Numbers.count(shape)];
    Arrays.fill(x, (float) value);
    return trained(x, shape);
  }

  private T trained(float[] data, int... shape) {
    T p = lib.leaf(lib.floats(data, shape));
    all.add(p);
    return p;
  }

  /** A step of training: the loss that {@code forward} gives, backward, and {@code optimizer}'s step; compares loss and outer gradients. */
  Workload.Step<T> training(Forward<T> forward, Library.Optimizer optimizer) {
    return () -> {
      optimizer.zeroGrad();
      T loss = forward.loss();
      lib.backward(loss);
      List<T> results = List.of(loss, lib.grad(all.getFirst()), lib.grad(all.getLast()));
      optimizer.step();
      return results;
    };
  }

  /** From the input to the loss. */
  interface Forward<T> {
    T loss();
  }
}
