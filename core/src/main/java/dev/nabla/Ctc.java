package dev.nabla;

import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Connectionist temporal classification (Graves et al. 2006): the probability that a sequence of distributions spells a target when blanks and
 * repetitions are dropped, by the forward-backward recursions over the target with blanks between its labels.
 */
final class Ctc {
  private Ctc() {}

  /**
   * The negative log-likelihoods [N] of log-probabilities [T, N, C], and their slopes [T, N, C], which take the distributions to be normalized
   * (the gradient of a preceding log-softmax is then complete, as in PyTorch).
   */
  private record Loss(int[][] targets, int[] lengths, int blank, boolean zeroInfinity) implements JointOp {
    @Override
    public String name() {
      return "ctc_loss";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      Strided x = Dispatch.data(in[0].contiguous());
      Strided losses = Strided.allocate(x.dtype(), Shape.of(x.dim(1)));
      Strided slopes = Strided.allocate(x.dtype(), x.shape());
      for (int n = 0; n < x.dim(1); n++) {
        new Sample(x, n, lengths[n], targets[n], blank).solve(losses, slopes, zeroInfinity);
      }
      return new Tensor[] {new ConcreteTensor(losses), new ConcreteTensor(slopes)};
    }

    @Override
    public int saves(int needs) {
      return 1 << OUTPUT + 1;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      if (g[1] != null) {
        throw new NablaException("the derivative for '_ctc_loss_backward' is not implemented");
      }
      return new @Nullable Tensor[] {g[0] == null ? null : s.out(1).mul(g[0].reshape(1, targets.length, 1))};
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      return new @Nullable Tensor[] {out[1].mul(Objects.requireNonNull(t[0])).sum(new int[] {0, 2}, false), null};
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Loss l && Arrays.deepEquals(targets, l.targets) && Arrays.equals(lengths, l.lengths)
          && blank == l.blank
          && zeroInfinity == l.zeroInfinity;
    }

    @Override
    public int hashCode() {
      return Arrays.deepHashCode(targets) * 31 + blank;
    }
  }

  /** One sequence and its target. States are the labels with a blank before, between and after them. */
  private static final class Sample {
    private final Strided x;
    private final int n;
    private final int steps;
    private final int[] labels;
    private final double[][] alpha;
    private final double[][] beta;

    Sample(Strided x, int n, int steps, int[] target, int blank) {
      this.x = x;
      this.n = n;
      this.steps = steps;
      this.labels = new int[2 * target.length + 1];
      Arrays.fill(labels, blank);
      for (int i = 0; i < target.length; i++) {
        labels[2 * i + 1] = target[i];
      }
      this.alpha = new double[steps][labels.length];
      this.beta = new double[steps][labels.length];
    }

    private int at(int t, int c) {
      return (t * x.dim(1) + n) * x.dim(2) + c;
    }

    private double p(int t, int s) {
      return x.storage().getDouble(x.offset() + at(t, labels[s]));
    }

    /** Whether the blank between two labels may be left out on the way to state {@code s}. */
    private boolean skips(int s) {
      return s >= 2 && labels[s] != labels[s - 2];
    }

    void solve(Strided losses, Strided slopes, boolean zeroInfinity) {
      forward();
      int end = labels.length - 1;
      double loss = steps == 0
          ? end == 0 ? 0 : Double.POSITIVE_INFINITY
          : -add(alpha[steps - 1][end], end > 0 ? alpha[steps - 1][end - 1] : Double.NEGATIVE_INFINITY);
      boolean dropped = zeroInfinity && loss == Double.POSITIVE_INFINITY;
      losses.storage().setDouble(n, dropped ? 0 : loss);
      if (!dropped) {
        backward();
        slopes(slopes, loss);
      }
    }

    private void forward() {
      for (int t = 0; t < steps; t++) {
        for (int s = 0; s < labels.length; s++) {
          double from = t == 0 ? s < 2 ? 0 : Double.NEGATIVE_INFINITY : alpha[t - 1][s];
          if (t > 0 && s > 0) {
            from = add(from, alpha[t - 1][s - 1]);
          }
          if (t > 0 && skips(s)) {
            from = add(from, alpha[t - 1][s - 2]);
          }
          alpha[t][s] = from + p(t, s);
        }
      }
    }

