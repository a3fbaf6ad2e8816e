package dev.nabla.kernel.vector;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the source of a convolution is laid out so that every tap becomes a constant shift.
 *
 * <p>Note [Shifted planes]: the source is copied, with its padding, into planes: one for each channel and phase (see
 * {@link ConvAxis}), each holding the same rows of a few images, one after the other. Destination position (n, j0, j1,
 * j2) has the number q = its row-major number within a plane, and what it meets through tap t of channel c lies at
 * {@code shifts[c·taps + t] + q}. So a line of destination elements meets lines of source elements, whatever stride,
 * padding and dilation are, and a convolution is a matrix product whose right (or left) matrix has rows {@code
 * shifts[·] + (0, 1, 2, …)}. The price is the numbers q at the ends of rows that are no destination: a few percent.
 *
 * <p>Work is cut into units: a block of images, and of these a strip along the first spatial axis that is longer than
 * 1.
 */
final class ConvLattice {
  /** Elements of the planes of one unit, about: half of a second-level cache. */
  private static final int UNIT = 1 << 18;

  /** Destination positions that a unit should have at least, by taking several images. */
  private static final int POSITIONS = 256;

  final ConvAxis[] axes;
  final int channels;
  final int batch;

  /** Number of taps; numbers of taps are row-major over the axes. */
  final int taps;

  /** The number of each tap within the whole kernel, row-major. */
  final int[] kernelTap;

  /** Where channel c meets destination position 0 through tap t: {@code shifts[c·taps + t]}. */
  final int[] shifts;

  /** Where the planes begin in their buffer: reads go up to this much too far. */
  final int margin;

  /** Elements that the planes need, with the margin on both sides. */
  final int size;

  /** Units that the batch is cut into. */
  final int units;

  private final int[][] phases = new int[3][];
  private final int[] low = new int[3];
  private final int[] extent = new int[3];
  private final int images;
  private final int strips;
  private final int cut;
  private final int strip;
  private final int planes;
  private final int plane;

  /**
   * The layout for {@code channels} source channels and a kernel of these sizes; reads go up to {@code margin} elements
   * too far.
   */
  ConvLattice(ConvAxis[] axes, int[] kernel, int batch, int channels, int margin) {
    this.margin = margin;
    this.axes = axes;
    this.batch = batch;
    this.channels = channels;
    for (int i = 0; i < 3; i++) {
      phases[i] = axes[i].usedPhases();
      low[i] = axes[i].low();
      extent[i] = axes[i].count() + axes[i].spread();
    }
    taps = axes[0].taps().length * axes[1].taps().length * axes[2].taps().length;
    planes = phases[0].length * phases[1].length * phases[2].length;
    cut = axes[0].count() > 1 ? 0 : axes[1].count() > 1 ? 1 : 2;
    long image = (long) extent[0] * extent[1] * extent[2];
    long slice = Math.max(1, image / Math.max(1, extent[cut]) * Math.max(1, (long) channels * planes));
    int most = (int) Math.max(Math.ceilDiv(POSITIONS, Math.max(1, image / Math.max(1, extent[cut]))),
        UNIT / slice - axes[cut].spread());
    strips = Math.max(1, Math.ceilDiv(axes[cut].count(), Math.max(1, most)));
    strip = Math.ceilDiv(axes[cut].count(), strips);
    extent[cut] = strip + axes[cut].spread();
    int unit = extent[0] * extent[1] * extent[2];
    images = strips > 1 ? 1 : Math.clamp(POSITIONS / Math.max(1, unit), 1, Math.max(1, batch));
    plane = Math.multiplyExact(unit, images);
    units = Math.ceilDiv(batch, images) * strips;
    size = Math.toIntExact((long) channels * planes * plane + 2L * margin);
    kernelTap = new int[taps];
    shifts = shifts(kernel);
  }

