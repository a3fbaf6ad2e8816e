package dev.nabla.kernel.reference;

import dev.nabla.kernel.Geometry;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import org.jspecify.annotations.Nullable;

/** The three sides of the trilinear form {@code Σ x·w·y}, by visiting all triples that the geometry brings together. */
final class Convolution {
  private Convolution() {}

  /** {@code y = Σ x·w}, plus a bias for each channel of y if there is one. */
  static void forward(Geometry geometry, Strided x, Strided w, @Nullable Strided bias, Strided y) {
    Strided sums = zeros(y);
    if (bias != null) {
      int positions = spatial(y.shape()).numel();
      for (int i = 0; i < sums.numel(); i++) {
        int channel = i / positions % y.dim(1);
        sums.storage().setDouble(i, bias.storage().getDouble(bias.offset() + channel * bias.stride(0)));
      }
    }
    visit(geometry, x, w, y, (i, k, o) -> add(sums, o, x, i, w, k));
    store(sums, y);
  }

  /** {@code x = Σ w·y}. */
  static void input(Geometry geometry, Strided w, Strided y, Strided x) {
    Strided sums = zeros(x);
    visit(geometry, x, w, y, (i, k, o) -> add(sums, i, w, k, y, o));
    store(sums, x);
  }

  /** {@code w = Σ x·y}. */
  static void weight(Geometry geometry, Strided x, Strided y, Strided w) {
    Strided sums = zeros(w);
    visit(geometry, x, w, y, (i, k, o) -> add(sums, k, x, i, y, o));
    store(sums, w);
  }

  /** Receives the row-major numbers of an element of x, of w and of y that meet. */
  @FunctionalInterface
  private interface Triple {
    void meet(int x, int w, int y);
  }

  private static void visit(Geometry g, Strided x, Strided w, Strided y, Triple triple) {
    int channels = w.dim(1);
    int outputs = w.dim(0) / g.groups();
    Shape positions = spatial(y.shape());
    Shape taps = spatial(w.shape());
    Shape pixels = spatial(x.shape());
    for (int n = 0; n < x.dim(0); n++) {
      for (int o = 0; o < w.dim(0); o++) {
        for (int c = 0; c < channels; c++) {
          int channel = o / outputs * channels + c;
          for (int p = 0; p < positions.numel(); p++) {
            for (int tap = 0; tap < taps.numel(); tap++) {
              int pixel = pixel(g, pixels, positions, p, taps, tap);
              if (pixel >= 0) {
                triple.meet((n * x.dim(1) + channel) * pixels.numel() + pixel, (o * channels + c) * taps.numel() + tap,
                    (n * w.dim(0) + o) * positions.numel() + p);
              }
            }
          }
        }
      }
    }
  }

  /**
   * The number of the input element that output position {@code p} meets through {@code tap}, or -1 if that is in the
   * padding.
   */
  private static int pixel(Geometry g, Shape pixels, Shape positions, int p, Shape taps, int tap) {
    int pixel = 0;
    for (int i = g.spatial() - 1; i >= 0; i--) {
      int at = p % positions.dim(i) * g.stride()[i] + tap % taps.dim(i) * g.dilation()[i] - g.padding()[i];
      if (at < 0 || at >= pixels.dim(i)) {
        return -1;
      }
      pixel += at * pixels.stride(i);
      p /= positions.dim(i);
      tap /= taps.dim(i);
    }
    return pixel;
  }

  private static Shape spatial(Shape shape) {
    return shape.without(0).without(0);
  }

  private static Strided zeros(Strided like) {
    return Strided.allocate(DType.FLOAT64, like.shape());
  }

  private static void add(Strided sums, int to, Strided a, int i, Strided b, int j) {
    sums.storage().doubles()[to] += a.storage().getDouble(a.position(i)) * b.storage().getDouble(b.position(j));
  }

  private static void store(Strided sums, Strided out) {
    Storage storage = out.storage();
    for (int i = 0; i < out.numel(); i++) {
      storage.setDouble(out.position(i), sums.storage().getDouble(i));
    }
  }
}
