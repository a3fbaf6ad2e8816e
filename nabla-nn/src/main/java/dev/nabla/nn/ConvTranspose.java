package dev.nabla.nn;

import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What transposed convolutions of 1 to 3 spatial axes share: weight [in, out / groups, kernel…], bias [out]. */
public abstract sealed class ConvTranspose extends Module
    permits ConvTranspose1d, ConvTranspose2d, ConvTranspose3d {
  private final Tensor weight;
  private final @Nullable Tensor bias;
  private final int out;
  private final ConvOptions options;
  private final int outputPadding;

  ConvTranspose(int spatial, int in, int out, int kernel, ConvOptions options, int outputPadding) {
    if (options.groups() < 1 || in % options.groups() != 0 || out % options.groups() != 0) {
      throw new NablaException("in_channels (" + in + ") and out_channels (" + out + ") must be divisible by groups ("
          + options.groups() + ")");
    }
    int[] dims = new int[spatial + 2];
    Arrays.fill(dims, kernel);
    dims[0] = in;
    dims[1] = out / options.groups();
    this.out = out;
    this.options = options;
    this.outputPadding = outputPadding;
    weight = parameter("weight", Init.weight(dims));
    bias = options.bias() ? parameter("bias", Init.bias(out, weight)) : null;
  }

  /** The weight, [in, out / groups, kernel…]. */
  public Tensor weight() {
    return weight;
  }

  /** The bias, [out]; null if there is none. */
  public @Nullable Tensor bias() {
    return bias;
  }

  /** The settings of the convolution of which this is the transpose. */
  public ConvOptions options() {
    return options;
  }

  /** How many positions more each axis has at its end. */
  public int outputPadding() {
    return outputPadding;
  }

  @Override
  protected String describe() {
    StringBuilder s = new StringBuilder().append(weight.size(0)).append(", ").append(out).append(", kernel_size=")
        .append(tuple(weight.size(2))).append(", stride=").append(tuple(options.stride()));
    if (options.padding() != 0) {
      s.append(", padding=").append(tuple(options.padding()));
    }
    if (options.dilation() != 1) {
      s.append(", dilation=").append(tuple(options.dilation()));
    }
    if (outputPadding != 0) {
      s.append(", output_padding=").append(tuple(outputPadding));
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
