package dev.nabla.bench.kernels;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Reductions, norms, sorting: kernels that work row by row. */
public class RowBenchmark extends KernelBenchmark {
  /** Rows of 1024 elements. */
  @Param({"16", "4096"}) public int rows;

  private Tensor x = Nabla.zeros(0);

  /** Made by JMH. */
  public RowBenchmark() {}

  /** Draws the matrix. */
  @Setup
  public void draw() {
    x = Nabla.randn(rows, 1024);
  }

  /** Along the rows. */
  @Benchmark
  public Tensor sum() {
    return x.sum(1);
  }

  /** Across the rows. */
  @Benchmark
  public Tensor columnSum() {
    return x.sum(0);
  }

  /** The positions of the largest. */
  @Benchmark
  public Tensor argmax() {
    return x.argmax(1);
  }

  /** Softmax of each row. */
  @Benchmark
  public Tensor softmax() {
    return x.softmax(1);
  }

  /** Layer norm of each row. */
  @Benchmark
  public Tensor layerNorm() {
    return F.layerNorm(x, 1024);
  }

  /** Running sums. */
  @Benchmark
  public Tensor cumsum() {
    return x.cumsum(1);
  }

  /** Each row sorted. */
  @Benchmark
  public Tensor sort() {
    return x.sort(1).values();
  }
}