  private int[] shifts(int[] kernel) {
    int[] first = new int[taps];
    int n = 0;
    for (int a = 0; a < axes[0].taps().length; a++) {
      for (int b = 0; b < axes[1].taps().length; b++) {
        for (int c = 0; c < axes[2].taps().length; c++) {
          kernelTap[n] = (axes[0].taps()[a] * kernel[1] + axes[1].taps()[b]) * kernel[2] + axes[2].taps()[c];
          int p = (phase(0, a) * phases[1].length + phase(1, b)) * phases[2].length + phase(2, c);
          first[n++] = margin + p * plane + (shift(0, a) * extent[1] + shift(1, b)) * extent[2] + shift(2, c);
        }
      }
    }
    int[] out = new int[channels * taps];
    for (int i = 0; i < out.length; i++) {
      out[i] = i / taps * planes * plane + first[i % taps];
    }
    return out;
  }

  private int phase(int axis, int tap) {
    return Arrays.binarySearch(phases[axis], axes[axis].phases()[tap]);
  }

  private int shift(int axis, int tap) {
    return axes[axis].shifts()[tap] - low[axis];
  }

  /** One past the largest position number of a unit. */
  int positions(int unit) {
    return (imagesOf(unit) - 1) * imageSize() + ((rows(unit, 0) - 1) * extent[1] + rows(unit, 1) - 1) * extent[2]
        + rows(unit, 2);
  }

  private int imageSize() {
    return extent[0] * extent[1] * extent[2];
  }

  private int firstImage(int unit) {
    return unit / strips * images;
  }

  private int imagesOf(int unit) {
    return Math.min(images, batch - firstImage(unit));
  }

  /** The first destination index of a unit on an axis. */
  private int from(int unit, int axis) {
    return axis == cut ? unit % strips * strip : 0;
  }

  /** The number of destination indices of a unit on an axis. */
  private int rows(int unit, int axis) {
    return axis == cut ? Math.min(strip, axes[axis].count() - from(unit, axis)) : axes[axis].count();
  }

  /** Fills the planes of a unit from the channels of {@code source} that begin at {@code channel}. */
  <A> void fill(Tiles<A> t, int unit, Image<A> source, int channel, A out) {
    int to = margin;
    if (!covered(unit)) {
      t.zero(out, margin, margin + channels * planes * plane);
    }
    for (int c = 0; c < channels; c++) {
      for (int phase0 : phases[0]) {
        for (int phase1 : phases[1]) {
          for (int phase2 : phases[2]) {
            for (int i = 0; i < imagesOf(unit); i++) {
              int at = source.at(firstImage(unit) + i, channel + c);
              fillImage(t, unit, source, at, phase0, phase1, phase2, out, to + i * imageSize());
            }
            to += plane;
          }
        }
      }
    }
  }

  /** Whether the source has an element for every place in the planes of a unit. */
  private boolean covered(int unit) {
    boolean all = imagesOf(unit) == images;
    for (int i = 0; i < 3; i++) {
      int first = from(unit, i) + low[i];
      all &= first >= 0 && (first + extent[i]) * axes[i].step() <= axes[i].source();
    }
    return all;
  }

