package dev.nabla;

import dev.nabla.kernel.Generator;
import dev.nabla.kernel.Random;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;

/** Random numbers in tensors. Streams are PyTorch's: the same seed gives the same numbers. */
final class Randomness {
  private Randomness() {}

  /** Draws numbers into a window. */
  interface Draw {
    void into(Strided out);
  }

  /** Overwrites {@code self} with random numbers, which depend on nothing: its gradient ends here. */
  static Tensor fill(Tensor self, Draw draw) {
    if (!(self instanceof ConcreteTensor c) || GradMode.isEnabled() && self.requiresGrad()) {
      return InPlace.copy(self, made(self.dtype(), self.shape(), draw));
    }
    InPlace.check(c, false);
    draw.into(c.window());
    c.window().storage().bump();
    return self;
  }

  static Tensor made(DType dtype, Shape shape, Draw draw) {
    Strided out = Strided.obtain(dtype, shape);
    draw.into(out);
    return new ConcreteTensor(out);
  }

  static void floating(String op, DType dtype) {
    if (!dtype.isFloating()) {
      throw new DTypeException(
          "\"" + op + "\" not implemented for '" + dtype.scalarName() + "'; use a floating-point type");
    }
  }

  static Tensor uniform(Generator g, DType dtype, Shape shape) {
    floating("rand", dtype);
    return made(dtype, shape, out -> Random.uniform(g, 0, 1, out));
  }

  static Tensor normal(Generator g, double mean, double std, DType dtype, Shape shape) {
    floating("normal", dtype);
    checkStd(std);
    return made(dtype, shape, out -> Random.normal(g, mean, std, out));
  }

  private static void checkStd(double std) {
    if (!(std >= 0)) {
      throw new NablaException("normal expects std >= 0.0, but found std " + std);
    }
  }

  /** Normal numbers, each with its own mean and standard deviation. */
  static Tensor normal(Generator g, Tensor mean, Tensor std) {
    Shape shape = Shape.broadcast(mean.shape(), std.shape());
    Tensor z = normal(g, 0, 1, DType.promote(mean.dtype(), std.dtype()), shape);
    return z.mul(std).add(mean);
  }

  static Tensor uniform_(Tensor self, Generator g, double low, double high) {
    floating("uniform_", self.dtype());
    if (!(low <= high)) {
      throw new NablaException(
          "uniform_ expects to return a [from, to) range, but found from=" + low + " > to=" + high);
    }
    return fill(self, out -> Random.uniform(g, low, high, out));
  }

  static Tensor normal_(Tensor self, Generator g, double mean, double std) {
    floating("normal_", self.dtype());
    checkStd(std);
    return fill(self, out -> Random.normal(g, mean, std, out));
  }

  static Tensor exponential_(Tensor self, Generator g, double rate) {
    floating("exponential_", self.dtype());
    if (!(rate > 0)) {
      throw new NablaException("exponential_ expects lambda > 0.0, but found lambda=" + rate);
    }
    return fill(self, out -> Random.exponential(g, rate, out));
  }

  static void probability(String op, double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new NablaException(op + " expects p to be in [0, 1], but got p=" + p);
    }
  }

  static Tensor bernoulli_(Tensor self, Generator g, double p) {
    probability("bernoulli_", p);
    return fill(self, out -> Random.bernoulli(g, p, out));
  }

  static Tensor bernoulli_(Tensor self, Generator g, Tensor p) {
    Strided from = Items.window(p, "bernoulli_").expand(self.shape());
    return fill(self, out -> Random.bernoulli(g, from, out));
  }

  /** 1 with the probability that the element holds, else 0. */
  static Tensor bernoulli(Generator g, Tensor p) {
    floating("bernoulli", p.dtype());
    Strided from = Items.window(p, "bernoulli");
    for (int i = 0; i < from.numel(); i++) {
      probability("bernoulli", from.storage().getDouble(from.position(i)));
    }
    return made(p.dtype(), p.shape(), out -> Random.bernoulli(g, from, out));
  }

  static Tensor geometric_(Tensor self, Generator g, double p) {
    if (!(p > 0 && p < 1)) {
      throw new NablaException("geometric_ expects p to be in (0, 1), but got p=" + p);
    }
    return fill(self, out -> Random.geometric(g, p, out));
  }

  static void range(String op, long low, long high) {
    if (low >= high) {
      throw new NablaException(op + " expects 'from' to be less than 'to', but got from=" + low + " >= to=" + high);
    }
  }

  static Tensor randint(Generator g, long low, long high, DType dtype, Shape shape) {
    range("random_", low, high);
    return made(dtype, shape, out -> Random.randint(g, low, high, out));
  }

  static Tensor permutation(Generator g, int n, DType dtype) {
    if (n < 0) {
      throw new NablaException("n must be non-negative, got " + n);
    }
    return made(dtype, Shape.of(n), out -> Random.permutation(g, out));
  }

  static Tensor poisson(Generator g, Tensor rates) {
    floating("poisson", rates.dtype());
    Strided from = Items.window(rates, "poisson");
    return made(rates.dtype(), rates.shape(), out -> Random.poisson(g, from, out));
  }

  static Tensor multinomial(Generator g, Tensor weights, int samples, boolean replacement) {
    floating("multinomial", weights.dtype());
    if (weights.dim() != 1 && weights.dim() != 2) {
      throw new ShapeException("prob_dist must be 1 or 2 dim; got " + weights.type());
    }
    if (samples <= 0) {
      throw new NablaException("cannot sample n_sample <= 0 samples");
    }
    int n = weights.size(-1);
    if (!replacement && samples > n) {
      throw new NablaException("cannot sample n_sample > prob_dist.size(-1) samples without replacement");
    }
    Strided w = Widened.converted(Items.window(weights, "multinomial"), weights.dtype().arithmetic());
    for (int row = 0; row < w.numel() / Math.max(n, 1); row++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        double p = w.storage().getDouble(w.position(row * n + j));
        if (!(p >= 0) || Double.isInfinite(p)) {
          throw new NablaException("probability tensor contains either `inf`, `nan` or element < 0");
        }
        sum += p;
      }
      if (sum <= 0) {
        throw new NablaException("invalid multinomial distribution (sum of probabilities <= 0)");
      }
    }
    Shape shape = weights.shape().with(-1, samples);
    return made(DType.INT64, shape, out -> Random.multinomial(g, w, replacement, out));
  }
}
