package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Scan;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.ShapeException;
import dev.nabla.type.TensorType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Running sums, products and extremes along an axis.
 *
 * <p>Note [Recurrences]: the derivatives of a running product (and of a running log-sum-exp) are linear recurrences s_k = b_k + a_k s_(k-1).
 * They need no division, so zeros are no special case, and doubling the window solves them in log n elementwise steps that are differentiable
 * as they stand.
 */
final class Scans {
  private Scans() {}

  /** The running sum along {@code axis} (not negative). */
  record CumSum(int axis) implements LinearOp {
    @Override
    public String name() {
      return "cumsum";
    }

    @Override
    public Tensor apply(Tensor x) {
      return scan(Scan.SUM, x, axis);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return x.shape().rank() == 0 ? g : Dispatch.apply(this, g.flip(axis)).flip(axis);
    }

    @Override
    public Tensor batch(Tensor x) {
      return x.dim() == 1 ? x : Dispatch.apply(new CumSum(axis + 1), x);
    }
  }

  /** A running result y that satisfies a recurrence along {@code axis} (not negative). */
  private record Running(Scan scan, int axis) implements PrimitiveOp {
    @Override
    public String name() {
      return scan == Scan.PROD ? "cumprod" : "logcumsumexp";
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      return new Tensor[] {Scans.scan(scan, in[0], axis)};
    }

    @Override
    public int saves(int needs) {
      return 1 | 1 << OUTPUT;
    }

    @Override
    public Tensor vjp(int i, Saved s, Tensor g) {
      Tensor x = s.in(0);
      Tensor y = s.out();
      if (x.dim() == 0 || x.numel() == 0) {
        return g;
      }
      // s_k = g_k + (dy_(k+1)/dy_k) s_(k+1), from the end; dx_k = (dy_k/dx_k) s_k
      Tensor next = scan == Scan.PROD
          ? shifted(x.flip(axis), 1, 0)
          : step(y.flip(axis), shifted(y.flip(axis), 1, Double.POSITIVE_INFINITY));
      Tensor total = recurrence(next, g.flip(axis), axis).flip(axis);
      return own(x, y).mul(total);
    }

    /** dy_k/dx_k. */
    private Tensor own(Tensor x, Tensor y) {
      return Dispatch.apply(scan == Scan.PROD ? FACTOR : Reductions.EXP_DIFFERENCE, x,
          scan == Scan.PROD ? shifted(y, 1, 1) : y);
    }

    /** {@code exp(a - b)}; no weight comes from nothing. */
    private static Tensor step(Tensor a, Tensor b) {
      return Dispatch.apply(WEIGHT, a, b);
    }

    private Tensor shifted(Tensor t, int by, double fill) {
      return Scans.shifted(t, axis, by, fill);
    }

    @Override
    public @Nullable Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t) {
      Tensor dx = Objects.requireNonNull(t[0]);
      if (out.dim() == 0 || out.numel() == 0) {
        return dx;
      }
      Tensor before = scan == Scan.PROD ? in[0] : step(shifted(out, 1, Double.NEGATIVE_INFINITY), out);
      return recurrence(before, own(in[0], out).mul(dx), axis);
    }

