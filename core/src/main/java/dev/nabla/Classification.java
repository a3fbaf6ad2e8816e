package dev.nabla;

import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.IndexException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import org.jspecify.annotations.Nullable;

/** Losses over classes. Shapes: predictions [C], [N, C] or [N, C, S…]; class numbers [], [N] or [N, S…]. */
final class Classification {
  private Classification() {}

  /**
   * The negative log-likelihood of the target classes: inputs log-probabilities, class numbers (int64), and weights of the classes if {@code
   * weighted}. Samples with class {@code ignore} count nothing; the mean is over the weights.
   */
  private record NegativeLogLikelihood(int ignore, Reduction reduction, boolean weighted) implements CompositeOp {
    @Override
    public String name() {
      return "nll_loss";
    }

    @Override
    public Tensor compute(Tensor[] in) {
      int axis = axis(in[0].dim());
      Tensor classes = safe(in[1]);
      Tensor w = weights(in[1], classes, weighted ? in[2] : null, in[0].dtype());
      Tensor picked = in[0].gather(axis, classes.unsqueeze(axis)).squeeze(axis);
      Tensor loss = picked.mul(w.neg()).maskedFill(in[1].eq((long) ignore), 0);
      return switch (reduction) {
        case NONE -> loss;
        case MEAN -> loss.sum().div(w.sum());
        default -> loss.sum();
      };
    }

    /** The class numbers with 0 for those to ignore. */
    private Tensor safe(Tensor target) {
      return target.maskedFill(target.eq((long) ignore), 0);
    }

    private Tensor weights(Tensor target, Tensor classes, @Nullable Tensor weight, DType dtype) {
      Tensor counted = target.ne((long) ignore).to(dtype);
      return weight == null
          ? counted
          : weight.indexSelect(0, classes.reshape(classes.numel())).reshape(classes.shape()).mul(counted);
    }

    @Override
    public Tensor run(Tensor[] in) {
      Strided x = Dispatch.data(in[0]);
      Strided target = Dispatch.data(in[1]);
      Strided weight = weighted ? Dispatch.data(in[2]) : null;
      int axis = axis(x.rank());
      int n = target.numel();
      Strided out = Strided.allocate(x.dtype(), reduction == Reduction.NONE ? target.shape() : Shape.SCALAR);
      Strided first = x.rank() == 0 ? x : x.select(axis, 0);
      double sum = 0;
      double total = 0;
      for (int i = 0; i < n; i++) {
        long c = target.storage().getLong(target.position(i));
        if (c == ignore) {
          continue;
        }
        double w = weight == null ? 1 : weight.storage().getDouble(weight.offset() + (int) c * weight.stride(0));
        double loss = -w * x.storage().getDouble(first.position(i) + (int) c * x.stride(axis));
        if (reduction == Reduction.NONE) {
          out.storage().setDouble(i, loss);
        }
        sum += loss;
        total += w;
      }
      if (reduction != Reduction.NONE) {
        out.storage().setDouble(0, reduction == Reduction.MEAN ? sum / total : sum);
      }
      return new ConcreteTensor(out);
    }

    @Override
    public int saves(int needs) {
      return weighted ? 6 : 2;
    }

    @Override
    public @Nullable Tensor vjp(int i, Saved s, Tensor g) {
      if (i != 0) {
        return null;
      }
      int axis = axis(s.inType(0).shape().rank());
      DType dtype = s.inType(0).dtype();
      Tensor target = s.in(1);
      Tensor classes = safe(target);
      Tensor w = weights(target, classes, weighted ? s.in(2) : null, dtype);
      Tensor each = (reduction == Reduction.MEAN ? g.div(w.sum()) : g).mul(w.neg());
      Tensor zeros = Nabla.zeros(dtype, s.inType(0).shape());
      return zeros.scatterAdd(axis, classes.unsqueeze(axis), each.unsqueeze(axis));
    }
  }

  /** Where the classes are. */
  private static int axis(int rank) {
    return rank < 2 ? 0 : 1;
  }

