package dev.nabla.kernel;

import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Windows filled with random numbers, bit by bit as PyTorch's CPU kernels fill them (normal numbers and what is built on logarithms: up to
 * rounding).
 *
 * <p>Elements are drawn in the order of memory: row-major for row-major windows, and for others by falling strides. Parameters are
 * checked by the callers.
 */
public final class Random {
  /** From this size on, normal numbers of row-major windows come in blocks of sixteen. */
  private static final int BLOCK = 16;

  private Random() {}

  /** Draws in float32, into a window laid out like {@code out}, and rounds. */
  private static void rounded(Strided out, Consumer<Strided> draw) {
    Storage wide = Storage.allocate(DType.FLOAT32, out.storage().length());
    Strided window = new Strided(wide, out.offset(), out.shape(), out.strides());
    draw.accept(window);
    Backends.active().convert(window, out);
  }

  /** Uniform numbers from [low, high), in the precision of {@code out}. */
  public static void uniform(Generator g, double low, double high, Strided out) {
    if (out.dtype().isHalf()) {
      rounded(out, wide -> uniform(g, low, high, wide));
      return;
    }
    Places to = new Places(out);
    synchronized (g) {
      if (out.dtype() == DType.FLOAT32) {
        float[] y = out.storage().floats();
        float from = (float) low;
        float span = (float) high - from;
        for (int i = 0; i < to.count(); i++) {
          y[to.at(i)] = g.uniformFloat() * span + from;
        }
      } else {
        double[] y = out.storage().doubles();
        double span = high - low;
        for (int i = 0; i < to.count(); i++) {
          y[to.at(i)] = g.uniformDouble() * span + low;
        }
      }
    }
    out.storage().fence();
  }

  /** Normal numbers with this mean and standard deviation. */
  public static void normal(Generator g, double mean, double std, Strided out) {
    if (out.dtype().isHalf()) {
      rounded(out, wide -> normal(g, mean, std, wide));
      return;
    }
    synchronized (g) {
      if (out.numel() >= BLOCK && out.isContiguous()) {
        if (out.dtype() == DType.FLOAT32) {
          normalBlocks(g, (float) mean, (float) std, out.storage().floats(), out.offset(), out.numel());
        } else {
          normalBlocks(g, mean, std, out.storage().doubles(), out.offset(), out.numel());
        }
        out.storage().fence();
        return;
      }
      Places to = new Places(out);
      for (int i = 0; i < to.count(); i++) {
        out.storage().setDouble(to.at(i), g.normalDouble() * std + mean);
      }
    }
  }

  /**
   * Uniform numbers first, turned into normal ones block by block; a last block that is not full is drawn again as a
   * full one from the end.
   */
  private static void normalBlocks(Generator g, float mean, float std, float[] y, int from, int n) {
    for (int i = from; i < from + n; i++) {
      y[i] = g.uniformFloat();
    }
    for (int i = 0; i <= n - BLOCK; i += BLOCK) {
      normalBlock(y, from + i, mean, std);
    }
    if (n % BLOCK != 0) {
      int last = from + n - BLOCK;
      for (int i = last; i < last + BLOCK; i++) {
        y[i] = g.uniformFloat();
      }
      normalBlock(y, last, mean, std);
    }
  }

  /** Box and Muller's transform of eight pairs, rounded to floats where PyTorch rounds. */
  private static void normalBlock(float[] y, int from, float mean, float std) {
    for (int i = from; i < from + BLOCK / 2; i++) {
      float radius = (float) Math.sqrt(-2 * (float) Math.log(1 - y[i]));
      float angle = (float) (2 * Math.PI * y[i + BLOCK / 2]);
      y[i] = radius * (float) Math.cos(angle) * std + mean;
      y[i + BLOCK / 2] = radius * (float) Math.sin(angle) * std + mean;
    }
  }

