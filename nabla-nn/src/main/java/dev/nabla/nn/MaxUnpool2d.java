package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/** Zeros, with the elements of the input where {@link MaxPool2d#forwardWithIndices} found them: part of its inverse. */
public final class MaxUnpool2d extends MaxUnpool {
  /** For windows side by side. */
  public MaxUnpool2d(int kernel) {
    this(PoolOptions.of(kernel));
  }

  /** For windows every {@code stride} elements over a padded input. */
  public MaxUnpool2d(int kernel, int stride, int padding) {
    this(PoolOptions.of(kernel).withStride(stride).withPadding(padding));
  }

  /** For pooling with these settings. */
  public MaxUnpool2d(PoolOptions options) {
    super(2, options);
  }

  @Override
  Tensor unpooled(Tensor x, Tensor indices, PoolOptions o, int @Nullable [] outputSize) {
    return F.maxUnpool2d(x, indices, o.kernel(), o.stride(), o.padding(), outputSize);
  }
}
