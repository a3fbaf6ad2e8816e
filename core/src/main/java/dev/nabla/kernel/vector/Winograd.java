package dev.nabla.kernel.vector;

import dev.nabla.kernel.Geometry;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions with 3x3 kernels by fewer multiplications: Winograd's F(4x4, 3x3), as in Lavin and Gray, Fast Algorithms
 * for Convolutional Neural Networks (2016). A tile of 4x4 results takes 36 products a pair of channels, not 144.
 *
 * <p>Note [Winograd]: the trilinear form Σ x·w·y of a tile is Σ over 36 values f of (Bᵀx)(Gw)(Ay), where each transform
 * acts on both axes. So the forward pass is {@code y = Aᵀ Σ (Gw)(Bᵀx)}, for each f a matrix product of weights and
 * tiles; the input side is the same with the weights turned round and their channels exchanged; the weight side is
 * {@code w = Gᵀ Σ (Ay)(Bᵀx)}, for each f a product over tiles. Values that are not finite would spread over their tile:
 * if there are any, the result is found directly instead.
 */
final class Winograd {
  /** Products in place of one tile's. */
  private static final int VALUES = 36;

  /** Transformed elements of a unit, about, at most: half of a second-level cache. */
  private static final int UNIT = 1 << 18;

  /** What moving and transforming one value costs, in multiplications of a matrix product; measured. */
  private static final int MOVE = 30;

  private final Tiles<float[]> t;
  private final int groups;

  /** Channels per group that are summed over. */
  private final int depth;

  /** Destination channels per group. */
  private final int outputs;

  /** Panels of destination channels per group. */
  private final int panels;

  private Winograd(Tiles<float[]> t, int groups, int depth, int outputs) {
    this.t = t;
    this.groups = groups;
    this.depth = depth;
    this.outputs = outputs;
    panels = Math.ceilDiv(outputs, t.cols);
  }

  /**
   * Whether this way is the faster one: a 3x3 kernel without stride and dilation, and enough channels and positions of
   * the destination to make up for the transforms.
   *
   * @param depth channels that are summed over, per group
   * @param width channels of the target, per group
   */
  static boolean pays(Geometry g, Image<?> w, int batch, int depth, int width, Image<?> target) {
    int n = g.spatial();
    boolean fits = Simd.AVAILABLE && n == 2 && w.size()[1] == 3 && w.size()[2] == 3
        && g.stride()[0] == 1 && g.stride()[1] == 1 && g.dilation()[0] == 1 && g.dilation()[1] == 1;
    if (!fits) {
      return false;
    }
    long pairs = (long) depth * width;
    long tiles = (long) batch * Math.ceilDiv(target.size()[1], 4) * Math.ceilDiv(target.size()[2], 4);
    long direct = 9L * batch * target.size()[1] * target.size()[2] * pairs;
    long moved = tiles * (depth + width) + 2 * pairs;
    return VALUES * (tiles * pairs + MOVE * moved) < direct;
  }

  /** Weights [outputs][depth] of each group, element by element: how far apart, and where the 9 taps lie. */
  record Weights(float[] array, int at, int groupStep, int outputStep, int depthStep, int[] taps) {
    /** As the forward pass reads them. */
    static Weights forward(Image<float[]> w, int outputs) {
      return new Weights(w.array(), w.at(), outputs * w.batchStep(), w.batchStep(), w.channelStep(), taps(w));
    }

    /** As the input side reads them: turned round, with input and output channels exchanged. */
    static Weights input(Image<float[]> w, int outputs) {
      int[] taps = taps(w);
      int[] turned = new int[9];
      Arrays.setAll(turned, i -> taps[8 - i]);
      return new Weights(w.array(), w.at(), outputs * w.batchStep(), w.channelStep(), w.batchStep(), turned);
    }

    static int[] taps(Image<float[]> w) {
      int[] taps = new int[9];
      Arrays.setAll(taps, i -> i / 3 * w.step()[1] + i % 3 * w.step()[2]);
      return taps;
    }
  }

