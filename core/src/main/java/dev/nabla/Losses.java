package dev.nabla;

import dev.nabla.kernel.Reducer;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** How far predictions are from targets, for each element by a formula; {@link Classification} holds those over classes. */
final class Losses {
  private Losses() {}

  // a: prediction, b: target
  private static final ElementwiseOp MSE = Reductions.formula("a b", "(a - b) * (a - b)", "2 * (a - b)", "2 * (b - a)");
  private static final ElementwiseOp SMOOTH_L1 = ElementwiseOp.declare("mul", "MulBackward0", "a b", "beta", 0,
      "abs(a - b) < beta ? 0.5 * (a - b) * (a - b) / beta : abs(a - b) - 0.5 * beta",
      "abs(a - b) < beta ? (a - b) / beta : sign(a - b)", "abs(a - b) < beta ? (b - a) / beta : sign(b - a)");
  private static final ElementwiseOp HUBER = ElementwiseOp.declare("mul", "MulBackward0", "a b", "delta", 0,
      "abs(a - b) < delta ? 0.5 * (a - b) * (a - b) : delta * (abs(a - b) - 0.5 * delta)",
      "abs(a - b) < delta ? a - b : delta * sign(a - b)", "abs(a - b) < delta ? b - a : delta * sign(b - a)");

  /** Logarithms are cut off at -100, so that a certain but wrong prediction costs 100 and not infinity. The slope's bound is PyTorch's, 1e-12f. */
  private static final String CROSS_ENTROPY = "(b - 1) * max(log1p(-a), -100) - b * max(log(a), -100)";

  private static final ElementwiseOp BCE = Reductions.formula("a b", CROSS_ENTROPY,
      "(a - b) / max((1 - a) * a, 9.999999960041972e-13)", "log1p(-a) - log(a)");
  private static final ElementwiseOp BCE_WEIGHTED = Reductions.formula("a b w", "(" + CROSS_ENTROPY + ") * w",
      "w * (a - b) / max((1 - a) * a, 9.999999960041972e-13)", "w * (log1p(-a) - log(a))",
      CROSS_ENTROPY);
  private static final ElementwiseOp LOGITS = Reductions.formula("a b", "max(a, 0) - a * b + log1p(exp(-abs(a)))",
      "sigmoid(a) - b", "-a");

  /** {@code c} is the weight of positive targets; log1p(exp(-|a|)) + max(-a, 0) is softplus(-a). */
  private static final ElementwiseOp LOGITS_WEIGHTED = Reductions.formula("a b c",
      "(1 - b) * a + (1 + (c - 1) * b) * (log1p(exp(-abs(a))) + max(-a, 0))",
      "(1 - b) + (1 + (c - 1) * b) * (sigmoid(a) - 1)", "(c - 1) * (log1p(exp(-abs(a))) + max(-a, 0)) - a",
      "b * (log1p(exp(-abs(a))) + max(-a, 0))");
  private static final ElementwiseOp SOFT_MARGIN = Reductions.formula("a b", "log1p(exp(-b * a))",
      "-b * sigmoid(-b * a)", "-a * sigmoid(-b * a)");
  private static final ElementwiseOp KL = Reductions.formula("a b", "b == 0 ? 0 : b * (log(b) - a)", "-b",
      "log(b) + 1 - a");
  private static final ElementwiseOp KL_LOG = Reductions.formula("a b", "exp(b) * (b - a)");

  /** The mean or the sum of an elementwise loss, as one op: backward, the cotangent of an element is the slope times one number. */
  private record Reduced(String name, ElementwiseOp loss, Reduction reduction) implements CompositeOp {
    @Override
    public Tensor compute(Tensor[] in) {
      return reduce(Dispatch.apply(loss, in), reduction);
    }

    @Override
    public Tensor run(Tensor[] in) {
      Shape shape = shape(in);
      if (reduction == Reduction.NONE || shape.numel() == 0 || !in[0].shape().equals(shape)
          || reduction == Reduction.BATCH_MEAN) {
        return compute(in);
      }
      Tensor sum = Rows.sum(loss, Reductions.normalize(new int[0], shape.rank()), in).reshape(Shape.SCALAR);
      return reduction == Reduction.MEAN ? sum.div((double) shape.numel()) : sum;
    }

    private static Shape shape(Tensor[] in) {
      Shape shape = in[0].shape();
      for (int i = 1; i < in.length; i++) {
        shape = Shape.broadcast(shape, in[i].shape());
      }
      return shape;
    }

