package dev.nabla;

import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import dev.nabla.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resizing of images: each mode is a sparse matrix for each axis. Also the rearrangements between channels and pixels. */
final class Interpolation {
  private Interpolation() {}

  /** Inputs for the outputs along one axis. {@code scale} is 1 / the factor that was given, or 0 to take the ratio of the sizes. */
  private record Line(int in, int out, double scale, boolean alignCorners, boolean single) {
    /** The step in the input for a step in the output. */
    double step() {
      double s = alignCorners ? (out > 1 ? (in - 1) / (double) (out - 1) : 0) : scale > 0 ? scale : in / (double) out;
      return single ? (float) s : s;
    }

    private double rounded(double v) {
      return single ? (float) v : v;
    }

    Taps nearest(boolean exact) {
      int[] index = new int[out];
      double step = step();
      Arrays.setAll(index, p -> Math.min((int) Math.floor(rounded((exact ? p + 0.5 : p) * step)), in - 1));
      return Taps.select(in, index);
    }

    Taps linear() {
      int[][] index = new int[out][];
      double[][] weight = new double[out][];
      double step = step();
      for (int p = 0; p < out; p++) {
        double at = alignCorners ? step * p : Math.max(step * (p + 0.5) - 0.5, 0);
        int i = Math.min((int) at, in - 1);
        double t = Math.min(Math.max(at - i, 0), 1);
        index[p] = new int[] {i, Math.min(i + 1, in - 1)};
        weight[p] = new double[] {1 - t, t};
      }
      return in == out ? identity() : Taps.of(in, index, weight);
    }

    Taps cubic() {
      int[][] index = new int[out][];
      double[][] weight = new double[out][];
      double step = step();
      for (int p = 0; p < out; p++) {
        double at = alignCorners ? step * p : step * (p + 0.5) - 0.5;
        int i = (int) Math.floor(at);
        double t = at - i;
        index[p] = new int[4];
        weight[p] = new double[4];
        for (int k = 0; k < 4; k++) {
          index[p][k] = Math.min(Math.max(i - 1 + k, 0), in - 1);
          weight[p][k] = keys(k - 1 - t, -0.75);
        }
      }
      return in == out ? identity() : Taps.of(in, index, weight);
    }

    /** Weights that widen with the step, so that shrinking averages; normalised at the borders. */
    Taps antialiased(boolean cubic) {
      double step = step();
      double wide = Math.max(step, 1);
      double support = (cubic ? 2 : 1) * wide;
      int[][] index = new int[out][];
      double[][] weight = new double[out][];
      for (int p = 0; p < out; p++) {
        double center = step * (p + 0.5);
        int low = Math.max((int) (center - support + 0.5), 0);
        int n = Math.min((int) (center + support + 0.5), in) - low;
        index[p] = new int[n];
        weight[p] = new double[n];
        double total = 0;
        for (int k = 0; k < n; k++) {
          double d = (low + k - center + 0.5) / wide;
          index[p][k] = low + k;
          weight[p][k] = cubic ? keys(d, -0.5) : Math.max(1 - Math.abs(d), 0);
          total += weight[p][k];
        }
        for (int k = 0; k < n && total != 0; k++) {
          weight[p][k] /= total;
        }
      }
      return Taps.of(in, index, weight);
    }

    private Taps identity() {
      int[] index = new int[in];
      Arrays.setAll(index, p -> p);
      return Taps.select(in, index);
    }
  }

  /** The cubic convolution kernel of Keys (1981) at distance {@code d}. */
  private static double keys(double d, double a) {
    double x = Math.abs(d);
    return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
  }

  /** What {@link F#interpolate} was asked for. */
  record Request(
      int @Nullable [] size,
      double @Nullable [] scaleFactor,
      String mode,
      @Nullable Boolean alignCorners,
      @Nullable Boolean recomputeScaleFactor,
      boolean antialias) {
    @Override
    public boolean equals(Object o) {
      return o instanceof Request r && toString().equals(r.toString());
    }

    @Override
    public int hashCode() {
      return toString().hashCode();
    }

    @Override
    public String toString() {
      return mode + " " + Arrays.toString(size) + " " + Arrays.toString(scaleFactor) + " " + alignCorners + " "
          + recomputeScaleFactor + " " + antialias;
    }
  }

