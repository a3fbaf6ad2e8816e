package dev.nabla.bench.kernels;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One formula over many elements. */
public class ElementwiseBenchmark extends KernelBenchmark {
  /** The number of elements. */
  @Param({"16", "65536", "4194304"}) public int n;

  private Tensor a = Nabla.zeros(0);
  private Tensor b = a;

  /** Made by JMH. */
  public ElementwiseBenchmark() {}

  /** Draws the operands. */
  @Setup
  public void draw() {
    a = Nabla.randn(n);
    b = Nabla.randn(n);
  }

  /** {@code a + b}. */
  @Benchmark
  public Tensor add() {
    return a.add(b);
  }

  /** {@code a += b}. */
  @Benchmark
  public Tensor addInPlace() {
    return a.add_(b);
  }

  /** {@code exp(b)}. */
  @Benchmark
  public Tensor exp() {
    return b.exp();
  }

  /** The Gaussian error unit, by tanh. */
  @Benchmark
  public Tensor gelu() {
    return F.gelu(b, "tanh");
  }
}
