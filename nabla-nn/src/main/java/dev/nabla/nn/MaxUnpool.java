package dev.nabla.nn;

import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import org.jspecify.annotations.Nullable;

/** What the inverses of maximum pooling share. */
public abstract sealed class MaxUnpool extends Module permits MaxUnpool1d, MaxUnpool2d, MaxUnpool3d {
  private final int axes;
  private final PoolOptions options;

  MaxUnpool(int axes, PoolOptions options) {
    this.axes = axes;
    this.options = options;
  }

  abstract Tensor unpooled(Tensor x, Tensor indices, PoolOptions o, int @Nullable [] outputSize);

  /** Always an error: the places are needed as well. */
  @Override
  public Tensor forward(Tensor x) {
    throw new NablaException(getClass().getSimpleName() + ": needs indices too; call forward(x, indices)");
  }

  /** Zeros, with the elements of {@code x} where {@code indices} say. */
  public Tensor forward(Tensor x, Tensor indices) {
    return forward(x, indices, null);
  }

  /** As {@link #forward(Tensor, Tensor)} to this size, where several would do; null for the least. */
  public Tensor forward(Tensor x, Tensor indices, int @Nullable [] outputSize) {
    return around(x, in -> unpooled(in, indices, options, outputSize));
  }

  @Override
  protected String describe() {
    return options.describeUnpooling(axes);
  }
}