  static Tensor interpolate(Tensor x, Request r) {
    boolean smooth = switch (r.mode) {
      case "linear", "bilinear", "trilinear", "bicubic" -> true;
      case "nearest", "nearest-exact", "area" -> false;
      default -> throw new ShapeException(
          "Input Error: Only 3D, 4D and 5D input Tensors supported (got " + x.dim() + "D) for the modes: nearest |"
              + " linear | bilinear | bicubic | trilinear | area | nearest-exact (got " + r.mode + ")");
    };
    if (!smooth && r.alignCorners != null) {
      throw new ShapeException(
          "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear");
    }
    int n = x.dim() - 2;
    int wanted = switch (r.mode) {
      case "linear" -> 1;
      case "bilinear", "bicubic" -> 2;
      case "trilinear" -> 3;
      default -> n;
    };
    if (n < 1 || n > 3 || n != wanted) {
      throw new ShapeException("Got " + x.dim() + "D input, but " + r.mode + " mode needs "
          + (n == wanted ? "3D, 4D or 5D" : wanted + 2 + "D") + " input");
    }
    if (r.antialias && !(n == 2 && smooth)) {
      throw new ShapeException("Anti-alias option is only supported for bilinear and bicubic modes");
    }
    if (smooth) {
      Pooling.checkReal(name(n, r), x);
    }
    int[] out = outputSize(x, n, r);
    if (r.mode.equals("area")) {
      return Pooling.adaptiveAvgPool(n, x, out);
    }
    boolean keepScale = r.scaleFactor != null && !Boolean.TRUE.equals(r.recomputeScaleFactor);
    double[] factor = r.scaleFactor == null ? new double[n] : factors(n, r.scaleFactor);
    List<Taps> taps = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Line line = new Line(x.size(2 + i), out[i], keepScale ? 1 / factor[i] : 0, Boolean.TRUE.equals(r.alignCorners),
          x.dtype() != DType.FLOAT64);
      taps.add(taps(line, r));
    }
    return Dispatch.apply(new Resample(name(n, r), taps, null, false), x);
  }

  private static Taps taps(Line line, Request r) {
    return switch (r.mode) {
      case "nearest" -> line.nearest(false);
      case "nearest-exact" -> line.nearest(true);
      case "bicubic" -> r.antialias ? line.antialiased(true) : line.cubic();
      default -> r.antialias ? line.antialiased(false) : line.linear();
    };
  }

  private static String name(int n, Request r) {
    String mode = r.mode.equals("nearest-exact") ? "nearest_exact" : r.mode;
    return "upsample_" + mode + n + "d" + (r.antialias ? "_aa" : "");
  }

  private static double[] factors(int n, double[] given) {
    if (given.length != n && given.length != 1) {
      throw new ShapeException(
          "Input and scale_factor must have the same number of spatial dimensions, but got input with " + n
              + " spatial dimensions and scale_factor of shape " + Arrays.toString(given));
    }
    double[] all = new double[n];
    Arrays.setAll(all, i -> given[given.length == 1 ? 0 : i]);
    return all;
  }

  private static int[] outputSize(Tensor x, int n, Request r) {
    if (r.size != null && r.scaleFactor != null) {
      throw new ShapeException("only one of size or scale_factor should be defined");
    }
    int[] out = new int[n];
    if (r.size != null) {
      int[] size = r.size;
      if (size.length != 1 && size.length != n) {
        throw new ShapeException(
            "Input and output must have the same number of spatial dimensions, but got input with " + n
                + " spatial dimensions and output size of " + Arrays.toString(size));
      }
      Arrays.setAll(out, i -> size[size.length == 1 ? 0 : i]);
    } else if (r.scaleFactor != null) {
      double[] factor = factors(n, r.scaleFactor);
      Arrays.setAll(out, i -> (int) Math.floor(x.size(2 + i) * factor[i]));
    } else {
      throw new ShapeException("either size or scale_factor should be defined");
    }
    for (int i = 0; i < n; i++) {
      if (out[i] <= 0 || x.size(2 + i) <= 0) {
        throw new ShapeException(
            "Input and output sizes should be greater than 0, but got input " + x.shape() + " and output "
                + Arrays.toString(out));
      }
    }
    return out;
  }

  // --- channels and pixels ---

  /** [L…, C·r², H, W] to [L…, C, H·r, W·r]. */
  record PixelShuffle(int r) implements LinearOp {
    @Override
    public String name() {
      return "pixel_shuffle";
    }

    @Override
    public Tensor apply(Tensor x) {
      int k = x.dim();
      int c = x.size(-3) / (r * r);
      int h = x.size(-2);
      int w = x.size(-1);
      Shape split = x.shape().with(k - 3, c).insert(k - 2, r).insert(k - 1, r);
      Shape joined = x.shape().with(k - 3, c).with(k - 2, h * r).with(k - 1, w * r);
      // [C, r, r, H, W] to [C, H, r, W, r]
      return moved(x.detach().reshape(split), k - 3, 0, 3, 1, 4, 2).reshape(joined);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Dispatch.apply(new PixelUnshuffle(r), g);
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(this, x);
    }
  }

  /** [L…, C, H·r, W·r] to [L…, C·r², H, W]. */
  record PixelUnshuffle(int r) implements LinearOp {
    @Override
    public String name() {
      return "pixel_unshuffle";
    }

    @Override
    public Tensor apply(Tensor x) {
      int k = x.dim();
      int c = x.size(-3);
      int h = x.size(-2) / r;
      int w = x.size(-1) / r;
      Shape split = x.shape().with(k - 2, h).insert(k - 1, r).with(k, w).insert(k + 1, r);
      Shape joined = x.shape().with(k - 3, c * r * r).with(k - 2, h).with(k - 1, w);
      // [C, H, r, W, r] to [C, r, r, H, W]
      return moved(x.detach().reshape(split), k - 3, 0, 2, 4, 1, 3).reshape(joined);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Dispatch.apply(new PixelShuffle(r), g);
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(this, x);
    }
  }

  /** The axes from {@code from} on in the order {@code last}. */
  private static Tensor moved(Tensor x, int from, int... last) {
    int[] order = new int[x.dim()];
    Arrays.setAll(order, i -> i < from ? i : from + last[i - from]);
    return x.permute(order).contiguous();
  }

  static Tensor pixelShuffle(Tensor x, int r) {
    checkPixels("pixel_shuffle", "upscale_factor", x, r);
    if (x.size(-3) % (r * r) != 0) {
      throw new ShapeException(
          "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but"
              + " input.size(-3)=" + x.size(-3) + " is not divisible by " + r * r);
    }
    return Dispatch.apply(new PixelShuffle(r), x);
  }

  static Tensor pixelUnshuffle(Tensor x, int r) {
    checkPixels("pixel_unshuffle", "downscale_factor", x, r);
    for (int axis = -2; axis < 0; axis++) {
      if (x.size(axis) % r != 0) {
        throw new ShapeException(
            "pixel_unshuffle expects " + (axis == -2 ? "height" : "width") + " to be divisible by downscale_factor, but"
                + " input.size(" + axis + ")=" + x.size(axis) + " is not divisible by " + r);
      }
    }
    return Dispatch.apply(new PixelUnshuffle(r), x);
  }

  private static void checkPixels(String name, String factor, Tensor x, int r) {
    if (x.dim() < 3) {
      throw new ShapeException(
          name + " expects input to have at least 3 dimensions, but got input with " + x.dim() + " dimension(s)");
    }
    if (r <= 0) {
      throw new ShapeException(name + " expects a positive " + factor + ", but got " + r);
    }
  }

  /** [N, C, …] with the channels in {@code groups} rows read by columns. */
  static Tensor channelShuffle(Tensor x, int groups) {
    if (x.dim() < 3) {
      throw new ShapeException("channel_shuffle expects input with > 2 dims, but got input with sizes " + x.shape());
    }
    if (groups <= 0 || x.size(1) % groups != 0) {
      throw new ShapeException("channel_shuffle: number of channels must be divisible by groups. Got " + x.size(1)
          + " channels and " + groups
          + " groups.");
    }
    return x.reshape(x.shape().with(1, groups).insert(2, x.size(1) / groups)).transpose(1, 2).reshape(x.shape());
  }
}