    @Override
    public int saves(int needs) {
      return loss.saves(needs);
    }

    @Override
    public @Nullable Tensor vjp(int i, Saved s, Tensor g) {
      if (reduction == Reduction.NONE) {
        return loss.vjp(i, s, g);
      }
      Shape shape = s.inType(0).shape();
      for (int k = 1; k < loss.formula().inputs(); k++) {
        shape = Shape.broadcast(shape, s.inType(k).shape());
      }
      return loss.vjp(i, s, (reduction == Reduction.MEAN ? g.div((double) shape.numel()) : g).expand(shape));
    }
  }

  /** The losses {@code x} of the elements, reduced. */
  static Tensor reduce(Tensor x, Reduction reduction) {
    return switch (reduction) {
      case NONE -> x;
      case MEAN -> x.mean();
      case SUM -> x.sum();
      case BATCH_MEAN ->
        throw new NablaException("BATCH_MEAN is not a valid value for reduction here; use MEAN, SUM or NONE");
    };
  }

  private static Tensor reduced(String name, ElementwiseOp loss, Reduction reduction, Tensor... in) {
    DType type = Promotion.resultType(in);
    if (!type.isFloating()) {
      throw new DTypeException(
          name + ": expected floating-point tensors; got " + in[0].type() + " and " + in[1].type());
    }
    Tensor[] same = new Tensor[in.length];
    Shape shape = in[0].shape();
    for (int i = 0; i < in.length; i++) {
      same[i] = in[i].to(type);
      shape = Shape.broadcast(shape, in[i].shape());
    }
    return Dispatch.apply(new Reduced(name, loss, reduction), same);
  }

  static Tensor mse(Tensor x, Tensor target, Reduction reduction) {
    return reduced("mse_loss", MSE, reduction, x, target);
  }

  static Tensor l1(Tensor x, Tensor target, Reduction reduction) {
    return reduce(x.sub(target).abs(), reduction);
  }

  static Tensor smoothL1(Tensor x, Tensor target, Reduction reduction, double beta) {
    if (beta < 0) {
      throw new NablaException("smooth_l1_loss does not support negative values for beta.");
    }
    return beta == 0 ? l1(x, target, reduction) : reduced("smooth_l1_loss", SMOOTH_L1.with(beta), reduction, x, target);
  }

  static Tensor huber(Tensor x, Tensor target, Reduction reduction, double delta) {
    if (delta <= 0) {
      throw new NablaException("huber_loss does not support non-positive values for delta.");
    }
    return reduced("huber_loss", HUBER.with(delta), reduction, x, target);
  }

  static Tensor binaryCrossEntropy(Tensor x, Tensor target, @Nullable Tensor weight, Reduction reduction) {
    if (!x.shape().equals(target.shape())) {
      throw new ShapeException(
          "Using a target size (" + target.shape() + ") that is different to the input size (" + x.shape()
              + ") is deprecated. Please ensure they have the same size.");
    }
    if (x instanceof ConcreteTensor && x.numel() > 0) {
      double low = Reductions.extreme(Reducer.MIN, x);
      double high = Reductions.extreme(Reducer.MAX, x);
      if (low < 0 || high > 1) {
        throw new NablaException(
            "all elements of input should be between 0 and 1; got values from " + low + " to " + high);
      }
    }
    return weight == null
        ? reduced("binary_cross_entropy", BCE, reduction, x, target)
        : reduced("binary_cross_entropy", BCE_WEIGHTED, reduction, x, target, weight);
  }

  static Tensor binaryCrossEntropyWithLogits(Tensor x, Tensor target, @Nullable Tensor weight, Reduction reduction,
      @Nullable Tensor posWeight) {
    if (!x.shape().equals(target.shape())) {
      throw new ShapeException(
          "Target size (" + target.shape() + ") must be the same as input size (" + x.shape() + ")");
    }
    String name = "binary_cross_entropy_with_logits";
    Reduction own = weight == null ? reduction : Reduction.NONE;
    Tensor loss = posWeight == null
        ? reduced(name, LOGITS, own, x, target)
        : reduced(name, LOGITS_WEIGHTED, own, x, target, posWeight);
    return weight == null ? loss : reduce(loss.mul(weight), reduction);
  }