    private void backward() {
      int end = labels.length - 1;
      for (int t = steps - 1; t >= 0; t--) {
        for (int s = end; s >= 0; s--) {
          double to = t == steps - 1 ? s >= end - 1 ? 0 : Double.NEGATIVE_INFINITY : beta[t + 1][s];
          if (t < steps - 1 && s < end) {
            to = add(to, beta[t + 1][s + 1]);
          }
          if (t < steps - 1 && s + 2 <= end && skips(s + 2)) {
            to = add(to, beta[t + 1][s + 2]);
          }
          beta[t][s] = to + p(t, s);
        }
      }
    }

    /** exp(x) - the probability of each class at each step, given the target. */
    private void slopes(Strided out, double loss) {
      int classes = x.dim(2);
      double[] paths = new double[classes];
      for (int t = 0; t < steps; t++) {
        Arrays.fill(paths, Double.NEGATIVE_INFINITY);
        for (int s = 0; s < labels.length; s++) {
          paths[labels[s]] = add(paths[labels[s]], alpha[t][s] + beta[t][s]);
        }
        for (int c = 0; c < classes; c++) {
          double lp = x.storage().getDouble(x.offset() + at(t, c));
          out.storage().setDouble(at(t, c), Math.exp(lp) - Math.exp(paths[c] + loss - lp));
        }
      }
    }

    /** {@code log(exp(a) + exp(b))}. */
    private static double add(double a, double b) {
      double high = Math.max(a, b);
      return high == Double.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(Math.min(a, b) - high));
    }
  }

  /** See {@link F#ctcLoss}. */
  static Tensor ctc(Tensor x, Tensor targets, int[] inputLengths, int[] targetLengths, int blank, Reduction reduction,
      boolean zeroInfinity) {
    if (x.dim() != 2 && x.dim() != 3) {
      throw new ShapeException("ctc_loss: expected log-probabilities [T, N, C] or [T, C]; got " + x.type());
    }
    Tensor batch = x.dim() == 2 ? x.unsqueeze(1) : x;
    int n = batch.size(1);
    int classes = batch.size(2);
    if (inputLengths.length != n || targetLengths.length != n) {
      throw new ShapeException("ctc_loss: input_lengths and target_lengths must be of size batch_size (" + n + "); got "
          + inputLengths.length
          + " and " + targetLengths.length);
    }
    if (blank < 0 || blank >= classes) {
      throw new NablaException("blank must be in label range; got " + blank + " for " + classes + " classes");
    }
    for (int length : inputLengths) {
      if (length < 0 || length > batch.size(0)) {
        throw new NablaException(
            "Expected input_lengths to have value at most " + batch.size(0) + ", but got value " + length);
      }
    }
    int[][] labels = labels(x.dim() == 2 && targets.dim() == 1 ? targets.unsqueeze(0) : targets, targetLengths,
        classes);
    Tensor losses = Dispatch.applyAll(new Loss(labels, inputLengths.clone(), blank, zeroInfinity),
        new Tensor[] {batch})[0];
    if (reduction == Reduction.MEAN) {
      double[] sizes = Arrays.stream(targetLengths).mapToDouble(l -> Math.max(1, l)).toArray();
      return losses.div(Nabla.tensor((Object) sizes, x.dtype())).mean();
    }
    return Losses.reduce(x.dim() == 2 && reduction == Reduction.NONE ? losses.squeeze(0) : losses, reduction);
  }

  private static int[][] labels(Tensor targets, int[] lengths, int classes) {
    Strided all = Items.window(targets.to(DType.INT64), "ctc_loss");
    int[][] out = new int[lengths.length][];
    int start = 0;
    for (int i = 0; i < lengths.length; i++) {
      int width = all.rank() == 2 ? all.dim(1) : lengths[i];
      if (lengths[i] < 0 || lengths[i] > width || start + lengths[i] > all.numel()) {
        throw new NablaException(
            "ctc_loss: target length " + lengths[i] + " does not fit targets of shape " + all.shape());
      }
      out[i] = new int[lengths[i]];
      for (int k = 0; k < lengths[i]; k++) {
        long label = all.storage().getLong(all.position(start + k));
        if (label < 0 || label >= classes) {
          throw new NablaException("ctc_loss: target " + label + " is out of range for " + classes + " classes");
        }
        out[i][k] = (int) label;
      }
      start += width;
    }
    return out;
  }
}
