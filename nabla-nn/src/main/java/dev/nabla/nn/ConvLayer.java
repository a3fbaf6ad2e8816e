package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What convolutions and transposed ones of 1 to 3 spatial axes share: weight, bias [out], settings. */
public abstract sealed class ConvLayer extends Layer
    permits Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d {
  private final Tensor weight;
  private final @Nullable Tensor bias;
  private final int in;
  private final int out;
  private final int[] kernel;
  private final ConvOptions options;
  private final int @Nullable [] edges;

  ConvLayer(int axes, boolean transposed, int in, int out, int[] kernel, ConvOptions options) {
    int groups = options.groups();
    if (groups < 1 || in % groups != 0 || out % groups != 0) {
      throw new NablaException("in_channels (" + in + ") and out_channels (" + out + ") must be divisible by groups ("
          + groups + ")");
    }
    if (transposed && !options.paddingMode().equals("zeros")) {
      throw new NablaException("Only \"zeros\" padding mode is supported for " + getClass().getSimpleName() + "; got \""
          + options.paddingMode() + "\"");
    }
    this.in = in;
    this.out = out;
    this.kernel = ConvOptions.spread(kernel, axes);
    this.options = options;
    int[] dims = new int[axes + 2];
    System.arraycopy(this.kernel, 0, dims, 2, axes);
    dims[0] = transposed ? in : out;
    dims[1] = (transposed ? out : in) / groups;
    edges = options.paddingMode().equals("zeros") ? null : edges(axes);
    weight = parameter("weight", Init.weight(dims));
    bias = options.bias() ? parameter("bias", Init.bias(out, weight)) : null;
  }

  /** What {@link F#pad(Tensor, int[], String)} is to add, the last axis first. */
  private int[] edges(int axes) {
    int[] padding = ConvOptions.spread(options.padding(), axes);
    int[] dilation = ConvOptions.spread(options.dilation(), axes);
    int[] pads = new int[2 * axes];
    for (int i = 0; i < axes; i++) {
      int both = options.samePadding() ? dilation[i] * (kernel[i] - 1) : 2 * padding[i];
      pads[2 * (axes - 1 - i)] = both / 2;
      pads[2 * (axes - 1 - i) + 1] = both - both / 2;
    }
    return pads;
  }

  /** The weight: [out, in / groups, kernel…], of a transposed convolution [in, out / groups, kernel…]. */
  public Tensor weight() {
    return value(weight);
  }

  /** The bias, [out]; null if there is none. */
  public @Nullable Tensor bias() {
    return bias == null ? null : value(bias);
  }

  /** The settings; of a transposed convolution, those of the convolution of which it is the transpose. */
  public ConvOptions options() {
    return options;
  }

  /** {@code x} with what the padding mode adds at its edges. */
  final Tensor padded(Tensor x) {
    return edges == null ? x : F.pad(x, edges, options.paddingMode());
  }

  /** The zeros that the convolution itself adds. */
  final int[] padding() {
    return edges == null ? options.padding() : new int[] {0};
  }

  /** Whether the convolution itself is to keep the size. */
  final boolean same() {
    return edges == null && options.samePadding();
  }

  @Override
  long flops(Tensor x, Tensor y) {
    long positions = this instanceof ConvTranspose1d || this instanceof ConvTranspose2d
        || this instanceof ConvTranspose3d ? x.numel() / in : y.numel() / out;
    return 2L * weight.numel() * positions;
  }

  @Override
  protected String describe() {
    StringBuilder s = new StringBuilder(in + ", " + out + ", kernel_size=" + PythonText.tuple(kernel) + ", stride="
        + PythonText.tuple(ConvOptions.spread(options.stride(), kernel.length)));
    if (options.samePadding()) {
      s.append(", padding=same");
    } else {
      unless(s, "padding", options.padding(), 0);
    }
    unless(s, "dilation", options.dilation(), 1);
    unless(s, "output_padding", options.outputPadding(), 0);
    if (options.groups() != 1) {
      s.append(", groups=").append(options.groups());
    }
    s.append(bias == null ? ", bias=False" : "");
    return s + (edges == null ? "" : ", padding_mode=" + options.paddingMode());
  }

  private void unless(StringBuilder s, String name, int[] values, int usual) {
    if (Arrays.stream(values).anyMatch(v -> v != usual)) {
      s.append(", ").append(name).append('=').append(PythonText.tuple(ConvOptions.spread(values, kernel.length)));
    }
  }
}
