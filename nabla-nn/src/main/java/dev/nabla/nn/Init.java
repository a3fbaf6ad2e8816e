package dev.nabla.nn;

import dev.nabla.Linalg;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import dev.nabla.type.ShapeException;
import org.jspecify.annotations.Nullable;

/** How parameters start, with PyTorch's formulas; all draw from the program's generator ({@link Nabla#manualSeed}) and write in place. */
public final class Init {
  private Init() {}

  /** Fills with uniform numbers between {@code low} and {@code high}. */
  public static Tensor uniform_(Tensor t, double low, double high) {
    return Nabla.noGrad(() -> t.uniform_(low, high));
  }

  /** Fills with normal numbers. */
  public static Tensor normal_(Tensor t, double mean, double std) {
    return Nabla.noGrad(() -> t.normal_(mean, std));
  }

  /** Fills with {@code value}. */
  public static Tensor constant_(Tensor t, double value) {
    return Nabla.noGrad(() -> t.fill_(value));
  }

  /** Fills with 0. */
  public static Tensor zeros_(Tensor t) {
    return constant_(t, 0);
  }

  /** Fills with 1. */
  public static Tensor ones_(Tensor t) {
    return constant_(t, 1);
  }

  /** Ones on the diagonal of a matrix, else zeros. */
  public static Tensor eye_(Tensor t) {
    checkAxes("eye_", t, 2, 2);
    return copy(t, Nabla.eye(t.size(0), t.size(1), t.dtype()));
  }

  /** A convolution weight [out, in, kernel…] that hands its inputs on, as many as there are outputs for; in each of {@code groups} groups. */
  public static Tensor dirac_(Tensor t, int groups) {
    checkAxes("dirac_", t, 3, 5);
    if (groups < 1 || t.size(0) % groups != 0) {
      throw new ShapeException(
          "dirac_: the first axis (" + t.size(0) + ") must be divisible by groups (" + groups + ")");
    }
    int out = t.size(0) / groups;
    return Nabla.noGrad(() -> {
      t.zero_();
      for (int i = 0; i < t.size(0); i++) {
        if (i % out < t.size(1)) {
          Tensor centre = t.select(0, i).select(0, i % out);
          while (centre.dim() > 0) {
            centre = centre.select(0, centre.size(0) / 2);
          }
          centre.fill_(1);
        }
      }
      return t;
    });
  }

  /** Normal numbers, those outside {@code low} and {@code high} left out. */
  public static Tensor truncNormal_(Tensor t, double mean, double std, double low, double high) {
    double l = normalBelow((low - mean) / std);
    double u = normalBelow((high - mean) / std);
    return Nabla.noGrad(
        () -> t.uniform_(2 * l - 1, 2 * u - 1).erfinv_().mul_(std * Math.sqrt(2)).add_(mean).clamp_(low, high));
  }

  /** Standard normal numbers between -2 and 2. */
  public static Tensor truncNormal_(Tensor t) {
    return truncNormal_(t, 0, 1, -2, 2);
  }

  /** How probable it is that a standard normal number is below {@code x}. */
  private static double normalBelow(double x) {
    return (1 + Nabla.tensor(x / Math.sqrt(2), Nabla.FLOAT64).erf().item()) / 2;
  }

  /** Orthonormal rows or columns, whichever are fewer, times {@code gain}; axes behind the first count as one (Saxe and others 2013). */
  public static Tensor orthogonal_(Tensor t, double gain) {
    checkAxes("orthogonal_", t, 2, Integer.MAX_VALUE);
    if (t.numel() == 0) {
      return t;
    }
    int rows = t.size(0);
    int columns = t.numel() / rows;
    return Nabla.noGrad(() -> {
      Tensor a = Nabla.empty(t.dtype(), rows, columns).normal_(0, 1);
      var qr = Linalg.qr(rows < columns ? a.t() : a);
      Tensor q = qr.q().mul(qr.r().diagonal().sign());
      return t.copy_((rows < columns ? q.t() : q).reshape(t.shape().toArray())).mul_(gain);
    });
  }

  /** Normal numbers in a matrix; in each column, the part {@code sparsity} of them, rounded up, is 0 (Martens 2010). */
  public static Tensor sparse_(Tensor t, double sparsity, double std) {
    checkAxes("sparse_", t, 2, 2);
    int zeros = (int) Math.ceil(sparsity * t.size(0));
    return Nabla.noGrad(() -> {
      t.normal_(0, std);
      for (int column = 0; column < t.size(1); column++) {
        t.select(1, column).indexFill_(0, Nabla.randperm(t.size(0)).narrow(0, 0, zeros), 0.0);
      }
      return t;
    });
  }

  private static Tensor copy(Tensor t, Tensor values) {
    return Nabla.noGrad(() -> t.copy_(values));
  }

