package dev.nabla;

import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;

/**
 * Reading images between pixels, at positions that are data. Positions lie in [-1, 1]: from corner to corner, or if {@code alignCorners} from
 * the centre of one corner pixel to that of the other; x comes first, then y (and z).
 */
final class GridSampling {
  /** The kernel of cubic convolution that PyTorch uses. */
  private static final double A = -0.75;

  private final Tensor image;
  private final int n;
  private final String padding;
  private final boolean alignCorners;

  private GridSampling(Tensor image, String padding, boolean alignCorners) {
    this.image = image;
    this.n = image.dim() - 2;
    this.padding = padding;
    this.alignCorners = alignCorners;
  }

  /** image [N, C, S…], grid [N, P…, n] for n = 2 or 3 spatial axes; result [N, C, P…]. */
  static Tensor sample(Tensor image, Tensor grid, String mode, String padding, boolean alignCorners) {
    check(image, grid, mode, padding);
    GridSampling s = new GridSampling(image, padding, alignCorners);
    int n = s.n;
    int points = 1;
    Shape out = grid.shape().without(grid.dim() - 1).insert(1, image.size(1));
    for (int i = 0; i < n; i++) {
      points *= grid.size(1 + i);
    }
    Tensor flat = grid.reshape(grid.size(0), points, n);
    Tensor[] at = new Tensor[n];
    for (int i = 0; i < n; i++) {
      // Axis i of the image is coordinate n - 1 - i of the grid.
      at[i] = s.pixels(flat.select(2, n - 1 - i), image.size(2 + i));
    }
    Tensor y = switch (mode) {
      case "bilinear" -> s.linear(at);
      case "nearest" -> s.nearest(at);
      default -> s.cubic(at);
    };
    return y.reshape(out);
  }

  private static void check(Tensor image, Tensor grid, String mode, String padding) {
    switch (mode) {
      case "bilinear", "nearest", "bicubic" -> {}
      default -> throw new ShapeException(
          "grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '" + mode + "'");
    }
    switch (padding) {
      case "zeros", "border", "reflection" -> {}
      default -> throw new ShapeException(
          "grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', but got: '" + padding
              + "'");
    }
    if (image.dim() != 4 && image.dim() != 5 || grid.dim() != image.dim()
        || mode.equals("bicubic") && image.dim() != 4) {
      throw new ShapeException(
          "grid_sampler(): expected 4D or 5D input and grid with same number of dimensions (bicubic: 4D), but got input with"
              + " sizes " + image.shape() + " and grid with sizes " + grid.shape());
    }
    if (image.size(0) != grid.size(0)) {
      throw new ShapeException(
          "grid_sampler(): expected grid and input to have same batch size, but got input with sizes " + image.shape()
              + " and grid with sizes " + grid.shape());
    }
    if (grid.size(-1) != image.dim() - 2) {
      throw new ShapeException("grid_sampler(): expected grid to have size " + (image.dim() - 2)
          + " in last dimension, but got grid with sizes "
          + grid.shape());
    }
  }

  /** Positions from [-1, 1] in pixels. */
  private Tensor pixels(Tensor x, int size) {
    return alignCorners ? x.add(1.0).mul((size - 1) / 2.0) : x.add(1.0).mul((double) size).sub(1.0).div(2.0);
  }

  /** Positions outside the image brought back to it, as the padding wants. */
  private Tensor inside(Tensor x, int size) {
    return switch (padding) {
      case "border" -> clipped(x, size);
      case "reflection" -> clipped(reflected(x, size), size);
      default -> x;
    };
  }

  /** Clamped to the image; at its very border the gradient is 0 already. */
  private static Tensor clipped(Tensor x, int size) {
    Tensor free = x.detach().gt(0.0).logicalAnd(x.detach().lt(size - 1.0));
    return Nabla.where(free, x, x.detach().clamp(0.0, size - 1.0));
  }

  /** Reflected at the borders (their pixels' outer edges, or centres if corners are aligned) until inside. */
  private Tensor reflected(Tensor x, int size) {
    double low = alignCorners ? 0 : -0.5;
    double span = alignCorners ? size - 1 : size;
    if (span == 0) {
      return x.mul(0.0);
    }
    Tensor d = x.sub(low).abs();
    Tensor flips = d.detach().div(span).floor();
    Tensor extra = d.sub(flips.mul(span));
    Tensor even = flips.remainder(2.0).eq(0.0);
    return Nabla.where(even, extra.add(low), extra.neg().add(span + low));
  }

  /** The pixels at whole positions, times {@code weight}; zeros outside. Positions and weight are [N, L], the result is [N, C, L]. */
  private Tensor read(Tensor[] at, Tensor weight) {
    Tensor index = null;
    Tensor seen = null;
    for (int i = 0; i < n; i++) {
      int size = image.size(2 + i);
      Tensor p = at[i].clamp(-1.0, size).to(DType.INT64);
      Tensor within = p.ge(0L).logicalAnd(p.lt((long) size));
      seen = seen == null ? within : seen.logicalAnd(within);
      Tensor clipped = p.clamp(0L, size - 1L);
      index = index == null ? clipped : index.mul((long) size).add(clipped);
    }
    Tensor w = Nabla.where(java.util.Objects.requireNonNull(seen), weight, Nabla.zerosLike(weight));
    Tensor flat = image.reshape(image.size(0), image.size(1), -1);
    Tensor where = java.util.Objects.requireNonNull(index).unsqueeze(1);
    return flat.gather(2, where.expand(-1, image.size(1), -1)).mul(w.unsqueeze(1));
  }

