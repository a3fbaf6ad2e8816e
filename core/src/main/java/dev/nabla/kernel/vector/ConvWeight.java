package dev.nabla.kernel.vector;

import dev.nabla.kernel.Geometry;
import dev.nabla.kernel.Strided;

/**
 * The weight side of a convolution: the product of the shifted lines of x (see Note [Shifted planes]) and the lines of
 * y, summed over all positions. The batch is cut into a few parts, each summed on its own, then added in order: their
 * number follows from the sizes alone, never from the number of threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class ConvWeight<A> {
  /** With at most so many output channels per group, weights are computed one by one: too few columns to fill tiles. */
  private static final int FEW = 2;

  /** Parts of the batch, at most. */
  private static final int PARTS = 8;

  /** Elements of all the parts' sums together, about, at most. */
  private static final int SUMS = 1 << 20;

  private final Tiles<A> t;
  private final ConvLattice lattice;
  private final Image<A> x;
  private final Image<A> y;
  private final int groups;

  /** Output channels per group. */
  private final int outputs;

  /** Weights per output channel. */
  private final int depth;

  private final boolean few;

  /** Length of a line of sums: output channels, padded to whole tiles. */
  private final int width;

  /** Lines of sums of one group: weights of an output channel, with room for the last tile. */
  private final int height;

  private final int[] rowAt;

  private ConvWeight(Tiles<A> t, Geometry g, Image<A> x, Image<A> y, Image<A> w) {
    this.t = t;
    this.x = x;
    this.y = y;
    groups = g.groups();
    outputs = w.batch() / groups;
    lattice = new ConvLattice(ConvKernels.axes(g, x, y, w), w.size(), x.batch(), w.channels(), t.cols);
    depth = lattice.shifts.length;
    few = outputs <= FEW;
    width = few ? outputs : (outputs + t.cols - 1) / t.cols * t.cols;
    height = few ? depth : Math.ceilDiv(depth, t.rows) * t.rows;
    rowAt = new int[height];
    for (int i = 0; i < height; i++) {
      rowAt[i] = lattice.shifts[Math.min(i, depth - 1)];
    }
  }

  static <A> void run(Tiles<A> t, Geometry g, Strided x, Strided y, Strided w) {
    if (w.numel() == 0) {
      return;
    }
    Image<A> kernel = Image.of(t, w);
    ConvWeight<A> job = new ConvWeight<>(t, g, Image.of(t, x), Image.of(t, y), kernel);
    int units = y.numel() == 0 ? 0 : job.lattice.units;
    int size = job.groups * job.height * job.width;
    int parts = Math.clamp(units, 1, Math.clamp(SUMS / size, 1, PARTS));
    A sums = t.allocate(Math.multiplyExact(parts, size));
    Parallel.range(parts, 1, (from, to) -> {
      for (int i = from; i < to; i++) {
        job.part(units * i / parts, units * (i + 1) / parts, sums, i * size);
      }
    });
    for (int i = 1; i < parts; i++) {
      t.add(sums, i * size, 1, size, sums, 0, 1);
    }
    job.store(sums, kernel);
  }

  /** Adds the contributions of some units to the sums of one part. */
  private void part(int from, int to, A sums, int at) {
    Parallel.range(groups, 1, (first, last) -> {
      for (int group = first; group < last; group++) {
        for (int unit = from; unit < to; unit++) {
          unit(unit, group, sums, at + group * height * width);
        }
      }
    });
  }

  private void unit(int unit, int group, A sums, int at) {
    int positions = lattice.positions(unit);
    A planes = t.scratch(Tiles.Scratch.IMAGE, lattice.size);
    lattice.fill(t, unit, x, group * lattice.channels, planes);
    if (few) {
      A lines = t.scratch(Tiles.Scratch.RESULT, outputs * positions);
      lattice.gather(t, unit, y, group * outputs, outputs, lines, positions);
      for (int i = 0; i < depth; i++) {
        for (int o = 0; o < outputs; o++) {
          t.dot(positions, planes, lattice.shifts[i], lines, o * positions, sums, at + i * width + o, true);
        }
      }
    } else {
      multiply(unit, group * outputs, planes, sums, at);
    }
  }

  private void multiply(int unit, int channel, A planes, A sums, int at) {
    int count = lattice.count(unit);
    boolean gaps = lattice.positions(unit) <= count + count / 4 || outputs < t.cols / 2;
    int positions = gaps ? lattice.positions(unit) : count;
    int block = Gemm.depth(positions);
    A panels = t.scratch(Tiles.Scratch.PANEL, width * block);
    for (int q = 0; q < positions; q += block) {
      int start = q;
      int k = Math.min(block, positions - q);
      for (int o = 0; o < width; o += t.cols) {
        lattice.panel(t, unit, y, channel + o, Math.min(t.cols, outputs - o), gaps, q, k, panels, o * k);
      }
      Parallel.range(height / t.rows, 4, (from, to) -> {
        int end = Math.min(to * t.rows, depth);
        if (gaps) {
          rows(from * t.rows, end, k, planes, start, rowAt, panels, sums, at);
        } else {
          rowsWithoutGaps(unit, from * t.rows, end, k, planes, start, panels, sums, at);
        }
      });
    }
  }

  /** Adds the products of the lines from {@code first} to {@code end}, {@code k} elements each, with all panels. */
  private void rows(int first, int end, int k, A lines, int start, int[] lineAt, A panels, A sums, int at) {
    for (int o = 0; o < width; o += t.cols) {
      int tall;
      for (int r = first; r < end; r += tall) {
        tall = t.height(end - r);
        t.tile(tall, k, lines, start, lineAt, r, panels, o * k, sums, at + r * width + o, width, true);
      }
    }
  }

  /** The same where many positions of the lattice are no destination, as in small images: from copies without those. */
  private void rowsWithoutGaps(int unit, int first, int end, int k, A planes, int start, A panels, A sums, int at) {
    int count = lattice.count(unit);
    int strip = 4 * t.rows;
    A lines = t.scratch(Tiles.Scratch.LEFT, strip * count);
    int[] lineAt = new int[height];
    for (int r = first; r < end; r += strip) {
      int last = Math.min(r + strip, end);
      for (int i = r; i < r + strip && i < height; i++) {
        int line = Math.min(i, last - 1) - r;
        lineAt[i] = line * count;
        if (i < last) {
          lattice.copy(t, unit, planes, rowAt[i], lines, line * count);
        }
      }
      rows(r, last, k, lines, start, lineAt, panels, sums, at);
    }
  }

  /** Writes the sums, which are ordered (group, channel and tap, output channel), to the weights. */
  private void store(A sums, Image<A> w) {
    boolean inOrder = w.channelStep() == lattice.taps;
    for (int i = 0; i < lattice.taps; i++) {
      inOrder &= ConvKernels.offset(w, lattice.kernelTap[i]) == i;
    }
    // In strips of output channels, so that the lines begun stay in the cache until they are full.
    int strip = inOrder ? 64 : 16;
    for (int group = 0; group < groups; group++) {
      for (int o = 0; o < outputs; o += strip) {
        int n = Math.min(strip, outputs - o);
        if (inOrder) {
          storeLines(sums, group, o, n, w);
          continue;
        }
        for (int i = 0; i < depth; i++) {
          int to = w.at(group * outputs + o, i / lattice.taps)
              + ConvKernels.offset(w, lattice.kernelTap[i % lattice.taps]);
          t.copy(sums, (group * height + i) * width + o, 1, n, w.array(), to, w.batchStep());
        }
      }
    }
  }

  /** The same for {@code n} outputs whose weights each lie one after the other: turned round block by block. */
  private void storeLines(A sums, int group, int o, int n, Image<A> w) {
    Parallel.range(Math.ceilDiv(depth, t.cols), 16, (from, to) -> {
      A block = t.scratch(Tiles.Scratch.EDGE, n * t.cols);
      for (int i = from * t.cols; i < Math.min(to * t.cols, depth); i += t.cols) {
        int wide = Math.min(t.cols, depth - i);
        t.panel(sums, (group * height + i) * width + o, width, 1, wide, n, block, 0);
        for (int k = 0; k < n; k++) {
          t.copy(block, k * t.cols, 1, wide, w.array(), w.at(group * outputs + o + k, 0) + i, 1);
        }
      }
    });
  }
}