  static Tensor softMargin(Tensor x, Tensor target, Reduction reduction) {
    return reduced("soft_margin_loss", SOFT_MARGIN, reduction, x, target);
  }

  static Tensor klDiv(Tensor x, Tensor target, Reduction reduction, boolean logTarget) {
    Reduction own = reduction == Reduction.BATCH_MEAN ? Reduction.SUM : reduction;
    Tensor loss = reduced("kl_div", logTarget ? KL_LOG : KL, own, x, target);
    return reduction == Reduction.BATCH_MEAN ? loss.div((double) (x.dim() == 0 ? 1 : x.size(0))) : loss;
  }

  private static final ElementwiseOp STIRLING = Reductions.formula("b",
      "b > 1 ? b * log(b) - b + 0.5 * log(2 * pi * b) : 0", "b > 1 ? log(b) + 0.5 / b : 0");

  static Tensor poissonNll(Tensor x, Tensor target, boolean logInput, boolean full, double eps, Reduction reduction) {
    Tensor loss = logInput ? x.exp().sub(target.mul(x)) : x.sub(target.mul(x.add(eps).log()));
    return reduce(full ? loss.add(Dispatch.apply(STIRLING, Reductions.floating(target))) : loss, reduction);
  }

  private static final ElementwiseOp LIFTED = ElementwiseOp.declare("clamp_min", "ClampMinBackward0", "x", "low", 0,
      "x < low ? low : x", "1");

  static Tensor gaussianNll(Tensor x, Tensor target, Tensor var, boolean full, double eps, Reduction reduction) {
    Tensor v = var;
    if (!var.shape().equals(x.shape())) {
      if (var.dim() == x.dim() - 1 && x.shape().without(x.dim() - 1).equals(var.shape())) {
        v = var.unsqueeze(-1);
      } else if (var.dim() != x.dim() || var.size(-1) != 1 || !var.shape().equals(x.shape().with(x.dim() - 1, 1))) {
        throw new ShapeException("var is of incorrect size; got " + var.type() + " for an input of " + x.type());
      }
    }
    if (v instanceof ConcreteTensor && v.numel() > 0 && v.detach().min().item() < 0) {
      throw new NablaException("var has negative entry/entries");
    }
    v = Dispatch.apply(LIFTED.with(eps), v);
    Tensor d = x.sub(target);
    Tensor loss = v.log().add(d.mul(d).div(v)).mul(0.5);
    return reduce(full ? loss.add(0.5 * Math.log(2 * Math.PI)) : loss, reduction);
  }

  private static final ElementwiseOp HINGE = ElementwiseOp.declare("add", "AddBackward0", "x y1", "margin", 0,
      "(y1 != 1 ? max(margin - x, 0) : 0) + (y1 != -1 ? x : 0)",
      "(y1 != 1 && margin - x >= 0 ? -1 : 0) + (y1 != -1 ? 1 : 0)", "0");

  static Tensor hingeEmbedding(Tensor x, Tensor target, double margin, Reduction reduction) {
    return reduce(Dispatch.apply(HINGE.with(margin), x, target.to(x.dtype())), reduction);
  }

  static Tensor marginRanking(Tensor x1, Tensor x2, Tensor target, double margin, Reduction reduction) {
    if (x1.dim() != x2.dim() || x1.dim() != target.dim()) {
      throw new ShapeException(
          "margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: " + x1.shape()
              + ", input2: " + x2.shape() + ", target: " + target.shape());
    }
    return reduce(target.neg().mul(x1.sub(x2)).add(margin).clampMin(0.0), reduction);
  }

  static Tensor cosineEmbedding(Tensor x1, Tensor x2, Tensor target, double margin, Reduction reduction) {
    int axis = target.dim();
    if (x1.dim() != axis + 1 || x2.dim() != axis + 1 || axis > 1) {
      throw new ShapeException((axis == 0 ? "0D target tensor expects 1D" : "1D target tensor expects 2D")
          + " input tensors, but found inputs with sizes "
          + x1.shape() + " and " + x2.shape() + ".");
    }
    double eps = 1e-12;
    int[] axes = {axis};
    Tensor product = x1.mul(x2).sum(axes, false);
    Tensor size = x1.mul(x1).sum(axes, false).add(eps).mul(x2.mul(x2).sum(axes, false).add(eps)).sqrt();
    Tensor cosine = product.div(size);
    Tensor near = cosine.neg().add(1.0).mul(target.eq(1.0).to(x1.dtype()));
    Tensor far = cosine.sub(margin).clampMin(0.0).mul(target.eq(-1.0).to(x1.dtype()));
    return reduce(near.add(far), reduction);
  }