  private static void normalBlocks(Generator g, double mean, double std, double[] y, int from, int n) {
    for (int i = from; i < from + n; i++) {
      y[i] = g.uniformDouble();
    }
    for (int i = 0; i <= n - BLOCK; i += BLOCK) {
      normalBlock(y, from + i, mean, std);
    }
    if (n % BLOCK != 0) {
      int last = from + n - BLOCK;
      for (int i = last; i < last + BLOCK; i++) {
        y[i] = g.uniformDouble();
      }
      normalBlock(y, last, mean, std);
    }
  }

  private static void normalBlock(double[] y, int from, double mean, double std) {
    for (int i = from; i < from + BLOCK / 2; i++) {
      double radius = Math.sqrt(-2 * Math.log(1 - y[i]));
      double angle = 2 * Math.PI * y[i + BLOCK / 2];
      y[i] = radius * Math.cos(angle) * std + mean;
      y[i + BLOCK / 2] = radius * Math.sin(angle) * std + mean;
    }
  }

  /** Numbers whose logarithms are normal with this mean and standard deviation. */
  public static void logNormal(Generator g, double mean, double std, Strided out) {
    Places to = new Places(out);
    synchronized (g) {
      for (int i = 0; i < to.count(); i++) {
        out.storage().setDouble(to.at(i), Math.exp(g.normalDouble() * std + mean));
      }
    }
  }

  /** Whole numbers from [low, high), for any type of {@code out}. */
  public static void randint(Generator g, long low, long high, Strided out) {
    Places to = new Places(out);
    long range = high - low;
    boolean wide = Long.compareUnsigned(range, 1L << 32) >= 0;
    synchronized (g) {
      for (int i = 0; i < to.count(); i++) {
        long bits = wide ? g.bits64() : g.bits32() & 0xFFFF_FFFFL;
        store(out.storage(), to.at(i), Long.remainderUnsigned(bits, range) + low);
      }
    }
  }

  /**
   * Whole numbers from 0 to the largest of the type, both included; for real types, to the last of which all before
   * are exact.
   */
  public static void wholeRange(Generator g, Strided out) {
    Places to = new Places(out);
    DType dtype = out.dtype();
    synchronized (g) {
      for (int i = 0; i < to.count(); i++) {
        long v = switch (dtype) {
          case FLOAT64 -> Long.remainderUnsigned(g.bits64(), (1L << 53) + 1);
          case INT64 -> g.bits64() & Long.MAX_VALUE;
          case FLOAT32 -> (g.bits32() & 0xFFFF_FFFFL) % ((1L << 24) + 1);
          case FLOAT16 -> (g.bits32() & 0xFFFF_FFFFL) % ((1L << 11) + 1);
          case BFLOAT16 -> (g.bits32() & 0xFFFF_FFFFL) % ((1L << 8) + 1);
          case INT32 -> g.bits32() & Integer.MAX_VALUE;
          case INT16 -> g.bits32() & Short.MAX_VALUE;
          case INT8 -> g.bits32() & Byte.MAX_VALUE;
          case UINT8 -> g.bits32() & 0xFF;
          case BOOL -> g.bits32() & 1;
        };
        store(out.storage(), to.at(i), v);
      }
    }
  }

  /** A random order of the numbers from 0 to n - 1, in a one-dimensional window of n elements. */
  public static void permutation(Generator g, Strided out) {
    int n = out.numel();
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    synchronized (g) {
      for (int i = 0; i < n - 1; i++) {
        int other = i + (int) ((g.bits32() & 0xFFFF_FFFFL) % (n - i));
        int v = order[i];
        order[i] = order[other];
        order[other] = v;
      }
    }
    for (int i = 0; i < n; i++) {
      store(out.storage(), out.position(i), order[i]);
    }
  }

  /** 1 with probability p, else 0. */
  public static void bernoulli(Generator g, double p, Strided out) {
    Places to = new Places(out);
    long bound = (long) Math.ceil(p * 0x1p53);
    synchronized (g) {
      for (int i = 0; i < to.count(); i++) {
        // The sign bit tells whether the draw is below p: no branch, for nobody can predict it.
        store(out.storage(), to.at(i), (g.bits53() - bound) >>> 63);
      }
    }
  }