  /**
   * {@code target = Σ source·w}, plus a bias [outputs of all groups] if there is one; destination (i, j) meets source
   * {@code (i - top, j - left)} through the first tap.
   *
   * @return false if the result is of no use, because something is not finite
   */
  static boolean correlate(Tiles<float[]> t, int groups, Image<float[]> source, Weights w, float @Nullable [] bias,
      int top, int left, Image<float[]> target) {
    int depth = source.channels() / groups;
    int outputs = target.channels() / groups;
    WinogradGrid grid = new WinogradGrid(target.batch(), target.size()[1], target.size()[2],
        most(depth + t.cols, t.rows));
    Winograd job = new Winograd(t, groups, depth, outputs);
    float[] weights = job.weights(w);
    float[] start = new float[groups * job.panels * t.cols];
    for (int g = 0; g < groups && bias != null; g++) {
      System.arraycopy(bias, g * outputs, start, g * job.panels * t.cols, outputs);
    }
    float[] checks = new float[groups * grid.units];
    Parallel.range(checks.length, 1, (from, to) -> {
      for (int i = from; i < to; i++) {
        checks[i] = job.unit(grid.unit(i / groups), i % groups, source, weights, start, top, left, target);
      }
    });
    float sum = 0;
    for (float check : checks) {
      sum += check;
    }
    return sum == 0;
  }

  /** Tiles of a unit, at most, if {@code values} elements of each are kept for every one of the 36. */
  private static int most(int values, int rows) {
    return Math.clamp(UNIT / (VALUES * values), 2 * rows, 8 * rows);
  }

  // Note [Values apart]
  // The 36 values of a tile go to 36 places. Were these a multiple of 4 KB apart, all would fall to one set of the
  // first-level cache, and a line would be fetched twice for its two halves, as no array begins at a cache line.

  /** How far apart the matrices of the values lie if each has {@code n} elements. */
  static int apart(int n) {
    return n + WinogradLanes.LANES;
  }

  /** The transformed weights, ordered (group, panel of outputs, value, channel, output in panel). */
  private float[] weights(Weights w) {
    int step = apart(depth * t.cols);
    float[] out = t.scratch(Tiles.Scratch.WEIGHT, groups * panels * VALUES * step);
    Parallel.range(groups * panels, 1, (from, to) -> {
      float[] work = new float[27 * WinogradLanes.LANES];
      for (int i = from; i < to; i++) {
        int[] index = lanes(i % panels * t.cols, t.cols, outputs, w.outputStep);
        int at = w.at + i / panels * w.groupStep;
        for (int c = 0; c < depth; c++) {
          WinogradTransforms.weight(w.array, at + c * w.depthStep, index, w.taps, work, out,
              i * VALUES * step + c * t.cols,
              step);
        }
      }
    });
    return out;
  }

  /** Where {@code n} channels lie, from {@code first} on; those from {@code end} on are the last. */
  static int[] lanes(int first, int n, int end, int step) {
    int[] lanes = new int[n];
    for (int l = 0; l < n; l++) {
      lanes[l] = Math.min(first + l, end - 1) * step;
    }
    return lanes;
  }

  private float unit(WinogradGrid.Unit u, int group, Image<float[]> source, float[] weights, float[] start, int top,
      int left, Image<float[]> target) {
    int lanes = WinogradLanes.LANES;
    int tiles = u.images() * u.rows() * u.cols();
    int pitch = Math.ceilDiv(depth, lanes) * lanes;
    int step = apart(tiles * pitch);
    float[] values = t.scratch(Tiles.Scratch.LEFT, VALUES * step);
    source(t, u, source, source.at(u.image(), group * depth), lanes(0, pitch, depth, source.channelStep()), top, left,
        values, pitch, step);
    int[] rowAt = rows(tiles, pitch);
    int sumStep = apart((tiles + t.rows) * t.cols);
    float[] sums = t.scratch(Tiles.Scratch.RESULT, VALUES * sumStep);
    float check = 0;
    for (int p = 0; p < panels; p++) {
      int panel = group * panels + p;
      for (int f = 0; f < VALUES; f++) {
        product(values, f * step, rowAt, tiles, weights, (panel * VALUES + f) * apart(depth * t.cols), sums,
            f * sumStep);
      }
      int first = p * t.cols;
      for (int o = 0; o < Math.min(t.cols, outputs - first); o += lanes) {
        check += result(u, sums, o, sumStep, start, panel * t.cols + o, target, group * outputs + first + o,
            Math.min(lanes, outputs - first - o));
      }
    }
    return check;
  }

