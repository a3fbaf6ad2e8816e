package dev.nabla.nn;

import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import org.jspecify.annotations.Nullable;

/** What convolutions of 1 to 3 spatial axes share: weight [out, in / groups, kernel…], bias [out]. */
public abstract sealed class Conv extends Module permits Conv1d, Conv2d, Conv3d {
  private final Tensor weight;
  private final @Nullable Tensor bias;
  private final int in;
  private final ConvOptions options;

  Conv(int spatial, int in, int out, int kernel, ConvOptions options) {
    if (options.groups() < 1 || in % options.groups() != 0 || out % options.groups() != 0) {
      throw new NablaException("in_channels (" + in + ") and out_channels (" + out + ") must be divisible by groups ("
          + options.groups() + ")");
    }
    int[] dims = new int[spatial + 2];
    java.util.Arrays.fill(dims, kernel);
    dims[0] = out;
    dims[1] = in / options.groups();
    this.in = in;
    this.options = options;
    weight = parameter("weight", Init.weight(dims));
    bias = options.bias() ? parameter("bias", Init.bias(out, weight)) : null;
  }

  /** The weight, [out, in / groups, kernel…]. */
  public Tensor weight() {
    return weight;
  }

  /** The bias, [out]; null if there is none. */
  public @Nullable Tensor bias() {
    return bias;
  }

  /** The settings. */
  public ConvOptions options() {
    return options;
  }

  @Override
  protected String describe() {
    StringBuilder s = new StringBuilder().append(in).append(", ").append(weight.size(0)).append(", kernel_size=")
        .append(tuple(weight.size(2)))
        .append(", stride=").append(tuple(options.stride()));
    if (options.padding() != 0) {
      s.append(", padding=").append(tuple(options.padding()));
    }
    if (options.dilation() != 1) {
      s.append(", dilation=").append(tuple(options.dilation()));
    }
    if (options.groups() != 1) {
      s.append(", groups=").append(options.groups());
    }
    return s.append(bias == null ? ", bias=False" : "").toString();
  }

  private String tuple(int v) {
    int n = weight.dim() - 2;
    return n == 1 ? "(" + v + ",)" : "(" + (v + ", ").repeat(n - 1) + v + ")";
  }
}
