package dev.nabla;

import dev.nabla.kernel.Scatter;
import dev.nabla.type.DTypeException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PyTorch's pooling functions: where windows lie, and checks. Spatial axes are the last n; before them [N, C] or [C]. */
final class Pooling {
  private Pooling() {}

  /** Where the windows of one axis begin, padding included: {@code p · stride - padding} for {@code count} positions. */
  private record Axis(int size, int kernel, int stride, int padding, int dilation, int count) {
    static Axis of(int size, int kernel, int stride, int padding, int dilation, boolean ceilMode) {
      if (kernel <= 0) {
        throw new ShapeException("kernel size should be greater than zero, but got " + kernel);
      }
      if (stride <= 0) {
        throw new ShapeException("stride should not be zero; got " + stride);
      }
      if (padding < 0) {
        throw new ShapeException("pad must be non-negative, but got pad: " + padding);
      }
      if (dilation <= 0) {
        throw new ShapeException("dilation should be greater than zero, but got dilation: " + dilation);
      }
      int reach = dilation * (kernel - 1) + 1;
      if (padding > reach / 2) {
        throw new ShapeException(
            "pad should be at most half of kernel size, but got pad=" + padding + " and kernel_size=" + kernel);
      }
      int count = Math.floorDiv(size + 2 * padding - reach + (ceilMode ? stride - 1 : 0), stride) + 1;
      if (ceilMode && (count - 1) * stride >= size + padding) {
        count--; // the last window must begin inside the input or its left padding
      }
      return new Axis(size, kernel, stride, padding, dilation, count);
    }

    int start(int p) {
      return p * stride - padding;
    }

    /** The first position of window {@code p} that is not padding. */
    int firstInside(int p) {
      int start = start(p);
      return start >= 0 ? start : start + Math.ceilDiv(-start, dilation) * dilation;
    }

    int endInside(int p) {
      return Math.min(start(p) + dilation * (kernel - 1) + 1, size);
    }

    /** The number of elements of window {@code p}, counting padding or not. */
    int elements(int p, boolean countPadding) {
      return countPadding
          ? Math.min(start(p) + kernel, size + padding) - start(p)
          : endInside(p) - Math.max(start(p), 0);
    }

    int[] starts() {
      int[] out = new int[count];
      Arrays.setAll(out, this::firstInside);
      return out;
    }

    int[] ends() {
      int[] out = new int[count];
      Arrays.setAll(out, this::endInside);
      return out;
    }
  }

  private static void checkInput(String name, int n, Tensor x) {
    boolean ranks = x.dim() == n + 1 || x.dim() == n + 2;
    boolean filled = true;
    for (int i = x.dim() == n + 2 ? 1 : 0; i < x.dim(); i++) {
      filled &= x.size(i) != 0;
    }
    if (!ranks || !filled) {
      throw new ShapeException(name + ": Expected " + (n + 1) + "D or " + (n + 2)
          + "D (batch mode) tensor with optional 0 dim batch size for input, but got: " + x.shape());
    }
  }

  private static Axis[] axes(
      String name, int n, Tensor x, int[] kernel, int @Nullable [] stride, int[] padding, int[] dilation,
      boolean ceilMode) {
    checkInput(name, n, x);
    int[] k = Conv.sizes("kernel_size", n, kernel);
    int[] s = stride == null || stride.length == 0 ? k : Conv.sizes("stride", n, stride);
    int[] p = Conv.sizes("padding", n, padding);
    int[] d = Conv.sizes("dilation", n, dilation);
    Axis[] axes = new Axis[n];
    boolean empty = false;
    for (int i = 0; i < n; i++) {
      axes[i] = Axis.of(x.size(x.dim() - n + i), k[i], s[i], p[i], d[i], ceilMode);
      empty |= axes[i].count < 1;
    }
    if (empty) {
      StringBuilder in = new StringBuilder().append(x.size(x.dim() - n - 1));
      StringBuilder out = new StringBuilder(in);
      for (Axis a : axes) {
        in.append('x').append(a.size);
        out.append('x').append(a.count);
      }
      throw new ShapeException(
          "Given input size: (" + in + "). Calculated output size: (" + out + "). Output size is too small");
    }
    return axes;
  }

  // --- maximum ---

  static ValuesIndices maxPool(
      int n, Tensor x, int[] kernel, int @Nullable [] stride, int[] padding, int[] dilation, boolean ceilMode) {
    Axis[] axes = axes("max_pool" + n + "d", n, x, kernel, stride, padding, dilation, ceilMode);
    int[][] starts = new int[n][];
    int[][] ends = new int[n][];
    int[] steps = new int[n];
    for (int i = 0; i < n; i++) {
      starts[i] = axes[i].starts();
      ends[i] = axes[i].ends();
      steps[i] = axes[i].dilation;
    }
    return valuesIndices(new MaxPool("max_pool" + n + "d_with_indices", starts, ends, steps), x);
  }