  /** 1 with the probability that the window p, of the same shape, holds there, else 0. */
  public static void bernoulli(Generator g, Strided p, Strided out) {
    Places to = new Places(out);
    Places from = new Places(p, out);
    boolean single = p.dtype() != DType.FLOAT64;
    synchronized (g) {
      for (int i = 0; i < to.count(); i++) {
        double u = single ? g.uniformFloat() : g.uniformDouble();
        store(out.storage(), to.at(i), u < p.storage().getDouble(from.at(i)) ? 1 : 0);
      }
    }
  }

  /** Exponential numbers with this rate: {@code -log(1 - u) / rate}. */
  public static void exponential(Generator g, double rate, Strided out) {
    Places to = new Places(out);
    synchronized (g) {
      for (int i = 0; i < to.count(); i++) {
        out.storage().setDouble(to.at(i), -1 / rate * Math.log(1 - g.uniformDouble()));
      }
    }
  }

  /** The number of trials up to the first success, each of which has probability p. */
  public static void geometric(Generator g, double p, Strided out) {
    Places to = new Places(out);
    synchronized (g) {
      for (int i = 0; i < to.count(); i++) {
        out.storage().setDouble(to.at(i), Math.ceil(Math.log(g.uniformDouble()) / Math.log1p(-p)));
      }
    }
  }

  /** Cauchy numbers: {@code median + sigma · tan(π (u - 1/2))}. */
  public static void cauchy(Generator g, double median, double sigma, Strided out) {
    Places to = new Places(out);
    synchronized (g) {
      for (int i = 0; i < to.count(); i++) {
        out.storage().setDouble(to.at(i), median + sigma * Math.tan(Math.PI * (g.uniformDouble() - 0.5)));
      }
    }
  }

  /** Poisson numbers whose rates a window of the same shape holds. */
  public static void poisson(Generator g, Strided rates, Strided out) {
    Places to = new Places(out);
    Places from = new Places(rates, out);
    synchronized (g) {
      for (int i = 0; i < to.count(); i++) {
        store(out.storage(), to.at(i), poisson(g, rates.storage().getDouble(from.at(i))));
      }
    }
  }

  private static long poisson(Generator g, double rate) {
    if (rate == 0) {
      return 0;
    }
    if (rate >= 10) {
      return largePoisson(g, rate);
    }
    double floor = Math.exp(-rate);
    long k = 0;
    for (double product = g.uniformDouble(); product > floor; product *= g.uniformDouble()) {
      k++;
    }
    return k;
  }