  static Tensor tripletMargin(Tensor anchor, Tensor positive, Tensor negative, double margin, double p, double eps,
      boolean swap,
      Reduction reduction) {
    BinaryOperator<Tensor> distance = (a, b) -> Norms.pairwiseDistance(a, b, p, eps, false);
    return tripletMargin(anchor, positive, negative, distance, margin, swap, reduction);
  }

  static Tensor tripletMargin(Tensor anchor, Tensor positive, Tensor negative, BinaryOperator<Tensor> distance,
      double margin, boolean swap,
      Reduction reduction) {
    if (anchor.dim() != positive.dim() || anchor.dim() != negative.dim()) {
      throw new ShapeException(
          "The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: anchor "
              + anchor.dim() + "D, positive " + positive.dim() + "D, and negative " + negative.dim() + "D inputs");
    }
    Tensor near = distance.apply(anchor, positive);
    Tensor far = distance.apply(anchor, negative);
    if (swap) {
      far = far.minimum(distance.apply(positive, negative));
    }
    return reduce(near.sub(far).add(margin).clampMin(0.0), reduction);
  }

  static Tensor multilabelSoftMargin(Tensor x, Tensor target, @Nullable Tensor weight, Reduction reduction) {
    Tensor loss = reduced("multilabel_soft_margin_loss", LOGITS, Reduction.NONE, x, target);
    Tensor weighted = weight == null ? loss : loss.mul(weight);
    return reduce(weighted.mean(-1), reduction);
  }

  /** For each sample x and class y: the sum over the other classes j of {@code max(0, margin - x_y + x_j)^p · w_y / C}. */
  static Tensor multiMargin(Tensor x, Tensor target, double p, double margin, @Nullable Tensor weight,
      Reduction reduction) {
    if (p != 1 && p != 2) {
      throw new NablaException("multi_margin_loss: only p == 1 and p == 2 supported; got " + p);
    }
    boolean single = x.dim() < 2;
    Tensor rows = single ? x.reshape(1, x.numel()) : x;
    Tensor labels = target.reshape(rows.size(0), 1);
    int classes = rows.size(1);
    Tensor z = rows.sub(rows.gather(1, labels)).add(margin).clampMin(0.0);
    Tensor loss = p == 2 ? z.mul(z) : z;
    Tensor others = Nabla.arange(classes).ne(labels).to(x.dtype());
    if (weight != null) {
      others = others.mul(weight.indexSelect(0, labels.reshape(labels.numel())).unsqueeze(1));
    }
    Tensor each = loss.mul(others).sum(1).div((double) classes);
    return reduce(single && target.dim() == 0 ? each.reshape(Shape.SCALAR) : each, reduction);
  }

  /** For each sample, the sum over its classes y and the other ones j of {@code max(0, 1 - x_y + x_j) / C}; its classes end before the first -1. */
  static Tensor multilabelMargin(Tensor x, Tensor target, Reduction reduction) {
    if (!x.shape().equals(target.shape())) {
      throw new ShapeException("inconsistent target size: " + target.shape() + " for input of size: " + x.shape());
    }
    int classes = x.dim() == 0 ? 1 : x.size(-1);
    int n = classes == 0 ? 0 : x.numel() / classes;
    Tensor rows = x.reshape(n, classes);
    Tensor own = memberships(target.to(DType.INT64).reshape(n, classes), x.dtype());
    Tensor differences = rows.unsqueeze(1).sub(rows.unsqueeze(2)).add(1.0).clampMin(0.0);
    Tensor pairs = own.unsqueeze(2).mul(own.eq(0.0).to(x.dtype()).unsqueeze(1));
    Tensor each = differences.mul(pairs).sum(1, 2).div((double) classes);
    return reduce(x.dim() < 2 ? each.reshape(Shape.SCALAR) : each, reduction);
  }

  /** How often a row of {@code target} names each class before its first -1. */
  private static Tensor memberships(Tensor target, DType dtype) {
    Tensor named = target.ge(0L).to(DType.INT64).cumprod(1).to(dtype);
    return Nabla.zeros(dtype, target.shape()).scatterAdd(1, target.clampMin(0L), named);
  }
}