  private static ValuesIndices valuesIndices(MaxPool op, Tensor x) {
    Tensor[] out = Dispatch.applyAll(op, new Tensor[] {x});
    return new ValuesIndices(out[0], out[1]);
  }

  static ValuesIndices adaptiveMaxPool(int n, Tensor x, int[] size) {
    String name = "adaptive_max_pool" + n + "d";
    int[] out = adaptiveSize(name, n, x, size);
    int[][] starts = new int[n][];
    int[][] ends = new int[n][];
    int[] steps = new int[n];
    for (int i = 0; i < n; i++) {
      int in = x.size(x.dim() - n + i);
      starts[i] = adaptiveStarts(in, out[i]);
      ends[i] = adaptiveEnds(in, out[i]);
      steps[i] = 1;
    }
    return valuesIndices(new MaxPool(name, starts, ends, steps), x);
  }

  static Tensor maxUnpool(
      int n, Tensor x, Tensor indices, int[] kernel, int @Nullable [] stride, int[] padding,
      int @Nullable [] outputSize) {
    if (!x.shape().equals(indices.shape())) {
      throw new ShapeException("Expected shape of indices to be same as that of the input tensor (" + x.shape()
          + ") but got indices tensor with"
          + " shape: " + indices.shape());
    }
    int[] k = Conv.sizes("kernel_size", n, kernel);
    int[] s = stride == null || stride.length == 0 ? k : Conv.sizes("stride", n, stride);
    int[] p = Conv.sizes("padding", n, padding);
    int[] size = new int[n];
    for (int i = 0; i < n; i++) {
      size[i] = (x.size(x.dim() - n + i) - 1) * s[i] - 2 * p[i] + k[i];
    }
    if (outputSize != null) {
      checkUnpool(n, outputSize, size, s);
      size = Arrays.copyOfRange(outputSize, outputSize.length - n, outputSize.length);
    }
    return Dispatch.apply(new MaxPool.Spread("max_unpool" + n + "d", Shape.of(size), Scatter.ASSIGN), x, indices);
  }

  private static void checkUnpool(int n, int[] given, int[] natural, int[] stride) {
    if (given.length < n || given.length > n + 2) {
      throw new ShapeException(
          "output_size should be a sequence containing " + n + " or " + (n + 2) + " elements, but it has a length of '"
              + given.length + "'");
    }
    for (int i = 0; i < n; i++) {
      int size = given[given.length - n + i];
      if (size <= natural[i] - stride[i] || size >= natural[i] + stride[i]) {
        throw new ShapeException(
            "invalid output_size \"" + Arrays.toString(given) + "\" (dim " + i + " must be between "
                + (natural[i] - stride[i]) + " and " + (natural[i] + stride[i]) + ")");
      }
    }
  }

  /**
   * Max pooling over windows that lie at random. Graham, Fractional Max-Pooling (2014), as PyTorch does it.
   *
   * @param samples numbers from 0 to 1, [N, C, n] for n spatial axes (2: x first; 3: z first), which set where the windows of a plane lie
   */
  static ValuesIndices fractionalMaxPool(int n, Tensor x, int[] kernel, int[] size, @Nullable Tensor samples) {
    String name = "fractional_max_pool" + n + "d";
    int[] k = Conv.sizes("kernel_size", n, kernel);
    int[] out = adaptiveSize(name, n, x, size);
    if (x.dim() == n + 1) {
      ValuesIndices y = fractionalMaxPool(n, x.unsqueeze(0), k, out, samples);
      return new ValuesIndices(y.values().squeeze(0), y.indices().squeeze(0));
    }
    for (int i = 0; i < n; i++) {
      if (out[i] + k[i] - 1 > x.size(2 + i)) {
        throw new ShapeException(
            name + "(): pool size " + k[i] + " with output size " + out[i] + " is too large relative to input size "
                + x.size(2 + i) + " on axis " + (2 + i));
      }
    }
    int planes = x.size(0) * x.size(1);
    double[] u = (samples != null ? samples : Nabla.rand(x.size(0), x.size(1), n)).toDoubleArray();
    List<Tensor> values = new ArrayList<>();
    List<Tensor> indices = new ArrayList<>();
    for (int p = 0; p < planes; p++) {
      int[][] starts = new int[n][];
      int[][] ends = new int[n][];
      int[] steps = new int[n];
      for (int i = 0; i < n; i++) {
        starts[i] = fractionalStarts(u[p * n + (n == 2 ? 1 - i : i)], x.size(2 + i), out[i], k[i]);
        int reach = k[i];
        ends[i] = Arrays.stream(starts[i]).map(s -> s + reach).toArray();
        steps[i] = 1;
      }
      ValuesIndices y = valuesIndices(new MaxPool(name, starts, ends, steps),
          x.select(0, p / x.size(1)).select(0, p % x.size(1)));
      values.add(y.values());
      indices.add(y.indices());
    }
    int[] dims = x.shape().toArray();
    System.arraycopy(out, 0, dims, 2, n);
    return new ValuesIndices(Nabla.stack(values, 0).reshape(dims), Nabla.stack(indices, 0).reshape(dims));
  }