  /** Where the rows of a left matrix begin, with the last repeated to fill tiles. */
  private int[] rows(int n, int pitch) {
    int[] at = new int[n + t.rows];
    for (int i = 0; i < at.length; i++) {
      at[i] = Math.min(i, n - 1) * pitch;
    }
    return at;
  }

  /** One value of all tiles of a unit for a panel of outputs. */
  private void product(float[] values, int at, int[] rowAt, int tiles, float[] weights, int panel, float[] sums,
      int to) {
    int block = Gemm.depth(depth);
    for (int k = 0; k < depth; k += block) {
      int n = Math.min(block, depth - k);
      int height;
      for (int r = 0; r < tiles; r += height) {
        height = t.height(tiles - r);
        t.tile(height, n, values, at + k, rowAt, r, weights, panel + k * t.cols, sums, to + r * t.cols, t.cols, k > 0);
      }
    }
  }

  /**
   * Transforms the channels {@code index} of a unit's source, whose first image begins at {@code at}; value f of tile j
   * goes to {@code j·pitch + f·step}.
   */
  static void source(Tiles<float[]> t, WinogradGrid.Unit u, Image<float[]> source, int at, int[] index, int top,
      int left, float[] values, int pitch, int step) {
    float[] work = t.scratch(Tiles.Scratch.EDGE, VALUES * WinogradLanes.LANES);
    int width = (4 * u.cols() + 2) * index.length;
    float[] strip = t.scratch(Tiles.Scratch.IMAGE, (4 * u.rows() + 2) * width);
    for (int i = 0; i < u.images(); i++) {
      load(source, at + i * source.batchStep(), index, 4 * u.row() - top, 4 * u.rows() + 2, 4 * u.col() - left,
          4 * u.cols() + 2, strip);
      for (int r = 0; r < u.rows(); r++) {
        WinogradTransforms.source(strip, 4 * r * width, width, u.cols(), index.length, work, values,
            (i * u.rows() + r) * u.cols() * pitch, pitch, step);
      }
    }
  }

  /** Copies a window of one image, 0 outside, for the channels {@code index} at once. */
  static void load(Image<float[]> image, int at, int[] index, int y, int rows, int x, int cols, float[] strip) {
    int n = index.length;
    int begin = Math.clamp(-x, 0, cols);
    int end = Math.clamp(image.size()[2] - x, begin, cols);
    for (int r = 0; r < rows; r++) {
      int to = r * cols * n;
      if (y + r < 0 || y + r >= image.size()[1]) {
        Arrays.fill(strip, to, to + cols * n, 0);
        continue;
      }
      Arrays.fill(strip, to, to + begin * n, 0);
      Arrays.fill(strip, to + end * n, to + cols * n, 0);
      WinogradTransforms.interleave(image.array(), at + (y + r) * image.step()[1] + (x + begin) * image.step()[2],
          image.step()[2], index, end - begin, strip, to + begin * n, n);
    }
  }

  /** Transforms back one vector of {@code n} channels of a unit, and stores it. */
  private float result(WinogradGrid.Unit u, float[] sums, int at, int step, float[] start, int bias,
      Image<float[]> target, int channel, int n) {
    int width = 4 * u.cols() * WinogradLanes.LANES;
    float[] work = t.scratch(Tiles.Scratch.EDGE, VALUES * WinogradLanes.LANES);
    float[] strip = t.scratch(Tiles.Scratch.IMAGE, 4 * width);
    int cols = Math.min(4 * u.cols(), target.size()[2] - 4 * u.col());
    float check = 0;
    for (int i = 0; i < u.images(); i++) {
      for (int r = 0; r < u.rows(); r++) {
        int tile = (i * u.rows() + r) * u.cols();
        check += WinogradTransforms.result(sums, at + tile * t.cols, t.cols, step, u.cols(), start, bias, work, strip,
            0,
            width);
        int y = 4 * (u.row() + r);
        for (int k = 0; k < Math.min(4, target.size()[1] - y); k++) {
          int to = target.at(u.image() + i, channel) + (y + k) * target.step()[1] + 4 * u.col() * target.step()[2];
          for (int l = 0; l < n; l++) {
            WinogradTransforms.pick(strip, k * width + l, cols, target.array(), to + l * target.channelStep(),
                target.step()[2]);
          }
        }
      }
    }
    return check;
  }
}
