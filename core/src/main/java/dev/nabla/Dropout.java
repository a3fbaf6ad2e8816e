package dev.nabla;

import dev.nabla.kernel.Random;
import dev.nabla.kernel.Strided;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import java.util.Arrays;

/** Random zeros against overfitting, from the global generator. */
final class Dropout {
  private Dropout() {}

  /** The value that {@code selu} tends to at -∞, negated: its scale times its alpha. */
  private static final double SELU_LIMIT = 1.7580993408473766;

  private static void check(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new NablaException("dropout probability has to be between 0 and 1, but got " + p);
    }
  }

  /** 1 with probability {@code keep}, else 0. */
  private static Tensor mask(Tensor like, Shape shape, double keep) {
    Strided out = Strided.obtain(like.dtype(), shape);
    Random.bernoulli(Nabla.defaultGenerator(), keep, out);
    return new ConcreteTensor(out);
  }

  /** 1 / (1 - p) with probability 1 - p, else 0. */
  private static Tensor scaledMask(Tensor like, Shape shape, double p) {
    return mask(like, shape, 1 - p).div_(1 - p);
  }

  static Tensor dropout(Tensor x, double p, boolean training) {
    check(p);
    if (p == 0 || !training || x.numel() == 0) {
      return x;
    }
    return x.mul(p == 1 ? Nabla.zerosLike(x) : scaledMask(x, x.shape(), p));
  }

  static Tensor dropout_(Tensor x, double p, boolean training) {
    check(p);
    if (p == 0 || !training || x.numel() == 0) {
      return x;
    }
    return x.mul_(p == 1 ? Nabla.zerosLike(x) : scaledMask(x, x.shape(), p));
  }

  /** Dropout of whole slices behind the axes N and C; without a batch the input has {@code single} axes. */
  static Tensor channels(Tensor x, double p, boolean training, int single) {
    check(p);
    if (p == 0 || !training || x.numel() == 0) {
      return x;
    }
    Shape shape = channels(x, single);
    return x.mul(p == 1 ? Nabla.zeros(x.dtype(), shape) : scaledMask(x, shape, p));
  }

  /** One element for each channel; inputs of {@code single} axes have no batch. */
  private static Shape channels(Tensor x, int single) {
    int[] dims = new int[x.dim()];
    Arrays.fill(dims, 1);
    dims[0] = x.size(0);
    if (x.dim() != single && x.dim() > 1) {
      dims[1] = x.size(1);
    }
    return Shape.of(dims);
  }

  static Tensor alpha(Tensor x, double p, boolean training, boolean channels) {
    check(p);
    if (p == 0 || !training || x.numel() == 0) {
      return x;
    }
    if (p == 1) {
      return x.mul(Nabla.zerosLike(x));
    }
    double a = 1 / Math.sqrt((SELU_LIMIT * SELU_LIMIT * p + 1) * (1 - p));
    Tensor kept = mask(x, channels ? channels(x, -1) : x.shape(), 1 - p);
    Tensor shift = kept.sub(1.0).mul(SELU_LIMIT * a).add(SELU_LIMIT * a * p);
    return x.mul(kept.mul(a)).add(shift);
  }

  static Tensor gumbelSoftmax(Tensor logits, double tau, boolean hard, int axis) {
    Tensor noise = Nabla.emptyLike(logits).exponential_(1).log().neg();
    Tensor soft = logits.add(noise).div(tau).softmax(axis);
    if (!hard) {
      return soft;
    }
    Tensor index = soft.detach().argmax(axis, true);
    Tensor oneHot = Nabla.zerosLike(soft.detach()).scatter(axis, index, 1.0);
    return oneHot.sub(soft.detach()).add(soft);
  }
}
