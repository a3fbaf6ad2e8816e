package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import org.jspecify.annotations.Nullable;

/** Normalises each group of channels of each example, with a learned scale and shift of each channel (Wu and He 2018). x [N, C, …]. */
public final class GroupNorm extends Layer {
  private final int groups;
  private final int channels;
  private final double eps;
  private final @Nullable Tensor weight;
  private final @Nullable Tensor bias;

  /** With eps 1e-5 and a learned scale and shift. */
  public GroupNorm(int groups, int channels) {
    this(groups, channels, 1e-5, true);
  }

  /** {@code affine}: whether a scale and a shift are learned. */
  public GroupNorm(int groups, int channels, double eps, boolean affine) {
    if (groups < 1 || channels % groups != 0) {
      throw new NablaException("num_channels (" + channels + ") must be divisible by num_groups (" + groups + ")");
    }
    this.groups = groups;
    this.channels = channels;
    this.eps = eps;
    weight = affine ? parameter("weight", Nabla.ones(channels)) : null;
    bias = affine ? parameter("bias", Nabla.zeros(channels)) : null;
  }

  @Override
  protected Tensor compute(Tensor x) {
    return F.groupNorm(x, groups, weight == null ? null : value(weight), bias == null ? null : value(bias), eps);
  }

  @Override
  protected String describe() {
    return groups + ", " + channels + ", eps=" + PythonText.number(eps) + ", affine="
        + PythonText.truth(weight != null);
  }
}
