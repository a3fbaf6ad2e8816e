package dev.nabla;

import dev.nabla.Convolution.Form;
import dev.nabla.Convolution.Slot;
import dev.nabla.kernel.Geometry;
import dev.nabla.type.DTypeException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** PyTorch's convolution functions: checks, padding modes, inputs without a batch axis. The ops are in {@link Convolution}. */
final class Conv {
  private Conv() {}

  /** An int for every one of {@code n} spatial axes: given one by one, or one for all. */
  static int[] sizes(String name, int n, int[] values) {
    if (values.length == n) {
      return values;
    }
    if (values.length != 1) {
      throw new ShapeException("expected " + name + " to be a single integer value or a list of " + n
          + " values to match the convolution dimensions,"
          + " but got " + name + "=" + Arrays.toString(values));
    }
    int[] all = new int[n];
    Arrays.fill(all, values[0]);
    return all;
  }

  /** The convolution over the last {@code n} axes. x [N, C, S…] or [C, S…], w [O, C / groups, K…], bias [O]. */
  static Tensor conv(int n, Tensor x, Tensor w, @Nullable Tensor bias, int[] stride, int[] padding, int[] dilation,
      int groups) {
    String name = "conv" + n + "d";
    Geometry g = new Geometry(sizes("stride", n, stride), sizes("padding", n, padding), sizes("dilation", n, dilation),
        groups);
    if (x.dim() == n + 1) {
      checkRank(name, n, x, w);
      return conv(n, x.unsqueeze(0), w, bias, stride, padding, dilation, groups).squeeze(0);
    }
    check(name, n, x, w, bias, g);
    if (x.size(1) != w.size(1) * groups) {
      throw new ShapeException(
          "Given groups=" + groups + ", weight of size " + w.shape() + ", expected input" + x.shape() + " to have "
              + w.size(1) * groups + " channels, but got " + x.size(1) + " channels instead");
    }
    checkBias("Given weight of size ", w, bias, w.size(0));
    checkKernelFits(g, x.shape(), w.shape());
    return apply(new Form(Slot.Y, g, g.output(x.shape(), w.shape())), x, w, bias);
  }

  /** As {@link #conv}, padded with zeros by a rule: {@code valid} is none, {@code same} keeps the spatial sizes. */
  static Tensor conv(int n, Tensor x, Tensor w, @Nullable Tensor bias, int[] stride, String padding, int[] dilation,
      int groups) {
    return switch (padding) {
      case "valid" -> conv(n, x, w, bias, stride, new int[n], dilation, groups);
      case "same" -> same(n, x, w, bias, sizes("stride", n, stride), sizes("dilation", n, dilation), groups);
      default -> throw new ShapeException(
          "conv" + n + "d: Invalid padding string: '" + padding + "'; use 'valid', 'same' or numbers");
    };
  }

  private static Tensor same(int n, Tensor x, Tensor w, @Nullable Tensor bias, int[] stride, int[] dilation,
      int groups) {
    checkRank("conv" + n + "d", n, x, w);
    int[] padding = new int[n];
    Tensor wide = x;
    for (int i = 0; i < n; i++) {
      if (stride[i] != 1) {
        throw new ShapeException("padding='same' is not supported for strided convolutions");
      }
      int total = dilation[i] * (w.size(2 + i) - 1);
      padding[i] = total / 2;
      if (total % 2 != 0) {
        // An odd total puts the extra zero at the end.
        int axis = x.dim() - n + i;
        int size = x.size(axis);
        wide = Dispatch.apply(new Views.Embed(wide.shape().with(axis, size + 1), axis, 0, size, 1), wide);
      }
    }
    return conv(n, wide, w, bias, stride, padding, dilation, groups);
  }

  /** The transposed convolution over the last {@code n} axes. x [N, C, S…] or [C, S…], w [C, O / groups, K…], bias [O]. */
  static Tensor transposed(
      int n, Tensor x, Tensor w, @Nullable Tensor bias, int[] stride, int[] padding, int[] outputPadding, int groups,
      int[] dilation) {
    String name = "conv_transpose" + n + "d";
    Geometry g = new Geometry(sizes("stride", n, stride), sizes("padding", n, padding), sizes("dilation", n, dilation),
        groups);
    int[] extra = sizes("output_padding", n, outputPadding);
    if (x.dim() == n + 1) {
      checkRank(name, n, x, w);
      return transposed(n, x.unsqueeze(0), w, bias, stride, padding, outputPadding, groups, dilation).squeeze(0);
    }
    check(name, n, x, w, bias, g);
    if (x.size(1) != w.size(0)) {
      throw new ShapeException(
          "Given transposed=1, weight of size " + w.shape() + ", expected input" + x.shape() + " to have " + w.size(0)
              + " channels, but got " + x.size(1) + " channels instead");
    }
    checkBias("Given transposed=1, weight of size ", w, bias, w.size(1) * groups);
    return apply(new Form(Slot.X, g, transposedShape(g, x.shape(), w.shape(), extra)), x, w, bias);
  }

