package dev.nabla;

import dev.nabla.kernel.RowProgram;
import dev.nabla.type.DTypeException;
import dev.nabla.type.FloatInfo;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Layers that bring activations to mean 0 and variance 1. */
final class Normalization {
  private Normalization() {}

  private static final RowProgram[] FORWARD = {
    standardized("x", "(x - m) * r"), standardized("x w", "(x - m) * r * w"), standardized("x b", "(x - m) * r + b"),
    standardized("x w b", "(x - m) * r * w + b")
  };
  private static final AtomicReferenceArray<RowProgram> BACKWARD = new AtomicReferenceArray<>(32);

  private static RowProgram standardized(String inputs, String value) {
    return RowProgram.of(inputs, "n eps").sum("t", "x").row("m", "t / n").sum("q", "(x - m) * (x - m)")
        .row("v", "q / n")
        .row("r", "1 / sqrt(v + eps)").each("y", value).gives("y m v");
  }

  private static final ElementwiseOp INVERSE_ROOT = ElementwiseOp.declare("rsqrt", "RsqrtBackward0", "v", "eps", 0,
      "1 / sqrt(v + eps)");
  private static final ElementwiseOp WEIGHTED = Reductions.formula("x m r w", "(x - m) * r * w");
  private static final ElementwiseOp AFFINE = ElementwiseOp.declare("native_batch_norm", "NativeBatchNormBackward0",
      "x m r w b", "", 0, "(x - m) * r * w + b");
  private static final ElementwiseOp TIMES_DIFFERENCE = Reductions.formula("g x m", "g * (x - m)");

  /** The cotangent of x from that of the standardized x, its mean p, and the mean q of its product with the standardized x. */
  private static final ElementwiseOp INPUT_COTANGENT = Reductions.formula("g x m r p q",
      "r * (g - p - (x - m) * r * q)");

  /**
   * {@code (x - mean) / sqrt(variance + eps) * w + b} with the moments over {@code axes} (sorted, not negative); inputs x, w and b as far as they
   * are there, w and b shaped to broadcast against x. Outputs: the result, the mean, and the variance (divided by n), with size 1 on the axes.
   */
  record Standardize(String name, int[] axes, double eps, boolean weighted, boolean moved) implements JointOp {
    @Override
    public Tensor[] runAll(Tensor[] in) {
      RowProgram program = FORWARD[(weighted ? 1 : 0) | (moved ? 2 : 0)];
      return Rows.run(program, params(in[0]), in, axes);
    }

    private double[] params(Tensor x) {
      return new double[] {Reductions.count(x.shape(), axes), eps};
    }

    @Override
    public int results() {
      return 1;
    }

    @Override
    public int saves(int needs) {
      return 1 | (weighted ? 2 : 0) | 3 << OUTPUT + 1;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor x = s.in(0);
      Tensor mean = s.out(1);
      @Nullable
      Tensor[] d = new @Nullable Tensor[1 + (weighted ? 1 : 0) + (moved ? 1 : 0)];
      Tensor dy = g[0];
      if (dy != null && Rows.unwatched(dy, x, mean, s.out(2)) && (!weighted || Rows.unwatched(s.in(1)))) {
        byRows(s, dy, d);
      } else if (dy != null) {
        Tensor r = Dispatch.apply(INVERSE_ROOT.with(eps), s.out(2));
        if (s.needs(0)) {
          d[0] = inputCotangent(weighted ? dy.mul(s.in(1)) : dy, x, mean, r);
        }
        if (weighted && s.needs(1)) {
          d[1] = Reductions.sumTo(Dispatch.apply(WEIGHTED, new Tensor[] {x, mean, r, dy}), s.inType(1).shape());
        }
        int last = d.length - 1;
        if (moved && s.needs(last)) {
          d[last] = Reductions.sumTo(dy, s.inType(last).shape());
        }
      }
      if (s.needs(0)) {
        d[0] = withMoments(d[0], g, x, mean);
      }
      return d;
    }