  private <A> void fillImage(Tiles<A> t, int unit, Image<A> source, int at, int phase0, int phase1, int phase2, A out,
      int to) {
    int step = axes[2].step();
    int h0 = from(unit, 0) + low[0];
    int h1 = from(unit, 1) + low[1];
    int h2 = from(unit, 2) + low[2];
    int begin = Math.clamp(Math.ceilDiv(-phase2, step) - h2, 0, extent[2]);
    int end = Math.clamp(Math.ceilDiv(axes[2].source() - phase2, step) - h2, begin, extent[2]);
    int first = ((begin + h2) * step + phase2) * source.step()[2];
    int slice = extent[1] * extent[2];
    boolean dense = end - begin == extent[2] && step * source.step()[2] == 1
        && axes[1].step() * source.step()[1] == extent[2] && h1 >= 0
        && (h1 + extent[1]) * axes[1].step() <= axes[1].source();
    for (int i = 0; i < extent[0]; i++) {
      int x0 = (h0 + i) * axes[0].step() + phase0;
      if (dense && x0 >= 0 && x0 < axes[0].source()) {
        int line = at + x0 * source.step()[0] + (h1 * axes[1].step() + phase1) * source.step()[1] + first;
        t.copy(source.array(), line, 1, slice, out, to, 1);
        to += slice;
        continue;
      }
      for (int j = 0; j < extent[1]; j++) {
        int x1 = (h1 + j) * axes[1].step() + phase1;
        if (x0 >= 0 && x0 < axes[0].source() && x1 >= 0 && x1 < axes[1].source()) {
          int line = at + x0 * source.step()[0] + x1 * source.step()[1] + first;
          t.copy(source.array(), line, step * source.step()[2], end - begin, out, to + begin, 1);
        }
        to += extent[2];
      }
    }
  }

  /** The number of destination positions of a unit, the gaps not counted. */
  int count(int unit) {
    return imagesOf(unit) * rows(unit, 0) * rows(unit, 1) * rows(unit, 2);
  }

  /**
   * Runs (start, offset), as {@link Tiles#panel} takes them, for the destination positions from {@code first} on, the
   * gaps not counted.
   */
  int[] runs(int unit, int first, int width) {
    int[] out = new int[2 * width];
    int n = 0;
    int count = count(unit);
    int column = 0;
    while (column < width && first + column < count) {
      int p = first + column;
      int j2 = p % rows(unit, 2);
      int row = p / rows(unit, 2);
      int j1 = row % rows(unit, 1);
      int j0 = row / rows(unit, 1) % rows(unit, 0);
      int image = row / rows(unit, 1) / rows(unit, 0);
      int offset = image * imageSize() + (j0 * extent[1] + j1) * extent[2] + j2 - column;
      if (n == 0 || out[n - 1] != offset) {
        out[n++] = column;
        out[n++] = offset;
      }
      column += rows(unit, 2) - j2;
    }
    return Arrays.copyOf(out, n);
  }

  /** A unit's channels in the target as a matrix, a row each, if their positions lie one after the other; else null. */
  <A> @Nullable Matrix<A> direct(int unit, Image<A> target, int channel, int count) {
    int rows1 = rows(unit, 1);
    int rows2 = rows(unit, 2);
    boolean dense = imagesOf(unit) == 1 && (rows2 == 1 || axes[2].stride() * target.step()[2] == 1)
        && (rows1 == 1 || axes[1].stride() * target.step()[1] == rows2)
        && (rows(unit, 0) == 1 || axes[0].stride() * target.step()[0] == rows1 * rows2);
    return dense
        ? new Matrix<>(target.array(), target(unit, target, channel, 0), count, count(unit), target.channelStep(), 1)
        : null;
  }

  /** Where a channel of one of the unit's images begins in the target. */
  private int target(int unit, Image<?> target, int channel, int image) {
    int[] step = target.step();
    return target.at(firstImage(unit) + image, channel) + place(unit, 0, 0) * step[0] + place(unit, 1, 0) * step[1]
        + place(unit, 2, 0) * step[2];
  }

