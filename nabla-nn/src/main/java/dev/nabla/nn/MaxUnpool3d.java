package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/** Zeros, with the elements of the input where {@link MaxPool3d#forwardWithIndices} found them: part of its inverse. */
public final class MaxUnpool3d extends MaxUnpool {
  /** For windows side by side. */
  public MaxUnpool3d(int kernel) {
    this(PoolOptions.of(kernel));
  }

  /** For windows every {@code stride} elements over a padded input. */
  public MaxUnpool3d(int kernel, int stride, int padding) {
    this(PoolOptions.of(kernel).withStride(stride).withPadding(padding));
  }

  /** For pooling with these settings. */
  public MaxUnpool3d(PoolOptions options) {
    super(3, options);
  }

  @Override
  Tensor unpooled(Tensor x, Tensor indices, PoolOptions o, int @Nullable [] outputSize) {
    return F.maxUnpool3d(x, indices, o.kernel(), o.stride(), o.padding(), outputSize);
  }
}