    /** The same for plain tensors, by one row program. */
    private void byRows(Saved s, Tensor g, @Nullable Tensor[] d) {
      Tensor x = s.in(0);
      int last = d.length - 1;
      int needs = (s.needs(0) ? 1 : 0) | (weighted && s.needs(1) ? 2 : 0) | (moved && s.needs(last) ? 4 : 0);
      if (needs == 0) {
        return;
      }
      Shape shape = last == 0 ? Shape.SCALAR : s.inType(1).shape();
      boolean perRow = isPerRow(shape, x.shape());
      Tensor[] in = weighted
          ? new Tensor[] {g, x, s.out(1), s.out(2), s.in(1)}
          : new Tensor[] {g, x, s.out(1), s.out(2)};
      Shape[] totals = new Shape[perRow ? 0 : (needs >> 1 & 1) + (needs >> 2)];
      Arrays.fill(totals, shape);
      ConcreteTensor[] out = Rows.run(backward(needs, perRow), params(x), in, axes, totals);
      int n = 0;
      for (int i = 0; i < 3; i++) {
        if ((needs >> i & 1) != 0) {
          Tensor t = out[n++];
          d[Math.min(i, last)] = i > 0 && perRow ? Reductions.sumTo(t, shape) : t;
        }
      }
    }

    /** Whether weights of this shape are the same for all of a row. */
    private boolean isPerRow(Shape shape, Shape x) {
      for (int a : axes) {
        int i = a - x.rank() + shape.rank();
        if (i >= 0 && shape.dim(i) != 1) {
          return false;
        }
      }
      return true;
    }

    /**
     * The cotangents of x, w and b as bits 0 to 2 of {@code needs} tell. Where w and b do not vary within a row, they are made for each row, or
     * else summed over all of them.
     */
    private RowProgram backward(int needs, boolean perRow) {
      int key = needs | (perRow ? 8 : 0) | (weighted ? 16 : 0);
      RowProgram known = BACKWARD.get(key);
      if (known == null) {
        known = makeBackward(needs, perRow, weighted);
        BACKWARD.set(key, known);
      }
      return known;
    }

    private static RowProgram makeBackward(int needs, boolean perRow, boolean weighted) {
      RowProgram p = RowProgram.of(weighted ? "g x m v w" : "g x m v", "n eps").row("r", "1 / sqrt(v + eps)");
      String g = weighted && !perRow ? "g * w" : "g";
      if ((needs & 1) != 0 || perRow) {
        p = p.sum("a", g).sum("c", g + " * (x - m)");
      }
      String names = "";
      if ((needs & 1) != 0) {
        p = p.row("p", "a / n").row("q", "c * r * r / n").row("k", weighted && perRow ? "r * w" : "r")
            .each("dx", "k * (" + g + " - p - (x - m) * q)");
        names = "dx";
      }
      if ((needs & 2) != 0) {
        p = perRow ? p.row("dw", "c * r") : p.total("dw", "g * (x - m) * r");
        names += " dw";
      }
      if ((needs & 4) != 0) {
        p = perRow ? p.row("db", "a") : p.total("db", "g");
        names += " db";
      }
      return p.gives(names);
    }

    private Tensor inputCotangent(Tensor g, Tensor x, Tensor mean, Tensor r) {
      Tensor p = average(g);
      Tensor q = average(Dispatch.apply(TIMES_DIFFERENCE, new Tensor[] {g, x, mean})).mul(r);
      return Dispatch.apply(INPUT_COTANGENT, new Tensor[] {g, x, mean, r, p, q});
    }

    /** Adds the cotangents that come through the mean and the variance. */
    private @Nullable Tensor withMoments(@Nullable Tensor dx, @Nullable Tensor[] g, Tensor x, Tensor mean) {
      double n = Reductions.count(x.shape(), axes);
      Tensor sum = dx;
      if (g[1] != null) {
        Tensor part = g[1].div(n).expand(x.shape());
        sum = sum == null ? part : sum.add(part);
      }
      if (g[2] != null) {
        Tensor part = Dispatch.apply(TIMES_DIFFERENCE, new Tensor[] {g[2].mul(2 / n), x, mean});
        sum = sum == null ? part : sum.add(part);
      }
      return sum;
    }

    private Tensor average(Tensor x) {
      return Dispatch.apply(new Reductions.Mean(axes, true, false), x);
    }

