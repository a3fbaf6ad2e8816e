package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/** Zeros, with the elements of the input where {@link MaxPool1d#forwardWithIndices} found them: part of its inverse. */
public final class MaxUnpool1d extends MaxUnpool {
  /** For windows side by side. */
  public MaxUnpool1d(int kernel) {
    this(PoolOptions.of(kernel));
  }

  /** For windows every {@code stride} elements over a padded input. */
  public MaxUnpool1d(int kernel, int stride, int padding) {
    this(PoolOptions.of(kernel).withStride(stride).withPadding(padding));
  }

  /** For pooling with these settings. */
  public MaxUnpool1d(PoolOptions options) {
    super(1, options);
  }

  @Override
  Tensor unpooled(Tensor x, Tensor indices, PoolOptions o, int @Nullable [] outputSize) {
    return F.maxUnpool1d(x, indices, o.kernel(), o.stride(), o.padding(), outputSize);
  }
}
