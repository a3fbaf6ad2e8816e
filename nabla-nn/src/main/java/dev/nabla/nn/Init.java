package dev.nabla.nn;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.ShapeException;

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

  /** Uniform with variance {@code 2 / (fanIn + fanOut)} times {@code gain} squared (Glorot and Bengio 2010). */
  public static Tensor xavierUniform_(Tensor t, double gain) {
    double a = gain * Math.sqrt(6.0 / (fanIn(t) + fanOut(t)));
    return uniform_(t, -a, a);
  }

  /** Normal with variance {@code 2 / (fanIn + fanOut)} times {@code gain} squared (Glorot and Bengio 2010). */
  public static Tensor xavierNormal_(Tensor t, double gain) {
    return normal_(t, 0, gain * Math.sqrt(2.0 / (fanIn(t) + fanOut(t))));
  }

  /** Uniform for layers before a leaky ReLU of slope {@code a}: bound {@code sqrt(6 / ((1 + a²) fanIn))} (He and others 2015). */
  public static Tensor kaimingUniform_(Tensor t, double a) {
    double bound = Math.sqrt(3.0) * Math.sqrt(2.0 / (1 + a * a)) / Math.sqrt(fanIn(t));
    return uniform_(t, -bound, bound);
  }

  /** Normal for layers before a leaky ReLU of slope {@code a}: deviation {@code sqrt(2 / ((1 + a²) fanIn))} (He and others 2015). */
  public static Tensor kaimingNormal_(Tensor t, double a) {
    return normal_(t, 0, Math.sqrt(2.0 / (1 + a * a)) / Math.sqrt(fanIn(t)));
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

  /** A small number as Python prints it: {@code 1e-05}. */
  static String python(double v) {
    return v >= 1e-4 || v == 0 ? Double.toString(v) : String.format(java.util.Locale.ROOT, "%.0e", v);
  }
}
