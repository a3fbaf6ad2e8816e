package dev.nabla.kernel.vector;

import java.util.Arrays;

/**
 * The weight side of {@link Winograd}: for each value f a product of the transformed lines of x, a row for each of its
 * channels, and those of y. As in {@link ConvWeight}, units are dealt to a few parts, each summed on its own, then
 * added in order.
 */
final class WinogradWeight {
  private static final int VALUES = 36;

  /** Parts of the units, at most. */
  private static final int PARTS = 8;

  /** Elements of all the parts' sums together, about, at most. */
  private static final int SUMS = 1 << 21;

  /** Tiles of a unit, about, at most. */
  private static final int TILES = 96;

  private final Tiles<float[]> t;
  private final int groups;
  private final int channels;
  private final int outputs;
  private final Image<float[]> x;
  private final Image<float[]> y;
  private final int top;
  private final int left;
  private final WinogradGrid grid;

  /** Length of a line of sums: output channels, padded to whole panels. */
  private final int width;

  /** Lines of sums of one value: input channels, with room for the last tile. */
  private final int height;

  private WinogradWeight(Tiles<float[]> t, int groups, Image<float[]> x, Image<float[]> y, int top, int left) {
    this.t = t;
    this.groups = groups;
    this.x = x;
    this.y = y;
    this.top = top;
    this.left = left;
    channels = x.channels() / groups;
    outputs = y.channels() / groups;
    grid = new WinogradGrid(y.batch(), y.size()[1], y.size()[2], TILES);
    width = Math.ceilDiv(outputs, t.cols) * t.cols;
    height = Math.ceilDiv(channels, t.rows) * t.rows;
  }

  /**
   * {@code w = Σ x·y}; output (i, j) meets input {@code (i - top, j - left)} through the first tap.
   *
   * @return false if the result is of no use, because something is not finite
   */
  static boolean run(Tiles<float[]> t, int groups, Image<float[]> x, Image<float[]> y, int top, int left,
      Image<float[]> w) {
    WinogradWeight job = new WinogradWeight(t, groups, x, y, top, left);
    int units = job.grid.units;
    int size = groups * VALUES * job.height * job.width;
    int parts = Math.clamp(units, 1, Math.clamp(SUMS / size, 1, PARTS));
    float[] sums = t.scratch(Tiles.Scratch.WEIGHT, Math.multiplyExact(parts, size));
    Parallel.range(parts, 1, (from, to) -> {
      for (int i = from; i < to; i++) {
        int first = units * i / parts;
        for (int unit = first; unit < units * (i + 1) / parts; unit++) {
          for (int group = 0; group < groups; group++) {
            int at = i * size + group * VALUES * job.height * job.width;
            job.unit(job.grid.unit(unit), group, sums, at, unit > first);
          }
        }
      }
    });
    for (int i = 1; i < parts; i++) {
      t.add(sums, i * size, 1, size, sums, 0, 1);
    }
    return job.store(sums, w);
  }

  private void unit(WinogradGrid.Unit u, int group, float[] sums, int at, boolean accumulate) {
    int lanes = WinogradLanes.LANES;
    int tiles = u.images() * u.rows() * u.cols();
    int pitch = Math.ceilDiv(tiles, lanes) * lanes;
    int lineStep = Winograd.apart(height * pitch);
    int panelStep = Winograd.apart(width * tiles);
    float[] lines = t.scratch(Tiles.Scratch.LEFT, VALUES * lineStep);
    float[] panels = t.scratch(Tiles.Scratch.RIGHT, VALUES * panelStep);
    Parallel.range(Math.ceilDiv(channels, lanes), 1, (from, to) -> {
      for (int i = from; i < to; i++) {
        lines(u, group, i * lanes, pitch, lines, lineStep);
      }
    });
    Parallel.range(width / t.cols, 1, (from, to) -> {
      for (int i = from; i < to; i++) {
        panel(u, group, i * t.cols, panels, i * t.cols * tiles, panelStep);
      }
    });
    int[] rowAt = new int[height];
    for (int i = 0; i < height; i++) {
      rowAt[i] = Math.min(i, channels - 1) * pitch;
    }
    Parallel.range(VALUES, 1, (from, to) -> {
      for (int f = from; f < to; f++) {
        for (int o = 0; o < width; o += t.cols) {
          int tall;
          for (int r = 0; r < channels; r += tall) {
            tall = t.height(channels - r);
            t.tile(tall, tiles, lines, f * lineStep, rowAt, r, panels, f * panelStep + o * tiles, sums,
                at + (f * height + r) * width + o, width, accumulate);
          }
        }
      }
    });
  }

  /** The values of x for a vector of channels, a line of tiles for each. */
  private void lines(WinogradGrid.Unit u, int group, int c, int pitch, float[] lines, int step) {
    int lanes = WinogradLanes.LANES;
    int valueStep = Winograd.apart(pitch * lanes);
    float[] values = t.scratch(Tiles.Scratch.RESULT, VALUES * valueStep);
    Winograd.source(t, u, x, x.at(u.image(), group * channels), Winograd.lanes(c, lanes, channels, x.channelStep()),
        top, left, values, lanes, valueStep);
    for (int f = 0; f < VALUES; f++) {
      for (int l = 0; l < Math.min(lanes, channels - c); l++) {
        WinogradTransforms.pick(values, f * valueStep + l, pitch, lines, f * step + (c + l) * pitch, 1);
      }
    }
  }

  /** The values of y for a panel of channels. */
  private void panel(WinogradGrid.Unit u, int group, int o, float[] panels, int to, int step) {
    int[] index = Winograd.lanes(o, t.cols, outputs, y.channelStep());
    float[] work = t.scratch(Tiles.Scratch.EDGE, VALUES * WinogradLanes.LANES);
    int across = 4 * u.cols() * t.cols;
    float[] strip = t.scratch(Tiles.Scratch.IMAGE, 4 * u.rows() * across);
    for (int i = 0; i < u.images(); i++) {
      Winograd.load(y, y.at(u.image() + i, group * outputs), index, 4 * u.row(), 4 * u.rows(), 4 * u.col(),
          4 * u.cols(), strip);
      for (int r = 0; r < u.rows(); r++) {
        WinogradTransforms.target(strip, 4 * r * across, across, u.cols(), t.cols, work, panels,
            to + (i * u.rows() + r) * u.cols() * t.cols, t.cols, step);
      }
    }
  }

  /** Transforms the sums back to weights; false if any is not finite. */
  private boolean store(float[] sums, Image<float[]> w) {
    int lanes = WinogradLanes.LANES;
    int[] taps = Winograd.Weights.taps(w);
    int vectors = Math.ceilDiv(outputs, lanes);
    float[] checks = new float[groups * vectors];
    Parallel.range(checks.length, 1, (from, to) -> {
      float[] work = new float[18 * lanes];
      float[] nine = new float[9 * lanes];
      for (int i = from; i < to; i++) {
        int group = i / vectors;
        int o = i % vectors * lanes;
        for (int c = 0; c < channels; c++) {
          WinogradTransforms.taps(sums, (group * VALUES * height + c) * width + o, height * width, work, nine, 0);
          for (int l = 0; l < Math.min(lanes, outputs - o); l++) {
            int at = w.at(group * outputs + o + l, c);
            for (int k = 0; k < 9; k++) {
              float value = nine[k * lanes + l];
              w.array()[at + taps[k]] = value;
              checks[i] += value * 0;
            }
          }
        }
      }
    });
    return Arrays.equals(checks, new float[checks.length]);
  }
}