  private static int[] fractionalStarts(double sample, int in, int out, int kernel) {
    double step = out > 1 ? (in - kernel) / (double) (out - 1) : 0;
    int[] starts = new int[out];
    for (int p = 0; p < out - 1; p++) {
      starts[p] = (int) ((p + sample) * step) - (int) (sample * step);
    }
    if (out > 0) {
      starts[out - 1] = in - kernel;
    }
    return starts;
  }

  // --- average ---

  static Tensor avgPool(
      int n,
      Tensor x,
      int[] kernel,
      int @Nullable [] stride,
      int[] padding,
      boolean ceilMode,
      boolean countIncludePad,
      @Nullable Integer divisor) {
    if (divisor != null && divisor == 0) {
      throw new ShapeException("divisor must be not zero");
    }
    String name = "avg_pool" + n + "d";
    checkReal(name, x);
    Axis[] axes = axes(name, n, x, kernel, stride, padding, new int[] {1}, ceilMode);
    List<Taps> taps = new ArrayList<>();
    List<List<Integer>> divisors = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      taps.add(Taps.windows(axes[i].size, axes[i].starts(), axes[i].ends()));
      List<Integer> counts = new ArrayList<>();
      for (int p = 0; p < axes[i].count; p++) {
        counts.add(divisor == null ? Math.max(axes[i].elements(p, countIncludePad), 1) : i == 0 ? divisor : 1);
      }
      divisors.add(counts);
    }
    return Dispatch.apply(new Resample(name, taps, divisors, false), x);
  }

  static Tensor adaptiveAvgPool(int n, Tensor x, int[] size) {
    String name = "adaptive_avg_pool" + n + "d";
    checkReal(name, x);
    int[] out = adaptiveSize(name, n, x, size);
    List<Taps> taps = new ArrayList<>();
    List<List<Integer>> divisors = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int in = x.size(x.dim() - n + i);
      int[] starts = adaptiveStarts(in, out[i]);
      int[] ends = adaptiveEnds(in, out[i]);
      taps.add(Taps.windows(in, starts, ends));
      List<Integer> counts = new ArrayList<>();
      for (int p = 0; p < starts.length; p++) {
        counts.add(ends[p] - starts[p]);
      }
      divisors.add(counts);
    }
    return Dispatch.apply(new Resample(name, taps, divisors, false), x);
  }

  static void checkReal(String name, Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException(
          "\"" + name + "\" not implemented for '" + x.dtype().scalarName() + "'; convert it with to(FLOAT32)");
    }
  }

  /** The wanted sizes; -1 keeps that of the input. */
  private static int[] adaptiveSize(String name, int n, Tensor x, int[] size) {
    if (x.dim() != n + 1 && x.dim() != n + 2) {
      throw new ShapeException(name + "(): Expected " + (n + 1) + "D or " + (n + 2) + "D tensor, but got " + x.shape());
    }
    int[] out = Conv.sizes("output_size", n, size).clone();
    for (int i = 0; i < n; i++) {
      int in = x.size(x.dim() - n + i);
      if (in == 0) {
        throw new ShapeException(name
            + "(): Expected input to have non-zero size for non-batch dimensions, but input has sizes " + x.shape());
      }
      out[i] = out[i] == -1 ? in : out[i];
      if (out[i] < 0) {
        throw new ShapeException(name + "(): elements of output_size must be greater than or equal to 0 but received "
            + Arrays.toString(size));
      }
    }
    return out;
  }

  private static int[] adaptiveStarts(int in, int out) {
    int[] starts = new int[out];
    Arrays.setAll(starts, p -> (int) ((long) p * in / out));
    return starts;
  }

  private static int[] adaptiveEnds(int in, int out) {
    int[] ends = new int[out];
    Arrays.setAll(ends, p -> (int) Math.ceilDiv((p + 1L) * in, (long) out));
    return ends;
  }

  /** {@code (Σ xᵖ)^(1/p)} over each window. */
  static Tensor lpPool(int n, Tensor x, double p, int[] kernel, int @Nullable [] stride, boolean ceilMode) {
    int elements = 1;
    for (int k : Conv.sizes("kernel_size", n, kernel)) {
      elements *= k;
    }
    Tensor mean = avgPool(n, x.pow(p), kernel, stride, new int[n], ceilMode, true, null);
    return mean.sign().mul(mean.abs().relu()).mul((double) elements).pow(1 / p);
  }
}