  /** Copies lines of destination positions, a line for each channel, with or without gaps, to where they belong. */
  <A> void scatter(Tiles<A> t, int unit, Matrix<A> lines, boolean gaps, Image<A> target, int channel) {
    int rows0 = rows(unit, 0);
    int rows1 = rows(unit, 1);
    int rows2 = rows(unit, 2);
    int pitch1 = gaps ? extent[2] : rows2;
    int pitch0 = gaps ? extent[1] * extent[2] : rows1 * rows2;
    int pitch = gaps ? imageSize() : rows0 * rows1 * rows2;
    for (int c = 0; c < lines.rows(); c++) {
      for (int i = 0; i < imagesOf(unit); i++) {
        int from = lines.at(c, i * pitch);
        int to = target(unit, target, channel + c, i);
        for (int j0 = 0; j0 < rows0; j0++) {
          for (int j1 = 0; j1 < rows1; j1++) {
            int row = to + j0 * axes[0].stride() * target.step()[0] + j1 * axes[1].stride() * target.step()[1];
            t.copy(lines.array(), from + j0 * pitch0 + j1 * pitch1, 1, rows2, target.array(), row,
                axes[2].stride() * target.step()[2]);
          }
        }
      }
    }
  }

  /** The opposite of {@link #scatter} with gaps: lines of destination positions, 0 at the gaps, {@code pitch} apart. */
  <A> void gather(Tiles<A> t, int unit, Image<A> source, int channel, int count, A lines, int pitch) {
    t.zero(lines, 0, count * pitch);
    for (int c = 0; c < count; c++) {
      for (int i = 0; i < imagesOf(unit); i++) {
        int to = c * pitch + i * imageSize();
        int from = target(unit, source, channel + c, i);
        for (int j0 = 0; j0 < rows(unit, 0); j0++) {
          for (int j1 = 0; j1 < rows(unit, 1); j1++) {
            int row = from + j0 * axes[0].stride() * source.step()[0] + j1 * axes[1].stride() * source.step()[1];
            int line = to + (j0 * extent[1] + j1) * extent[2];
            t.copy(source.array(), row, axes[2].stride() * source.step()[2], rows(unit, 2), lines, line, 1);
          }
        }
      }
    }
  }

  /** Copies what the destination positions of a unit meet through one shift, the gaps not counted. */
  <A> void copy(Tiles<A> t, int unit, A planes, int shift, A out, int to) {
    int rows1 = rows(unit, 1);
    int rows2 = rows(unit, 2);
    for (int i = 0; i < imagesOf(unit); i++) {
      for (int j0 = 0; j0 < rows(unit, 0); j0++) {
        for (int j1 = 0; j1 < rows1; j1++) {
          t.copy(planes, shift + i * imageSize() + (j0 * extent[1] + j1) * extent[2], 1, rows2, out, to, 1);
          to += rows2;
        }
      }
    }
  }

  /**
   * The same lines as {@link #gather}, those of {@code count} channels, from position {@code q} to {@code q + depth}, as
   * a panel: transposed. Without {@code gaps}, only destination positions are counted.
   */
  <A> void panel(Tiles<A> t, int unit, Image<A> source, int channel, int count, boolean gaps, int q, int depth, A out,
      int at) {
    t.zero(out, at, at + depth * t.cols);
    int rows1 = rows(unit, 1);
    int rows = rows(unit, 0) * rows1;
    for (int i = 0; i < imagesOf(unit); i++) {
      int from = target(unit, source, channel, i);
      for (int row = 0; row < rows; row++) {
        int j0 = row / rows1;
        int j1 = row % rows1;
        int first = (gaps ? i * imageSize() + (j0 * extent[1] + j1) * extent[2] : (i * rows + row) * rows(unit, 2)) - q;
        int begin = Math.max(first, 0);
        int end = Math.min(first + rows(unit, 2), depth);
        if (begin < end) {
          int line = from + j0 * axes[0].stride() * source.step()[0] + j1 * axes[1].stride() * source.step()[1];
          int deep = axes[2].stride() * source.step()[2];
          t.panel(source.array(), line + (begin - first) * deep, source.channelStep(), deep, count, end - begin, out,
              at + begin * t.cols);
        }
      }
    }
  }

  /** The destination index of a unit's row {@code j} on an axis. */
  private int place(int unit, int axis, int j) {
    return axes[axis].start() + (from(unit, axis) + j) * axes[axis].stride();
  }
}