  static Tensor nll(Tensor x, Tensor target, @Nullable Tensor weight, int ignore, Reduction reduction) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException("\"nll_loss_out_frame\" not implemented for '" + x.dtype().scalarName()
          + "'; the input holds log-probabilities");
    }
    if (target.dtype() != DType.INT64 && target.dtype() != DType.UINT8) {
      throw new DTypeException(
          "expected scalar type Long but found " + target.dtype().scalarName() + "; convert the target with to(INT64)");
    }
    checkShapes(x, target);
    int classes = x.dim() == 0 ? 0 : x.size(axis(x.dim()));
    if (weight != null && (weight.dim() != 1 || weight.numel() != classes)) {
      throw new ShapeException("weight tensor should be defined either for all " + classes
          + " classes or no classes but got weight tensor of shape: "
          + weight.shape());
    }
    if (target instanceof ConcreteTensor t) {
      checkClasses(t.window(), classes, ignore);
    }
    Tensor labels = (x.dim() == 1 && target.dim() == 1 ? target.squeeze(0) : target).to(DType.INT64);
    NegativeLogLikelihood op = new NegativeLogLikelihood(ignore, reduction, weight != null);
    return Dispatch.apply(op, weight == null ? new Tensor[] {x, labels} : new Tensor[] {x, labels, weight});
  }

  private static void checkClasses(Strided target, int classes, int ignore) {
    for (int i = 0; i < target.numel(); i++) {
      long c = target.storage().getLong(target.position(i));
      if (c != ignore && (c < 0 || c >= classes)) {
        throw new IndexException("Target " + c + " is out of bounds.");
      }
    }
  }

  private static void checkShapes(Tensor x, Tensor target) {
    if (x.dim() < 1) {
      throw new ShapeException("Expected 1 or more dimensions (got " + x.dim() + ")");
    }
    if (x.dim() == 1) {
      if (target.dim() > 1 || target.numel() != 1) {
        throw new ShapeException(
            "0D or 1D target tensor expected, multi-target not supported; got " + target.shape() + " for " + x.shape());
      }
      return;
    }
    if (target.dim() > 0 && x.size(0) != target.size(0) || target.dim() == 0) {
      throw new ShapeException("Expected input batch_size (" + x.size(0) + ") to match target batch_size ("
          + (target.dim() == 0 ? 0 : target.size(0)) + ").");
    }
    if (!x.shape().without(1).equals(target.shape())) {
      throw new ShapeException("Expected target size " + x.shape().without(1) + ", got " + target.shape());
    }
  }

  static Tensor crossEntropy(Tensor x, Tensor target, @Nullable Tensor weight, int ignore, Reduction reduction,
      double smoothing) {
    if (smoothing < 0 || smoothing > 1) {
      throw new dev.nabla.type.NablaException("label_smoothing must be between 0.0 and 1.0. Got: " + smoothing);
    }
    if (x.dim() < 1) {
      throw new ShapeException("Expected 1 or more dimensions (got " + x.dim() + ")");
    }
    int axis = axis(x.dim());
    if (x.shape().equals(target.shape()) && (target.dtype().isFloating() || x.numel() != 1)) {
      if (!target.dtype().isFloating()) {
        throw new DTypeException(
            "Expected floating point type for target with class probabilities, got " + target.dtype().scalarName());
      }
      return withProbabilities(x.logSoftmax(axis), target, weight, reduction, smoothing, axis);
    }
    Tensor logProbabilities = x.logSoftmax(axis);
    Tensor hard = nll(logProbabilities, target, weight, ignore, reduction);
    return smoothing == 0
        ? hard
        : hard.mul(1 - smoothing).add(smooth(logProbabilities, target, weight, ignore, reduction, axis),
            smoothing / x.size(axis));
  }

  /** The loss of a target that is equally likely all classes. */
  private static Tensor smooth(Tensor logProbabilities, Tensor target, @Nullable Tensor weight, int ignore,
      Reduction reduction, int axis) {
    Tensor weighted = weight == null
        ? logProbabilities
        : logProbabilities.mul(perClass(weight, logProbabilities.dim(), axis));
    Tensor ignored = target.eq((long) ignore);
    Tensor loss = weighted.sum(new int[] {axis}, false).neg().maskedFill(ignored, 0);
    if (reduction != Reduction.MEAN) {
      return Losses.reduce(loss, reduction);
    }
    Tensor counted = ignored.logicalNot().to(loss.dtype());
    if (weight != null) {
      Tensor classes = target.maskedFill(ignored, 0);
      counted = weight.indexSelect(0, classes.reshape(classes.numel())).reshape(classes.shape()).mul(counted);
    }
    return loss.sum().div(counted.sum());
  }

  private static Tensor withProbabilities(Tensor logProbabilities, Tensor target, @Nullable Tensor weight,
      Reduction reduction, double smoothing, int axis) {
    int classes = target.size(axis);
    Tensor t = smoothing == 0 ? target : target.mul(1 - smoothing).add(smoothing / classes);
    Tensor product = logProbabilities.mul(t);
    Tensor weighted = weight == null ? product : product.mul(perClass(weight, product.dim(), axis));
    return switch (reduction) {
      case NONE -> weighted.sum(new int[] {axis}, false).neg();
      case MEAN -> weighted.sum().neg().div(logProbabilities.numel() / (double) classes);
      default -> Losses.reduce(weighted, reduction).neg();
    };
  }

  /** A vector over the classes, shaped to broadcast against predictions. */
  private static Tensor perClass(Tensor weight, int rank, int axis) {
    int[] dims = new int[rank];
    java.util.Arrays.fill(dims, 1);
    dims[axis] = weight.numel();
    return weight.reshape(dims);
  }
}