  private static Shape transposedShape(Geometry g, Shape x, Shape w, int[] extra) {
    int[] dims = x.toArray();
    dims[1] = w.dim(1) * g.groups();
    for (int i = 0; i < g.spatial(); i++) {
      if (extra[i] < 0) {
        throw new ShapeException("negative output_padding is not supported");
      }
      if (extra[i] >= g.stride()[i] && extra[i] >= g.dilation()[i]) {
        throw new ShapeException(
            "output padding must be smaller than either stride or dilation, but got output_padding: "
                + Arrays.toString(extra)
                + " stride: " + Arrays.toString(g.stride()) + " dilation: " + Arrays.toString(g.dilation()));
      }
      dims[2 + i] = (x.dim(2 + i) - 1) * g.stride()[i] - 2 * g.padding()[i] + g.dilation()[i] * (w.dim(2 + i) - 1)
          + extra[i] + 1;
      if (dims[2 + i] < 1) {
        throw new ShapeException("Given input size per channel: " + product(x, 2, new int[g.spatial()])
            + ". Calculated output size per channel: ("
            + dims[2 + i] + " on axis " + i + "). Output size is too small");
      }
    }
    return Shape.of(dims);
  }

  private static Tensor apply(Form form, Tensor x, Tensor w, @Nullable Tensor bias) {
    return bias == null
        ? Dispatch.apply(form, x, w)
        : Dispatch.apply(new Convolution.WithBias(form), new Tensor[] {x, w, bias});
  }

  private static void checkRank(String name, int n, Tensor x, Tensor w) {
    if (x.dim() != n + 1 && x.dim() != n + 2) {
      throw new ShapeException("Expected " + (n + 1) + "D (unbatched) or " + (n + 2) + "D (batched) input to " + name
          + ", but got input of size: "
          + x.shape());
    }
    if (w.dim() != n + 2) {
      throw new ShapeException("Expected " + w.dim() + "-dimensional input for " + w.dim() + "-dimensional weight "
          + w.shape() + ", but got "
          + (n + 2) + "-dimensional input of size " + x.shape() + " instead");
    }
  }

  private static void check(String name, int n, Tensor x, Tensor w, @Nullable Tensor bias, Geometry g) {
    checkRank(name, n, x, w);
    if (!x.dtype().isFloating()) {
      throw new DTypeException(
          name + ": expected a floating-point input; got " + x.type() + "; convert it with to(FLOAT32)");
    }
    if (w.dtype() != x.dtype()) {
      throw new DTypeException(
          "expected scalar type " + x.dtype().scalarName() + " but found " + w.dtype().scalarName() + "; " + name
              + " needs input and weight of one type");
    }
    if (bias != null && bias.dtype() != x.dtype()) {
      throw new DTypeException(
          "Input type (" + x.dtype() + ") and bias type (" + bias.dtype() + ") should be the same");
    }
    for (int i = 0; i < n; i++) {
      positive(g.stride()[i] > 0, "non-positive stride is not supported");
      positive(g.padding()[i] >= 0, "negative padding is not supported");
      positive(g.dilation()[i] > 0, "dilation should be greater than zero");
    }
    positive(g.groups() > 0, "non-positive groups is not supported");
    if (w.size(0) < g.groups() || w.size(0) % g.groups() != 0) {
      throw new ShapeException("Given groups=" + g.groups() + ", expected weight to be divisible by " + g.groups()
          + " at dimension 0, but got weight of size " + w.shape() + " instead");
    }
  }

  private static void positive(boolean ok, String message) {
    if (!ok) {
      throw new ShapeException(message);
    }
  }

  private static void checkBias(String start, Tensor w, @Nullable Tensor bias, int channels) {
    if (bias != null && (bias.dim() != 1 || bias.size(0) != channels)) {
      throw new ShapeException(start + w.shape() + ", expected bias to be 1-dimensional with " + channels
          + " elements, but got bias of size "
          + bias.shape() + " instead");
    }
  }

  private static void checkKernelFits(Geometry g, Shape x, Shape w) {
    int[] reach = new int[g.spatial()];
    int[] extra = new int[g.spatial()];
    boolean fits = true;
    for (int i = 0; i < reach.length; i++) {
      reach[i] = g.dilation()[i] * (w.dim(2 + i) - 1) + 1 - w.dim(2 + i);
      extra[i] = 2 * g.padding()[i];
      fits &= x.dim(2 + i) + extra[i] >= w.dim(2 + i) + reach[i];
    }
    if (!fits) {
      throw new ShapeException(
          "Calculated padded input size per channel: " + product(x, 2, extra) + ". Kernel size: " + product(w, 2, reach)
              + ". Kernel size can't be greater than actual input size");
    }
  }

  /** The sizes from axis {@code from} on, each with something added, as {@code (2 x 3)}. */
  private static String product(Shape s, int from, int[] plus) {
    StringBuilder text = new StringBuilder("(");
    for (int i = from; i < s.rank(); i++) {
      text.append(i > from ? " x " : "").append(s.dim(i) + plus[i - from]);
    }
    return text.append(')').toString();
  }
}
