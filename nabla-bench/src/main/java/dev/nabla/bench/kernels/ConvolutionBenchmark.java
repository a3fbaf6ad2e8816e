package dev.nabla.bench.kernels;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Convolutions of 16 images. */
public class ConvolutionBenchmark extends KernelBenchmark {
  /** Input channels, and as many output channels. */
  @Param({"3", "32", "128"}) public int channels;

  /** The side of the kernel. */
  @Param({"1", "3", "5"}) public int kernel;

  private Tensor x = Nabla.zeros(0);
  private Tensor w = x;

  /** Made by JMH. */
  public ConvolutionBenchmark() {}

  /** Draws images and weights. */
  @Setup
  public void draw() {
    x = Nabla.randn(16, channels, 28, 28);
    w = Nabla.randn(channels, channels, kernel, kernel);
  }

  /** Padded to keep the size. */
  @Benchmark
  public Tensor forward() {
    return F.conv2d(x, w, null, 1, kernel / 2);
  }
}