  private Tensor nearest(Tensor[] at) {
    Tensor[] whole = new Tensor[n];
    for (int i = 0; i < n; i++) {
      whole[i] = inside(at[i], image.size(2 + i)).detach().round();
    }
    return read(whole, Products.filled(at[0], 1));
  }

  private Tensor linear(Tensor[] at) {
    Tensor[] low = new Tensor[n];
    Tensor[] part = new Tensor[n];
    for (int i = 0; i < n; i++) {
      Tensor x = inside(at[i], image.size(2 + i));
      low[i] = x.detach().floor();
      part[i] = x.sub(low[i]);
    }
    Tensor sum = null;
    for (int corner = 0; corner < 1 << n; corner++) {
      Tensor[] p = new Tensor[n];
      Tensor w = null;
      for (int i = 0; i < n; i++) {
        boolean high = (corner >> i & 1) != 0;
        p[i] = high ? low[i].add(1.0) : low[i];
        Tensor wi = high ? part[i] : part[i].neg().add(1.0);
        w = w == null ? wi : w.mul(wi);
      }
      Tensor y = read(p, java.util.Objects.requireNonNull(w));
      sum = sum == null ? y : sum.add(y);
    }
    return java.util.Objects.requireNonNull(sum);
  }

  private Tensor cubic(Tensor[] at) {
    Tensor[][] taps = new Tensor[n][4];
    Tensor[][] weights = new Tensor[n][];
    for (int i = 0; i < n; i++) {
      Tensor low = at[i].detach().floor();
      weights[i] = cubicWeights(at[i].sub(low));
      for (int k = 0; k < 4; k++) {
        taps[i][k] = inside(low.add(k - 1.0), image.size(2 + i));
      }
    }
    Tensor sum = null;
    for (int j = 0; j < 4; j++) {
      for (int k = 0; k < 4; k++) {
        Tensor y = read(new Tensor[] {taps[0][j], taps[1][k]}, weights[0][j].mul(weights[1][k]));
        sum = sum == null ? y : sum.add(y);
      }
    }
    return java.util.Objects.requireNonNull(sum);
  }

  /** The weights of the pixels at -1, 0, 1 and 2 for a position {@code t} in [0, 1). */
  private static Tensor[] cubicWeights(Tensor t) {
    Tensor s = t.neg().add(1.0);
    return new Tensor[] {outer(t.add(1.0)), inner(t), inner(s), outer(s.add(1.0))};
  }

  private static Tensor inner(Tensor d) {
    return d.mul(A + 2).sub(A + 3).mul(d).mul(d).add(1.0);
  }

  private static Tensor outer(Tensor d) {
    return d.mul(A).sub(5 * A).mul(d).add(8 * A).mul(d).sub(4 * A);
  }

  /** The grid that reads an image of {@code size} through the affine maps theta [N, n, n + 1]: [N, P…, n] for size [N, C, P…]. */
  static Tensor affine(Tensor theta, int[] size, boolean alignCorners) {
    int n = size.length - 2;
    if (n != 2 && n != 3) {
      throw new ShapeException(
          "affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. Got size "
              + java.util.Arrays.toString(size));
    }
    if (theta.dim() != 3 || theta.size(1) != n || theta.size(2) != n + 1) {
      throw new ShapeException(
          "Expected a batch of " + n + "D affine matrices of shape Nx" + n + "x" + (n + 1) + " for size "
              + java.util.Arrays.toString(size) + ". Got " + theta.shape() + ".");
    }
    int[] dims = new int[n + 1];
    int points = 1;
    for (int i = 0; i < n; i++) {
      dims[i] = size[2 + i];
      points *= dims[i];
    }
    dims[n] = n + 1;
    double[] base = new double[points * (n + 1)];
    for (int p = 0; p < points; p++) {
      int rest = p;
      for (int i = n - 1; i >= 0; i--) {
        int k = rest % dims[i];
        rest /= dims[i];
        double step = alignCorners ? (dims[i] > 1 ? 2.0 * k / (dims[i] - 1) - 1 : 0) : (2.0 * k + 1) / dims[i] - 1;
        base[p * (n + 1) + n - 1 - i] = step;
      }
      base[p * (n + 1) + n] = 1;
    }
    Tensor all = Nabla.tensor(base, theta.dtype()).reshape(points, n + 1);
    int[] out = new int[n + 2];
    out[0] = theta.size(0);
    System.arraycopy(dims, 0, out, 1, n);
    out[n + 1] = n;
    return all.matmul(theta.mT()).reshape(out);
  }
}
