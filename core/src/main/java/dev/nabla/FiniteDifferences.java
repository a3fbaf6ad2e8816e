package dev.nabla;

import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Derivatives of sampled functions: central differences inside, one-sided ones of order 1 or 2 at the edges. */
final class FiniteDifferences {
  private FiniteDifferences() {}

  /** Along each of {@code axes} (null: all) with one uniform step. */
  static List<Tensor> gradient(Tensor f, double spacing, int @Nullable [] axes, int edgeOrder) {
    double[] all = new double[axes == null ? f.dim() : axes.length];
    Arrays.fill(all, spacing);
    return gradient(f, all, axes, edgeOrder);
  }

  /** Along each of {@code axes} (null: all) with a uniform step each. */
  static List<Tensor> gradient(Tensor f, double[] spacing, int @Nullable [] axes, int edgeOrder) {
    int[] along = check(f, axes, spacing.length, edgeOrder);
    List<Tensor> out = new ArrayList<>();
    for (int i = 0; i < along.length; i++) {
      out.add(uniform(f, spacing[i], along[i], edgeOrder));
    }
    return out;
  }

  /** Along each of {@code axes} (null: all) at the given coordinates. */
  static List<Tensor> gradient(Tensor f, List<Tensor> coordinates, int @Nullable [] axes, int edgeOrder) {
    int[] along = check(f, axes, coordinates.size(), edgeOrder);
    List<Tensor> out = new ArrayList<>();
    for (int i = 0; i < along.length; i++) {
      out.add(uneven(f, coordinates.get(i), along[i], edgeOrder));
    }
    return out;
  }

  private static String spacingError(int spacings, int axes) {
    return "torch.gradient expected spacing to be unspecified, a scalar or it's spacing and dim arguments to have the same length, but got a spacing"
        + " argument of length " + spacings + " and a dim argument of length " + axes + ".";
  }

  private static int[] check(Tensor f, int @Nullable [] axes, int spacings, int edgeOrder) {
    int[] along = new int[axes == null ? f.dim() : axes.length];
    for (int i = 0; i < along.length; i++) {
      along[i] = axes == null ? i : Shape.normalizeAxis(axes[i], f.dim());
      if (f.size(along[i]) <= edgeOrder) {
        throw new ShapeException(
            "torch.gradient expected each dimension size to be at least edge_order+1; got " + f.type());
      }
    }
    if (spacings != along.length) {
      throw new NablaException(spacingError(spacings, along.length));
    }
    if (edgeOrder != 1 && edgeOrder != 2) {
      throw new NablaException("torch.gradient only supports edge_order=1 and edge_order=2.");
    }
    return along;
  }

  private static Tensor uniform(Tensor f, double h, int axis, int edgeOrder) {
    int n = f.size(axis);
    Tensor inner = f.narrow(axis, 2, n - 2).sub(f.narrow(axis, 0, n - 2)).div(2 * h);
    Tensor first;
    Tensor last;
    if (edgeOrder == 1) {
      first = at(f, axis, 1).sub(at(f, axis, 0)).div(h);
      last = at(f, axis, n - 1).sub(at(f, axis, n - 2)).div(h);
    } else {
      first = at(f, axis, 0).mul(-1.5).add(at(f, axis, 1).mul(2.0)).sub(at(f, axis, 2).mul(0.5)).div(h);
      last = at(f, axis, n - 1).mul(1.5).sub(at(f, axis, n - 2).mul(2.0)).add(at(f, axis, n - 3).mul(0.5)).div(h);
    }
    return Nabla.cat(List.of(first, inner, last), axis);
  }

  private static Tensor uneven(Tensor f, Tensor coordinates, int axis, int edgeOrder) {
    int n = f.size(axis);
    if (coordinates.dim() != 1 || coordinates.numel() != n) {
      throw new ShapeException(
          "torch.gradient expected coordinates of length " + n + " for axis " + axis + "; got " + coordinates.type());
    }
    int[] dims = new int[f.dim()];
    Arrays.fill(dims, 1);
    dims[axis] = n - 1;
    Tensor steps = coordinates.diff().reshape(dims);
    Tensor before = steps.narrow(axis, 0, n - 2);
    Tensor after = steps.narrow(axis, 1, n - 2);
    Tensor both = before.add(after);
    Tensor inner = f.narrow(axis, 0, n - 2).mul(after.neg().div(before.mul(both)))
        .add(f.narrow(axis, 1, n - 2).mul(after.sub(before).div(before.mul(after))))
        .add(f.narrow(axis, 2, n - 2).mul(before.div(after.mul(both))));
    Tensor first;
    Tensor last;
    if (edgeOrder == 1) {
      first = at(f, axis, 1).sub(at(f, axis, 0)).div(at(steps, axis, 0));
      last = at(f, axis, n - 1).sub(at(f, axis, n - 2)).div(at(steps, axis, n - 2));
    } else {
      first = edge(at(f, axis, 0), at(f, axis, 1), at(f, axis, 2), at(steps, axis, 0), at(steps, axis, 1));
      last = edge(at(f, axis, n - 1), at(f, axis, n - 2), at(f, axis, n - 3), at(steps, axis, n - 2),
          at(steps, axis, n - 3)).neg();
    }
    return Nabla.cat(List.of(first, inner, last), axis);
  }

  /** The slope at the first of three points, of the parabola through them; {@code p} and {@code q} are the steps between them. */
  private static Tensor edge(Tensor f0, Tensor f1, Tensor f2, Tensor p, Tensor q) {
    Tensor both = p.add(q);
    return f1.mul(both.div(p.mul(q))).sub(f0.mul(both.add(p).div(p.mul(both)))).sub(f2.mul(p.div(q.mul(both))));
  }

  private static Tensor at(Tensor x, int axis, int i) {
    return x.narrow(axis, i, 1);
  }
}
