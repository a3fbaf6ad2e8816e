package dev.nabla.bench.kernels;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
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

/** One formula over many elements. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Dnabla.threads=1"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ElementwiseBenchmark {
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