  /**
   * Transformed rejection (W. Hörmann, The transformed rejection method for generating Poisson random variables,
   * 1993).
   */
  private static long largePoisson(Generator g, double rate) {
    double b = 0.931 + 2.53 * Math.sqrt(rate);
    double a = -0.059 + 0.02483 * b;
    double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
    double sure = 0.9277 - 3.6224 / (b - 2);
    while (true) {
      double u = g.uniformDouble() - 0.5;
      double v = g.uniformDouble();
      double us = 0.5 - Math.abs(u);
      long k = (long) Math.floor((2 * a / us + b) * u + rate + 0.43);
      if (us >= 0.07 && v <= sure) {
        return k;
      }
      if (k < 0 || (us < 0.013 && v > us)) {
        continue;
      }
      if (Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b) <= -rate + k * Math.log(rate)
          - logFactorial(k)) {
        return k;
      }
    }
  }

  /** {@code log k!}, by Stirling's series from 16 on. */
  private static double logFactorial(long k) {
    if (k < 16) {
      double product = 1;
      for (long i = 2; i <= k; i++) {
        product *= i;
      }
      return Math.log(product);
    }
    double x = k + 1.0;
    double square = 1 / (x * x);
    double series = (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680))) / x;
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
  }

  /**
   * Numbers of categories (int64), drawn with probabilities proportional to the weights: weights [n] or [m, n] of a real type,
   * out [k] or [m, k]. Without replacement k must not exceed the number of weights that are not 0.
   */
  public static void multinomial(Generator g, Strided weights, boolean replacement, Strided out) {
    boolean single = weights.rank() == 1;
    int rows = single ? 1 : weights.dim(0);
    int n = weights.dim(weights.rank() - 1);
    int k = out.dim(out.rank() - 1);
    synchronized (g) {
      if (replacement && k > 1) {
        for (int row = 0; row < rows; row++) {
          drawWithReplacement(g, single ? weights : weights.select(0, row), single ? out : out.select(0, row));
        }
        return;
      }
      // The categories of the largest weight / exponential number are a draw without replacement.
      Strided scores = Strided.allocate(weights.dtype(), Shape.of(rows, n));
      exponential(g, 1, scores);
      for (int row = 0; row < rows; row++) {
        Strided score = scores.select(0, row);
        for (int j = 0; j < n; j++) {
          double weight = weights.storage().getDouble(single ? weights.position(j) : weights.position(row * n + j));
          int at = score.position(j);
          score.storage().setDouble(at, weight / score.storage().getDouble(at));
        }
        largest(score, single ? out : out.select(0, row), k);
      }
    }
  }

  /** The positions of the k largest elements, the largest first. */
  private static void largest(Strided scores, Strided out, int k) {
    double[] left = new double[scores.numel()];
    for (int j = 0; j < left.length; j++) {
      left[j] = scores.storage().getDouble(scores.position(j));
    }
    if (k == 1) {
      int best = 0;
      for (int j = 1; j < left.length; j++) {
        best = left[j] > left[best] ? j : best;
      }
      out.storage().setLong(out.offset(), best);
      return;
    }
    Integer[] order = new Integer[left.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (i, j) -> Double.compare(left[j], left[i]));
    for (int i = 0; i < k; i++) {
      out.storage().setLong(out.position(i), order[i]);
    }
  }

  private static void drawWithReplacement(Generator g, Strided weights, Strided out) {
    int n = weights.numel();
    boolean isFloat = weights.dtype() == DType.FLOAT32;
    double[] upTo = new double[n];
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum += weights.storage().getDouble(weights.position(j));
      sum = isFloat ? (float) sum : sum;
      upTo[j] = sum;
    }
    for (int j = 0; j < n && sum > 0; j++) {
      upTo[j] = isFloat ? (float) upTo[j] / (float) sum : upTo[j] / sum;
    }
    upTo[n - 1] = 1;
    for (int i = 0; i < out.numel(); i++) {
      double u = g.uniformDouble();
      int low = 0;
      int high = n;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (upTo[middle] < u) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      out.storage().setLong(out.position(i), low);
    }
  }

  /** Stores a whole number, which fits the type. */
  private static void store(Storage out, int at, long v) {
    switch (out.array()) {
      case float[] y -> y[at] = v;
      case byte[] y -> y[at] = (byte) v;
      default -> out.setLong(at, v);
    }
  }

  /** The positions of a window's elements in the order in which they are drawn. */
  private static final class Places {
    private final Strided window;
    private final boolean dense;

    Places(Strided window) {
      this(window, window);
    }

    /** The order of another window of the same shape. */
    Places(Strided window, Strided leader) {
      this.window = leader.isContiguous() ? window : window.permute(byStride(leader));
      this.dense = this.window.isContiguous();
    }

    private static int[] byStride(Strided leader) {
      int[] order = new int[leader.rank()];
      for (int i = 0; i < order.length; i++) {
        int k = i;
        for (; k > 0 && leader.stride(order[k - 1]) < leader.stride(i); k--) {
          order[k] = order[k - 1];
        }
        order[k] = i;
      }
      return order;
    }

    int count() {
      return window.numel();
    }

    int at(int i) {
      return dense ? window.offset() + i : window.position(i);
    }
  }
}