    @Override
    public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
      return new Tensor[] {in[0].dim() == 1 ? in[0] : Dispatch.apply(new Running(scan, axis + 1), in[0])};
    }
  }

  /** The running extreme with its position; of equal elements the last. */
  private record RunningExtreme(Scan scan, int axis) implements Picking {
    @Override
    public String name() {
      return scan == Scan.MAX ? "cummax" : "cummin";
    }

    @Override
    public boolean removesAxis() {
      return false;
    }

    @Override
    public Picking along(int otherAxis) {
      return new RunningExtreme(scan, otherAxis);
    }

    @Override
    public Tensor[] runAll(Tensor[] in) {
      Strided x = Dispatch.data(in[0]);
      Strided values = Strided.allocate(x.dtype(), x.shape());
      Strided positions = Strided.allocate(DType.INT64, x.shape());
      if (x.rank() == 0) {
        Backends.active().convert(x, values);
      } else {
        Backends.active().scan(scan, x, axis, values, positions);
      }
      return new Tensor[] {new ConcreteTensor(values), new ConcreteTensor(positions)};
    }
  }

  /** The product b before a; NaN where PyTorch, which divides by a, has it. */
  private static final ElementwiseOp FACTOR = Reductions.formula("a b", "isfinite(a) ? b : nan", "0",
      "isfinite(a) ? 1 : 0");
  private static final ElementwiseOp WEIGHT = Reductions.formula("a b", "isinf(a) ? 0 : exp(a - b)", "y", "-y");

  private static Tensor scan(Scan scan, Tensor x, int axis) {
    Strided in = Dispatch.data(x);
    Strided out = Strided.allocate(in.dtype(), in.shape());
    if (in.rank() == 0) {
      Backends.active().convert(in, out);
    } else {
      Backends.active().scan(scan, in, axis, out, null);
    }
    return new ConcreteTensor(out);
  }

  /** The s with s_k = b_k + a_k s_(k-1) along {@code axis}; the first a counts nothing. See Note [Recurrences]. */
  static Tensor recurrence(Tensor a, Tensor b, int axis) {
    int n = b.size(axis);
    if (n < 2) {
      return b;
    }
    Tensor s = b;
    // after each round s covers the last 2d terms; product[k] is that of the last d factors before k + d
    Tensor product = a.narrow(axis, 1, n - 1);
    for (int d = 1; d < n; d *= 2) {
      Tensor more = s.narrow(axis, d, n - d).add(product.mul(s.narrow(axis, 0, n - d)));
      s = Nabla.cat(List.of(s.narrow(axis, 0, d), more), axis);
      if (2 * d < n) {
        product = product.narrow(axis, d, n - 2 * d).mul(product.narrow(axis, 0, n - 2 * d));
      }
    }
    return s;
  }

  /** {@code t} moved by {@code by} ≤ size places towards the end of the axis; {@code fill} comes in at its front. */
  static Tensor shifted(Tensor t, int axis, int by, double fill) {
    int n = t.size(axis);
    Tensor front = Nabla.full(t.dtype(), t.shape().with(axis, by), fill);
    return Nabla.cat(List.of(front, t.narrow(axis, 0, n - by)), axis);
  }

  /** For each element, the product of the others over {@code axes} (sorted, not negative). */
  static Tensor productOfOthers(Tensor x, int[] axes) {
    if (axes.length == 0 || x.numel() == 0) {
      return Nabla.onesLike(x);
    }
    if (axes.length == 1) {
      Tensor back = shifted(x.flip(axes[0]), axes[0], 1, 1);
      return cumprod(shifted(x, axes[0], 1, 1), axes[0]).mul(cumprod(back, axes[0]).flip(axes[0]));
    }
    int rank = x.dim();
    int[] order = new int[rank];
    int[] inverse = new int[rank];
    int at = 0;
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < rank; i++) {
        if (java.util.Arrays.binarySearch(axes, i) >= 0 == (pass == 1)) {
          inverse[i] = at;
          order[at++] = i;
        }
      }
    }
    Tensor moved = x.permute(order);
    int last = rank - axes.length;
    Tensor flat = moved.reshape(Reductions.without(x.shape(), axes).insert(last, Reductions.count(x.shape(), axes)));
    return productOfOthers(flat, new int[] {last}).reshape(moved.shape()).permute(inverse);
  }

  static Tensor cumsum(Tensor x, int axis) {
    int a = x.shape().axis(axis);
    return Dispatch.apply(new CumSum(a), x.dtype().isFloating() ? x : x.to(DType.INT64));
  }

  static Tensor cumprod(Tensor x, int axis) {
    int a = x.shape().axis(axis);
    return Dispatch.apply(new Running(Scan.PROD, a), x.dtype().isFloating() ? x : x.to(DType.INT64));
  }

  static Tensor logcumsumexp(Tensor x, int axis) {
    int a = x.shape().axis(axis);
    if (!x.dtype().isFloating()) {
      throw new NablaException(
          "logcumsumexp(): expects a floating point tensor; got " + x.dtype() + ". Convert it with to(FLOAT32).");
    }
    return Dispatch.apply(new Running(Scan.LOGSUMEXP, a), x);
  }

  static ValuesIndices runningExtreme(Scan scan, Tensor x, int axis) {
    Tensor[] out = Dispatch.applyAll(new RunningExtreme(scan, x.shape().axis(axis)), new Tensor[] {x});
    return new ValuesIndices(out[0], out[1]);
  }

  /** The {@code n}-th differences of neighbours along an axis; of truth values, whether they differ. */
  static Tensor diff(Tensor x, int n, int axis, @Nullable Tensor prepend, @Nullable Tensor append) {
    if (n < 0) {
      throw new NablaException("order must be non-negative but got " + n);
    }
    if (x.dim() == 0) {
      throw new ShapeException("diff expects input to be at least one-dimensional");
    }
    int a = x.shape().axis(axis);
    if (n == 0) {
      return x.cloneTensor();
    }
    Tensor y = x;
    if (prepend != null || append != null) {
      java.util.ArrayList<Tensor> parts = new java.util.ArrayList<>(3);
      if (prepend != null) {
        parts.add(prepend);
      }
      parts.add(x);
      if (append != null) {
        parts.add(append);
      }
      y = Nabla.cat(parts, a);
    }
    for (int i = 0; i < n; i++) {
      int size = y.size(a);
      int rest = Math.max(0, size - 1);
      Tensor later = y.narrow(a, size - rest, rest);
      Tensor earlier = y.narrow(a, 0, rest);
      y = y.dtype() == DType.BOOL ? later.ne(earlier) : later.sub(earlier);
    }
    return y;
  }

  /** The integral of {@code y} by the trapezoidal rule with steps {@code dx} along an axis. */
  static Tensor trapezoid(Tensor y, double dx, int axis) {
    int a = y.shape().axis(axis);
    int n = y.size(a);
    if (n == 0) {
      return Nabla.zeros(y.dtype(), y.shape().without(a));
    }
    Tensor ends = y.select(a, 0).add(y.select(a, n - 1)).mul(0.5);
    return y.sum(a).sub(ends).mul(dx);
  }

  /** The integral of {@code y} over the points {@code x} by the trapezoidal rule along an axis. */
  static Tensor trapezoid(Tensor y, Tensor x, int axis) {
    int a = y.shape().axis(axis);
    return y.size(a) == 0 ? Nabla.zeros(y.dtype(), y.shape().without(a)) : areas(y, x, a).sum(a);
  }

  static Tensor cumulativeTrapezoid(Tensor y, double dx, int axis) {
    int a = y.shape().axis(axis);
    return y.size(a) == 0 ? y : neighbours(y, a).mul(dx / 2).cumsum(a);
  }

  static Tensor cumulativeTrapezoid(Tensor y, Tensor x, int axis) {
    int a = y.shape().axis(axis);
    return y.size(a) == 0 ? y : areas(y, x, a).cumsum(a);
  }

  /** The area between each point and the next. */
  private static Tensor areas(Tensor y, Tensor x, int axis) {
    Tensor points = x;
    if (x.dim() == 1 && y.dim() > 1) {
      if (x.size(0) != y.size(axis)) {
        throw new ShapeException(
            "trapezoid: There must be one `x` value for each sample point; got " + x.type() + " for " + y.type());
      }
      int[] dims = new int[y.dim()];
      java.util.Arrays.fill(dims, 1);
      dims[axis] = x.size(0);
      points = x.reshape(dims);
    }
    int at = axis - y.dim();
    int n = points.size(at);
    Tensor widths = points.narrow(at, 1, n - 1).sub(points.narrow(at, 0, n - 1));
    return neighbours(y, axis).mul(widths).div(2.0);
  }

  /** The sum of each element and the next. */
  private static Tensor neighbours(Tensor y, int axis) {
    int n = y.size(axis);
    return y.narrow(axis, 1, n - 1).add(y.narrow(axis, 0, n - 1));
  }
}