    @Override
    public @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
      Tensor x = in[0];
      Tensor mean = out[1];
      Tensor r = Dispatch.apply(INVERSE_ROOT.with(eps), out[2]);
      Tensor dx = t[0];
      Tensor dy = null;
      Tensor dmean = null;
      Tensor dvar = null;
      if (dx != null) {
        dmean = average(dx);
        Tensor product = average(Dispatch.apply(TIMES_DIFFERENCE, new Tensor[] {dx, x, mean}));
        dvar = product.mul(2.0);
        Tensor dnormal = Dispatch.apply(INPUT_COTANGENT, new Tensor[] {dx, x, mean, r, dmean, product.mul(r)});
        dy = weighted ? dnormal.mul(in[1]) : dnormal;
      }
      if (weighted && t[1] != null) {
        Tensor part = Dispatch.apply(WEIGHTED, new Tensor[] {x, mean, r, t[1]});
        dy = dy == null ? part : dy.add(part);
      }
      Tensor db = moved ? t[t.length - 1] : null;
      if (db != null) {
        dy = dy == null ? db.expand(out[0].shape()) : dy.add(db);
      }
      return new @Nullable Tensor[] {dy, dmean, dvar};
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      int n = BatchRules.size(in, batched);
      int rank = in[0].dim() - (batched[0] ? 1 : 0);
      Tensor[] aligned = new Tensor[in.length];
      for (int i = 0; i < in.length; i++) {
        aligned[i] = batched[i] ? BatchRules.alignRank(in[i], rank) : in[i];
      }
      if (!batched[0]) {
        aligned[0] = in[0].expand(in[0].shape().insert(0, n));
      }
      return Dispatch.applyAll(new Standardize(name, Reductions.shifted(axes), eps, weighted, moved), aligned);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Standardize s && Arrays.equals(axes, s.axes) && eps == s.eps && weighted == s.weighted
          && moved == s.moved
          && name.equals(s.name);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(axes) * 31 + Double.hashCode(eps);
    }
  }

  /** {@code x / sqrt(mean(x²) + eps) · w}, the mean over {@code axes}; inputs x and, if {@code weighted}, w. */
  private record RootMeanSquare(int[] axes, double eps, boolean weighted) implements CompositeOp {
    private static final RowProgram[] VALUE = {value("x", "x * r"), value("x w", "x * r * w")};
    private static final AtomicReferenceArray<RowProgram> COTANGENTS = new AtomicReferenceArray<>(8);

    private static RowProgram value(String inputs, String value) {
      return RowProgram.of(inputs, "n eps").sum("s", "x * x").row("r", "1 / sqrt(s / n + eps)").each("y", value)
          .gives("y");
    }

    @Override
    public String name() {
      return "rms_norm";
    }

    @Override
    public String gradName() {
      return "MulBackward0";
    }

    private Tensor inverseRoot(Tensor x) {
      return Dispatch.apply(INVERSE_ROOT.with(eps), x.mul(x).mean(axes, true));
    }

    @Override
    public Tensor compute(Tensor[] in) {
      Tensor y = in[0].mul(inverseRoot(in[0]));
      return weighted ? y.mul(in[1]) : y;
    }

    private double[] params(Tensor x) {
      return new double[] {Reductions.count(x.shape(), axes), eps};
    }

    @Override
    public Tensor run(Tensor[] in) {
      return Rows.run(VALUE[weighted ? 1 : 0], params(in[0]), in, axes)[0];
    }

    @Override
    public int saves(int needs) {
      return weighted ? 3 : 1;
    }

    @Override
    public @Nullable Tensor vjp(int i, Saved s, Tensor g) {
      return vjpAll(s, new @Nullable Tensor[] {g})[i];
    }

    @Override
    public boolean joint() {
      return true;
    }

    @Override
    public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
      Tensor dy = g[0];
      @Nullable
      Tensor[] d = new @Nullable Tensor[weighted ? 2 : 1];
      int needs = (s.needs(0) ? 1 : 0) | (weighted && s.needs(1) ? 2 : 0);
      if (dy == null || needs == 0) {
        return d;
      }
      Tensor x = s.in(0);
      if (!Rows.unwatched(dy, x) || weighted && !Rows.unwatched(s.in(1))) {
        return composed(s, dy, d);
      }
      Shape[] totals = (needs & 2) == 0 ? new Shape[0] : new Shape[] {s.inType(1).shape()};
      Tensor[] in = weighted ? new Tensor[] {dy, x, s.in(1)} : new Tensor[] {dy, x};
      ConcreteTensor[] out = Rows.run(cotangents(needs, weighted), params(x), in, axes, totals);
      d[needs == 2 ? 1 : 0] = out[0];
      if (needs == 3) {
        d[1] = out[1];
      }
      return d;
    }

    private @Nullable Tensor[] composed(Saved s, Tensor g, @Nullable Tensor[] d) {
      Tensor x = s.in(0);
      Tensor r = inverseRoot(x);
      if (s.needs(0)) {
        Tensor u = weighted ? g.mul(s.in(1)) : g;
        Tensor mean = u.mul(x).mean(axes, true);
        d[0] = u.mul(r).sub(x.mul(r.mul(r).mul(r).mul(mean)));
      }
      if (weighted && s.needs(1)) {
        d[1] = Reductions.sumTo(g.mul(x).mul(r), s.inType(1).shape());
      }
      return d;
    }

    private static RowProgram cotangents(int needs, boolean weighted) {
      int key = needs | (weighted ? 4 : 0);
      RowProgram known = COTANGENTS.get(key);
      if (known == null) {
        String g = weighted ? "g * w" : "g";
        known = RowProgram.of(weighted ? "g x w" : "g x", "n eps").sum("s", "x * x").sum("c", g + " * x")
            .row("r", "1 / sqrt(s / n + eps)").row("q", "c * r * r / n").each("dx", "r * (" + g + " - x * q)");
        known = (needs & 2) == 0
            ? known.gives("dx")
            : known.total("dw", "g * x * r").gives(needs == 2 ? "dw" : "dx dw");
        COTANGENTS.set(key, known);
      }
      return known;
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof RootMeanSquare r && Arrays.equals(axes, r.axes) && eps == r.eps && weighted == r.weighted;
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(axes) * 31 + Double.hashCode(eps);
    }
  }

  private static Tensor[] standardize(String name, Tensor x, int[] axes, @Nullable Tensor w, @Nullable Tensor b,
      double eps) {
    Standardize op = new Standardize(name, axes, eps, w != null, b != null);
    if (w == null) {
      return Dispatch.applyAll(op, b == null ? new Tensor[] {x} : new Tensor[] {x, b});
    }
    return Dispatch.applyAll(op, b == null ? new Tensor[] {x, w} : new Tensor[] {x, w, b});
  }

  private static void floating(String name, Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException(
          name + ": expected a floating-point tensor; got " + x.type() + ". Convert it with to(FLOAT32).");
    }
  }

  /** The result, the mean and 1 / sqrt(variance + eps) over the last axes, which have the sizes {@code shape}. */
  static Tensor[] nativeLayerNorm(Tensor x, int[] shape, @Nullable Tensor w, @Nullable Tensor b, double eps) {
    Tensor[] out = layer(x, shape, w, b, eps);
    return new Tensor[] {out[0], out[1], Dispatch.apply(INVERSE_ROOT.with(eps), out[2])};
  }

  static Tensor layerNorm(Tensor x, int[] shape, @Nullable Tensor w, @Nullable Tensor b, double eps) {
    return layer(x, shape, w, b, eps)[0];
  }

  private static Tensor[] layer(Tensor x, int[] shape, @Nullable Tensor w, @Nullable Tensor b, double eps) {
    floating("layer_norm", x);
    return standardize("native_layer_norm", x, lastAxes("layer_norm", x, shape, w, b), w, b, eps);
  }

  private static int[] lastAxes(String name, Tensor x, int[] shape, @Nullable Tensor w, @Nullable Tensor b) {
    Shape normalized = Shape.of(shape);
    if (shape.length == 0) {
      throw new ShapeException(
          "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got"
              + " normalized_shape = []");
    }
    for (Tensor p : new @Nullable Tensor[] {w, b}) {
      if (p != null && !p.shape().equals(normalized)) {
        throw new ShapeException(
            "Expected " + (p == w ? "weight" : "bias") + " to be of same shape as normalized_shape, but got "
                + (p == w ? "weight" : "bias") + " of shape " + p.shape() + " and normalized_shape = " + normalized);
      }
    }
    int lead = x.dim() - shape.length;
    int[] axes = new int[shape.length];
    for (int i = 0; i < shape.length; i++) {
      axes[i] = lead + i;
      if (lead < 0 || x.size(lead + i) != shape[i]) {
        throw new ShapeException("Given normalized_shape=" + normalized + ", expected input with shape [*, "
            + normalized.toString().substring(1) + ", but got input of size" + x.shape() + " (" + name + ")");
      }
    }
    return axes;
  }

  /** {@code x / sqrt(mean(x²) + eps) * w} over the last axes; a null {@code eps} means the precision of the type. */
  static Tensor rmsNorm(Tensor x, int[] shape, @Nullable Tensor w, @Nullable Double eps) {
    floating("rms_norm", x);
    int[] axes = lastAxes("rms_norm", x, shape, w, null);
    double e = eps != null ? eps : FloatInfo.of(x.dtype()).eps();
    return Dispatch.apply(new RootMeanSquare(axes, e, w != null), w == null ? new Tensor[] {x} : new Tensor[] {x, w});
  }

  /** See {@link F#batchNorm}. */
  static Tensor batchNorm(
      Tensor x, @Nullable Tensor runningMean, @Nullable Tensor runningVar, @Nullable Tensor w, @Nullable Tensor b,
      boolean training, double momentum,
      double eps) {
    floating("batch_norm", x);
    if (x.dim() < 2) {
      throw new ShapeException("batch_norm: expected an input with at least 2 axes [N, C, …]; got " + x.type());
    }
    int channels = x.size(1);
    checkChannels("running_mean", runningMean, channels);
    checkChannels("running_var", runningVar, channels);
    checkChannels("weight", w, channels);
    checkChannels("bias", b, channels);
    Tensor wide = perChannel(w, x.dim());
    Tensor wideBias = perChannel(b, x.dim());
    if (!training) {
      if (runningMean == null || runningVar == null) {
        throw new NablaException("Expected running_mean and running_var to be defined when training=False");
      }
      return evaluate(x, reshaped(runningMean, x.dim()), reshaped(runningVar, x.dim()), wide, wideBias, eps);
    }
    int n = channels == 0 ? 0 : x.numel() / channels;
    if (n == 1) {
      throw new NablaException(
          "Expected more than 1 value per channel when training, got input size torch.Size(" + x.shape() + ")");
    }
    Tensor[] out = standardize("native_batch_norm", x, allBut(1, x.dim()), wide, wideBias, eps);
    update(runningMean, out[1], momentum, 1);
    update(runningVar, out[2], momentum, n / (n - 1.0));
    return out[0];
  }

  private static Tensor evaluate(Tensor x, Tensor mean, Tensor var, @Nullable Tensor w, @Nullable Tensor b,
      double eps) {
    Tensor r = Dispatch.apply(INVERSE_ROOT.with(eps), var);
    Tensor scale = w == null ? Nabla.onesLike(r) : w;
    Tensor shift = b == null ? Nabla.zerosLike(r) : b;
    return Dispatch.apply(AFFINE, new Tensor[] {x, mean, r, scale, shift});
  }

  /** {@code running += momentum (factor · batch - running)}, outside of the graph and of transforms that only track derivatives. */
  private static void update(@Nullable Tensor running, Tensor batch, double momentum, double factor) {
    if (running == null) {
      return;
    }
    Tensor value = batch;
    while (value instanceof LevelTensor l && l.level() != running.level() && l.level().seesThrough()) {
      value = l.value();
    }
    try (GradMode.Scope _ = GradMode.set(false)) {
      running.mul_(Nabla.tensor(1 - momentum, running.dtype()));
      running.add_(value.detach().reshape(running.shape()), momentum * factor);
    }
  }

  private static void checkChannels(String what, @Nullable Tensor t, int channels) {
    if (t != null && t.numel() != channels) {
      throw new ShapeException(what + " should contain " + channels + " elements not " + t.numel());
    }
  }

  private static @Nullable Tensor perChannel(@Nullable Tensor t, int rank) {
    return t == null ? null : reshaped(t, rank);
  }

  /** A vector over the channels with axes of size 1 after it, to broadcast against [N, C, …]. */
  private static Tensor reshaped(Tensor t, int rank) {
    int[] dims = new int[rank - 1];
    Arrays.fill(dims, 1);
    dims[0] = t.numel();
    return t.reshape(dims);
  }

  private static int[] allBut(int axis, int rank) {
    int[] axes = new int[rank - 1];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i < axis ? i : i + 1;
    }
    return axes;
  }

  private static int[] from(int axis, int rank) {
    int[] axes = new int[rank - axis];
    Arrays.setAll(axes, i -> axis + i);
    return axes;
  }

  /** See {@link F#groupNorm}. */
  static Tensor groupNorm(Tensor x, int groups, @Nullable Tensor w, @Nullable Tensor b, double eps) {
    floating("group_norm", x);
    if (x.dim() < 2) {
      throw new ShapeException("Expected at least 2 dimensions for input tensor but received " + x.dim());
    }
    int channels = x.size(1);
    if (groups < 1 || channels % groups != 0) {
      throw new ShapeException(
          "Expected number of channels in input to be divisible by num_groups, but got input of shape " + x.shape()
              + " and num_groups=" + groups);
    }
    checkChannels("weight", w, channels);
    checkChannels("bias", b, channels);
    int rest = channels == 0 || x.size(0) == 0 ? 1 : x.numel() / x.size(0) / channels;
    int[] wide = {1, groups, channels / groups, 1};
    Tensor grouped = x.reshape(x.size(0), groups, channels / groups, rest);
    Tensor scale = w == null ? null : w.reshape(wide);
    Tensor shift = b == null ? null : b.reshape(wide);
    return standardize("native_group_norm", grouped, new int[] {2, 3}, scale, shift, eps)[0].reshape(x.shape());
  }

  /** See {@link F#instanceNorm}. */
  static Tensor instanceNorm(
      Tensor x, @Nullable Tensor runningMean, @Nullable Tensor runningVar, @Nullable Tensor w, @Nullable Tensor b,
      boolean useInputStats,
      double momentum, double eps) {
    floating("instance_norm", x);
    Tensor wide = perChannel(w, x.dim());
    Tensor wideBias = perChannel(b, x.dim());
    if (!useInputStats) {
      if (runningMean == null || runningVar == null) {
        throw new NablaException("Expected running_mean and running_var to be defined when use_input_stats=False");
      }
      return evaluate(x, reshaped(runningMean, x.dim()), reshaped(runningVar, x.dim()), wide, wideBias, eps);
    }
    int n = x.numel() == 0 ? 0 : x.numel() / x.size(0) / x.size(1);
    if (n == 1) {
      throw new NablaException(
          "Expected more than 1 spatial element when training, got input size torch.Size(" + x.shape() + ")");
    }
    Tensor[] out = standardize("native_batch_norm", x, from(2, x.dim()), wide, wideBias, eps);
    if (runningMean != null) {
      update(runningMean, out[1].detach().mean(0, false), momentum, 1);
    }
    if (runningVar != null) {
      update(runningVar, out[2].detach().mean(0, false), momentum, n / (n - 1.0));
    }
    return out[0];
  }

  private static final ElementwiseOp LOCAL_RESPONSE = ElementwiseOp.declare("div", "DivBackward0", "x s",
      "alpha beta k", 0, "x / pow(alpha * s + k, beta)");

  /** See {@link F#localResponseNorm}. */
  static Tensor localResponseNorm(Tensor x, int size, double alpha, double beta, double k) {
    if (x.dim() < 3) {
      throw new ShapeException("Expected 3D or higher dimensionality input (got " + x.dim() + " dimensions)");
    }
    if (x.numel() == 0) {
      return x;
    }
    Tensor square = x.mul(x);
    Tensor before = Nabla.zeros(x.dtype(), x.shape().with(1, size / 2));
    Tensor after = Nabla.zeros(x.dtype(), x.shape().with(1, (size - 1) / 2));
    Tensor padded = Nabla.cat(List.of(before, square, after), 1);
    Tensor sum = padded.narrow(1, 0, x.size(1));
    for (int i = 1; i < size; i++) {
      sum = sum.add(padded.narrow(1, i, x.size(1)));
    }
    return Dispatch.apply(LOCAL_RESPONSE.with(alpha / size, beta, k), x, sum);
  }
}
