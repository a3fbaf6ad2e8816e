package dev.nabla.bench.kernels;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.DType;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Matrix products. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Dnabla.threads=1"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GemmBenchmark {
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
