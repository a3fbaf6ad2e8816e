package dev.nabla.bench.kernels;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.DType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Matrix products. */
public class GemmBenchmark extends KernelBenchmark {
  /** Rows and columns. */
  @Param({"64", "256", "1024"}) public int n;

  /** The element type. */
  @Param({"FLOAT32", "FLOAT64"}) public DType dtype = DType.FLOAT32;

  private Tensor a = Nabla.zeros(0);
  private Tensor b = a;

  /** Made by JMH. */
  public GemmBenchmark() {}

  /** Draws the operands. */
  @Setup
  public void draw() {
    a = Nabla.randn(dtype, n, n);
    b = Nabla.randn(dtype, n, n);
  }

  /** {@code a b}. */
  @Benchmark
  public Tensor plain() {
    return a.matmul(b);
  }

  /** {@code a bᵀ}, as in a linear layer. */
  @Benchmark
  public Tensor rightTransposed() {
    return a.matmul(b.t());
  }

  /** {@code aᵀ b}, as in the gradient of a linear layer's weight. */
  @Benchmark
  public Tensor leftTransposed() {
    return a.t().matmul(b);
  }
}
