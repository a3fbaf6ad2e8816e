package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** The mean of each window of an image. Shapes: [N, C, H, W] to [N, C, H', W']. */
public final class AvgPool2d extends Module {
  private final int kernel;
  private final int stride;
  private final int padding;

  /** Windows side by side, {@code kernel} elements on each axis. */
  public AvgPool2d(int kernel) {
    this(kernel, kernel, 0);
  }

  /** Windows every {@code stride} elements, the image padded on all sides. */
  public AvgPool2d(int kernel, int stride, int padding) {
    this.kernel = kernel;
    this.stride = stride;
    this.padding = padding;
  }

  @Override
  public Tensor forward(Tensor x) {
    return F.avgPool2d(x, kernel, stride, padding);
  }

  @Override
  protected String describe() {
    return "kernel_size=" + kernel + ", stride=" + stride + ", padding=" + padding;
  }
}