  private static void checkAxes(String name, Tensor t, int least, int most) {
    if (t.dim() < least || t.dim() > most) {
      throw new ShapeException(name + ": expected " + (most == least ? "" : "at least ") + least + " axes"
          + (most == 5 ? " and at most 5" : "") + "; got " + t.type());
    }
  }

  /** The factor by which weights before {@code nonlinearity} are enlarged; {@code param}: the slope of {@code leaky_relu}, null for 0.01. */
  public static double calculateGain(String nonlinearity, @Nullable Double param) {
    return switch (nonlinearity) {
      case "linear", "conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d",
          "sigmoid" ->
        1;
      case "tanh" -> 5.0 / 3;
      case "relu" -> Math.sqrt(2);
      case "leaky_relu" -> {
        double slope = param == null ? 0.01 : param;
        yield Math.sqrt(2 / (1 + slope * slope));
      }
      case "selu" -> 3.0 / 4;
      default -> throw new NablaException("Unsupported nonlinearity " + nonlinearity);
    };
  }

  /** Uniform with variance {@code 2 / (fanIn + fanOut)} (Glorot and Bengio 2010). */
  public static Tensor xavierUniform_(Tensor t) {
    return xavierUniform_(t, 1);
  }

  /** Uniform with variance {@code 2 / (fanIn + fanOut)} times {@code gain} squared (Glorot and Bengio 2010). */
  public static Tensor xavierUniform_(Tensor t, double gain) {
    double a = Math.sqrt(3) * xavier(t, gain);
    return uniform_(t, -a, a);
  }

  /** Normal with variance {@code 2 / (fanIn + fanOut)} (Glorot and Bengio 2010). */
  public static Tensor xavierNormal_(Tensor t) {
    return xavierNormal_(t, 1);
  }

  /** Normal with variance {@code 2 / (fanIn + fanOut)} times {@code gain} squared (Glorot and Bengio 2010). */
  public static Tensor xavierNormal_(Tensor t, double gain) {
    return normal_(t, 0, xavier(t, gain));
  }

  private static double xavier(Tensor t, double gain) {
    return gain * Math.sqrt(2.0 / (fanIn(t) + fanOut(t)));
  }

  /** Uniform for layers before a leaky ReLU of slope {@code a}: bound {@code sqrt(6 / ((1 + a²) fanIn))} (He and others 2015). */
  public static Tensor kaimingUniform_(Tensor t, double a) {
    return kaimingUniform_(t, a, "fan_in", "leaky_relu");
  }

  /** Uniform for layers before {@code nonlinearity}; {@code mode}: {@code fan_in} keeps variances forward, {@code fan_out} backward. */
  public static Tensor kaimingUniform_(Tensor t, double a, String mode, String nonlinearity) {
    double bound = Math.sqrt(3) * kaiming(t, a, mode, nonlinearity);
    return uniform_(t, -bound, bound);
  }

  /** Normal for layers before a leaky ReLU of slope {@code a}: deviation {@code sqrt(2 / ((1 + a²) fanIn))} (He and others 2015). */
  public static Tensor kaimingNormal_(Tensor t, double a) {
    return kaimingNormal_(t, a, "fan_in", "leaky_relu");
  }

  /** Normal for layers before {@code nonlinearity}; {@code mode}: {@code fan_in} keeps variances forward, {@code fan_out} backward. */
  public static Tensor kaimingNormal_(Tensor t, double a, String mode, String nonlinearity) {
    return normal_(t, 0, kaiming(t, a, mode, nonlinearity));
  }

  private static double kaiming(Tensor t, double a, String mode, String nonlinearity) {
    int fan = switch (mode) {
      case "fan_in" -> fanIn(t);
      case "fan_out" -> fanOut(t);
      default -> throw new NablaException("Mode " + mode + " not supported, please use one of fan_in, fan_out");
    };
    return calculateGain(nonlinearity, a) / Math.sqrt(fan);
  }

  /** How many inputs an output of the layer with this weight [out, in, …] reads. */
  public static int fanIn(Tensor weight) {
    return receptive(weight) * weight.size(1);
  }

  /** How many outputs an input of the layer with this weight [out, in, …] feeds. */
  public static int fanOut(Tensor weight) {
    return receptive(weight) * weight.size(0);
  }

  private static int receptive(Tensor weight) {
    if (weight.dim() < 2) {
      throw new ShapeException(
          "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions; got " + weight.shape());
    }
    int n = 1;
    for (int i = 2; i < weight.dim(); i++) {
      n *= weight.size(i);
    }
    return n;
  }

  /** PyTorch's start of a linear or convolution weight. */
  static Tensor weight(int... dims) {
    return kaimingUniform_(Nabla.zeros(dims), Math.sqrt(5));
  }

  /** PyTorch's start of the bias beside {@code weight}. */
  static Tensor bias(int n, Tensor weight) {
    double bound = 1 / Math.sqrt(fanIn(weight));
    return uniform_(Nabla.zeros(n), -bound, bound);
  }
}
