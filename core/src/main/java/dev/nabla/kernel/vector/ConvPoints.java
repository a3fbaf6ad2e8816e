package dev.nabla.kernel.vector;

import dev.nabla.kernel.Geometry;
import java.util.Arrays;

/**
 * Convolutions with kernels of one element, without stride and padding: for each image a matrix product of the weights
 * and the image as it stands, a row for each channel.
 */
final class ConvPoints {
  /** Multiplications worth starting a thread for. */
  private static final int GRAIN = 1 << 19;

  private ConvPoints() {}

  /** Whether this way is open: a lone tap, positions of both images one after the other, and enough of them to fill tiles. */
  static boolean fits(Tiles<?> t, Geometry g, Image<?> w, Image<?> x, Image<?> y) {
    return w.size()[0] * w.size()[1] * w.size()[2] == 1 && Arrays.equals(x.size(), y.size())
        && Arrays.stream(g.stride()).allMatch(s -> s == 1) && Arrays.stream(g.padding()).allMatch(p -> p == 0)
        && positions(x) >= t.cols && isLine(x) && isLine(y);
  }

  private static int positions(Image<?> x) {
    return x.size()[0] * x.size()[1] * x.size()[2];
  }

  /** Whether the positions of a channel lie one after the other. */
  private static boolean isLine(Image<?> x) {
    int step = 1;
    for (int i = 2; i >= 0; i--) {
      if (x.size()[i] != 1 && x.step()[i] != step) {
        return false;
      }
      step *= x.size()[i];
    }
    return true;
  }

  /**
   * {@code target = w·source}, or {@code target += w·source}, for each image and group.
   *
   * @param w the weights of the first group: a row for each destination channel, a column for each source channel
   * @param groupStep from the weights of a group to those of the next
   */
  static <A> void run(Tiles<A> t, int groups, Matrix<A> w, int groupStep, Image<A> source, Image<A> target,
      boolean accumulate) {
    int n = positions(source);
    long work = Math.max(1, (long) n * w.rows() * w.cols());
    Parallel.range(target.batch() * groups, (int) Math.max(1, GRAIN / work), (from, to) -> {
      for (int i = from; i < to; i++) {
        int group = i % groups;
        Matrix<A> weights = new Matrix<>(w.array(), w.at() + group * groupStep, w.rows(), w.cols(), w.rowStep(),
            w.colStep());
        Matrix<A> in = new Matrix<>(source.array(), source.at(i / groups, group * w.cols()), w.cols(), n,
            source.channelStep(), 1);
        Matrix<A> out = new Matrix<>(target.array(), target.at(i / groups, group * w.rows()), w.rows(), n,
            target.channelStep(), 1);
        Gemm.product(t, weights, in, out, accumulate);
      }
    });
  }
}
