package dev.nabla.kernel.vector;

import dev.nabla.kernel.Geometry;
import dev.nabla.kernel.Strided;
import org.jspecify.annotations.Nullable;

/**
 * The three sides of a convolution, each as matrix products over shifted lines of the source; see Note [Shifted
 * planes]. Outputs are wholly overwritten.
 */
final class ConvKernels {
  /**
   * With at most so many destination channels per group, a convolution is summed line by line: too few rows to fill
   * tiles.
   */
  private static final int FEW = 2;

  private ConvKernels() {}

  /** {@code y = Σ x·w}, plus a bias if there is one; see {@link dev.nabla.kernel.Backend#convolution}. */
  static void forward(Geometry g, Strided x, Strided w, @Nullable Strided bias, Strided y) {
    switch (y.dtype()) {
      case FLOAT32 -> {
        if (!winogradForward(g, x, w, bias, y)) {
          forward(Gemm.FLOAT, g, x, w, bias, y);
        }
      }
      case FLOAT64 -> forward(Gemm.DOUBLE, g, x, w, bias, y);
      default -> throw new IllegalArgumentException("convolution: expected float32 or float64; got " + y.dtype());
    }
  }

  /** {@code x = Σ w·y}; see {@link dev.nabla.kernel.Backend#convolutionInput}. */
  static void input(Geometry g, Strided w, Strided y, Strided x) {
    switch (x.dtype()) {
      case FLOAT32 -> {
        if (!winogradInput(g, w, y, x)) {
          input(Gemm.FLOAT, g, w, y, x);
        }
      }
      case FLOAT64 -> input(Gemm.DOUBLE, g, w, y, x);
      default -> throw new IllegalArgumentException("convolutionInput: expected float32 or float64; got " + x.dtype());
    }
  }

  /** {@code w = Σ x·y}; see {@link dev.nabla.kernel.Backend#convolutionWeight}. */
  static void weight(Geometry g, Strided x, Strided y, Strided w) {
    switch (w.dtype()) {
      case FLOAT32 -> {
        if (!winogradWeight(g, x, y, w)) {
          ConvWeight.run(Gemm.FLOAT, g, x, y, w);
        }
      }
      case FLOAT64 -> ConvWeight.run(Gemm.DOUBLE, g, x, y, w);
      default -> throw new IllegalArgumentException("convolutionWeight: expected float32 or float64; got " + w.dtype());
    }
  }

  /** The forward pass by {@link Winograd} where that pays; false if it is still to be done. */
  private static boolean winogradForward(Geometry g, Strided x, Strided w, @Nullable Strided bias, Strided y) {
    Image<float[]> kernel = Image.of(Gemm.FLOAT, w);
    Image<float[]> target = Image.of(Gemm.FLOAT, y);
    int outputs = kernel.batch() / g.groups();
    if (!Winograd.pays(g, kernel, y.dim(0), kernel.channels(), outputs, target)) {
      return false;
    }
    float[] start = null;
    if (bias != null) {
      start = new float[bias.numel()];
      Gemm.FLOAT.copy(bias.storage().floats(), bias.offset(), bias.stride(0), start.length, start, 0, 1);
    }
    return Winograd.correlate(Gemm.FLOAT, g.groups(), Image.of(Gemm.FLOAT, x),
        Winograd.Weights.forward(kernel, outputs),
        start, g.padding()[0], g.padding()[1], target);
  }

  /** The input side by {@link Winograd} where that pays; false if it is still to be done. */
  private static boolean winogradInput(Geometry g, Strided w, Strided y, Strided x) {
    Image<float[]> kernel = Image.of(Gemm.FLOAT, w);
    Image<float[]> target = Image.of(Gemm.FLOAT, x);
    int outputs = kernel.batch() / g.groups();
    return Winograd.pays(g, kernel, x.dim(0), outputs, kernel.channels(), target)
        && Winograd.correlate(Gemm.FLOAT, g.groups(), Image.of(Gemm.FLOAT, y), Winograd.Weights.input(kernel, outputs),
            null, 2 - g.padding()[0], 2 - g.padding()[1], target);
  }

  /** The weight side by {@link Winograd} where that pays; false if it is still to be done. */
  private static boolean winogradWeight(Geometry g, Strided x, Strided y, Strided w) {
    Image<float[]> kernel = Image.of(Gemm.FLOAT, w);
    Image<float[]> output = Image.of(Gemm.FLOAT, y);
    return Winograd.pays(g, kernel, y.dim(0), kernel.channels(), kernel.batch() / g.groups(), output)
        && WinogradWeight.run(Gemm.FLOAT, g.groups(), Image.of(Gemm.FLOAT, x), output, g.padding()[0], g.padding()[1],
            kernel);
  }

  static <A> void forward(Tiles<A> t, Geometry g, Strided x, Strided w, @Nullable Strided bias, Strided y) {
    if (y.numel() == 0) {
      return;
    }
    Image<A> source = Image.of(t, x);
    Image<A> target = Image.of(t, y);
    Image<A> kernel = Image.of(t, w);
    Bias<A> start = bias == null ? null : new Bias<>(t.array(bias.storage()), bias.offset(), bias.stride(0));
    if (ConvPoints.fits(t, g, kernel, source, target)) {
      points(t, g.groups(), kernel, source, start, target);
      return;
    }
    ConvLattice lattice = new ConvLattice(axes(g, source, target, kernel), kernel.size(), x.dim(0), w.dim(1), t.cols);
    Weights<A> weights = w.isContiguous()
        ? new Weights<>(kernel.array(), kernel.at(), w.dim(1) * lattice.taps)
        : outputWeights(t, kernel, lattice);
    correlate(t, lattice, g.groups(), source, weights, start, w.dim(0) / g.groups(), target);
  }

  /** The forward pass of kernels with one element. */
  private static <A> void points(Tiles<A> t, int groups, Image<A> w, Image<A> source, @Nullable Bias<A> bias,
      Image<A> target) {
    int outputs = w.batch() / groups;
    int n = target.size()[0] * target.size()[1] * target.size()[2];
    for (int i = 0; i < target.batch() && bias != null; i++) {
      bias.fill(t, new Matrix<>(target.array(), target.at(i, 0), target.channels(), n, target.channelStep(), 1));
    }
    Matrix<A> weights = new Matrix<>(w.array(), w.at(), outputs, w.channels(), w.batchStep(), w.channelStep());
    ConvPoints.run(t, groups, weights, outputs * w.batchStep(), source, target, bias != null);
  }

  static <A> void input(Tiles<A> t, Geometry g, Strided w, Strided y, Strided x) {
    if (x.numel() == 0) {
      return;
    }
    Image<A> source = Image.of(t, y);
    Image<A> target = Image.of(t, x);
    Image<A> kernel = Image.of(t, w);
    int outputs = w.dim(0) / g.groups();
    if (ConvPoints.fits(t, g, kernel, source, target)) {
      Matrix<A> turned = new Matrix<>(kernel.array(), kernel.at(), kernel.channels(), outputs, kernel.channelStep(),
          kernel.batchStep());
      ConvPoints.run(t, g.groups(), turned, outputs * kernel.batchStep(), source, target, false);
      return;
    }
    int[] stride = spatial(g.stride(), 1);
    for (int rest0 = 0; rest0 < stride[0]; rest0++) {
      for (int rest1 = 0; rest1 < stride[1]; rest1++) {
        for (int rest2 = 0; rest2 < stride[2]; rest2++) {
          ConvAxis[] axes = inputAxes(g, source, target, kernel, rest0, rest1, rest2);
          if (axes[0].count() > 0 && axes[1].count() > 0 && axes[2].count() > 0) {
            ConvLattice lattice = new ConvLattice(axes, kernel.size(), y.dim(0), outputs, t.cols);
            correlate(t, lattice, g.groups(), source, inputWeights(t, kernel, lattice, g.groups()), null, w.dim(1),
                target);
          }
        }
      }
    }
  }

  /** The three axes as the forward pass and the weight side see them. */
  static ConvAxis[] axes(Geometry g, Image<?> x, Image<?> y, Image<?> w) {
    int[] stride = spatial(g.stride(), 1);
    int[] padding = spatial(g.padding(), 0);
    int[] dilation = spatial(g.dilation(), 1);
    ConvAxis[] axes = new ConvAxis[3];
    for (int i = 0; i < 3; i++) {
      axes[i] = ConvAxis.forward(x.size()[i], y.size()[i], w.size()[i], stride[i], padding[i], dilation[i]);
    }
    return axes;
  }

  private static ConvAxis[] inputAxes(Geometry g, Image<?> y, Image<?> x, Image<?> w, int... rest) {
    int[] stride = spatial(g.stride(), 1);
    int[] padding = spatial(g.padding(), 0);
    int[] dilation = spatial(g.dilation(), 1);
    ConvAxis[] axes = new ConvAxis[3];
    for (int i = 0; i < 3; i++) {
      axes[i] = ConvAxis.input(x.size()[i], y.size()[i], w.size()[i], stride[i], padding[i], dilation[i], rest[i]);
    }
    return axes;
  }

  private static int[] spatial(int[] values, int missing) {
    int[] out = {missing, missing, missing};
    System.arraycopy(values, 0, out, 3 - values.length, values.length);
    return out;
  }

  /**
   * The weights of a destination channel in one line, ordered as {@link ConvLattice#shifts}; lines are {@code pitch}
   * apart.
   */
  private record Weights<A>(A array, int at, int pitch) {}

  /** What the sums of each destination channel start from. */
  private record Bias<A>(A array, int at, int step) {
    /** The bias of the channels from {@code channel} on. */
    Bias<A> from(int channel) {
      return new Bias<>(array, at + channel * step, step);
    }

    /** Writes the bias of each row's channel to the whole row. */
    void fill(Tiles<A> t, Matrix<A> c) {
      for (int i = 0; i < c.rows(); i++) {
        t.fill(c.array(), c.at(i, 0), c.at(i, c.cols()), array, at + i * step);
      }
    }
  }

  private static <A> Weights<A> outputWeights(Tiles<A> t, Image<A> w, ConvLattice lattice) {
    int pitch = w.channels() * lattice.taps;
    A out = t.scratch(Tiles.Scratch.WEIGHT, w.batch() * pitch);
    for (int o = 0; o < w.batch(); o++) {
      for (int c = 0; c < w.channels(); c++) {
        for (int tap = 0; tap < lattice.taps; tap++) {
          t.copy(w.array(), w.at(o, c) + offset(w, lattice.kernelTap[tap]), 1, 1, out,
              o * pitch + c * lattice.taps + tap, 1);
        }
      }
    }
    return new Weights<>(out, 0, pitch);
  }

  /** The weights for the input side: a line for each input channel, over the output channels of its group. */
  private static <A> Weights<A> inputWeights(Tiles<A> t, Image<A> w, ConvLattice lattice, int groups) {
    int outputs = w.batch() / groups;
    int channels = w.channels();
    int pitch = outputs * lattice.taps;
    A out = t.scratch(Tiles.Scratch.WEIGHT, groups * channels * pitch);
    int[] from = new int[lattice.taps];
    for (int tap = 0; tap < from.length; tap++) {
      from[tap] = offset(w, lattice.kernelTap[tap]);
    }
    boolean inOrder = from.length > 0;
    for (int tap = 1; tap < from.length; tap++) {
      inOrder &= from[tap] == from[tap - 1] + 1;
    }
    boolean runs = inOrder;
    // In strips of channels, so that the lines begun stay in the cache until they are full.
    int strip = 16;
    Parallel.range(Math.ceilDiv(channels, strip), 1, (first, last) -> {
      for (int c = first * strip; c < Math.min(last * strip, channels); c += strip) {
        int n = Math.min(strip, channels - c);
        for (int o = 0; o < w.batch(); o++) {
          int to = ((o / outputs * channels + c) * outputs + o % outputs) * lattice.taps;
          for (int i = 0; i < n && runs; i++) {
            t.copy(w.array(), w.at(o, c + i) + from[0], 1, lattice.taps, out, to + i * pitch, 1);
          }
          for (int tap = 0; tap < from.length && !runs; tap++) {
            t.copy(w.array(), w.at(o, c) + from[tap], w.channelStep(), n, out, to + tap, pitch);
          }
        }
      }
    });
    return new Weights<>(out, 0, pitch);
  }

  /** Where a tap lies within the weights of a pair of channels. */
  static int offset(Image<?> w, int tap) {
    int row = tap / w.size()[2];
    return tap % w.size()[2] * w.step()[2] + row % w.size()[1] * w.step()[1] + row / w.size()[1] * w.step()[0];
  }

  /**
   * Computes the destination positions of a lattice from the source: for each group, a product of the weights and the
   * shifted lines.
   */
  private static <A> void correlate(Tiles<A> t, ConvLattice lattice, int groups, Image<A> source, Weights<A> weights,
      @Nullable Bias<A> bias, int outputs, Image<A> target) {
    int[] rowAt = new int[outputs + t.rows];
    for (int i = 0; i < rowAt.length; i++) {
      rowAt[i] = Math.min(i, outputs - 1) * weights.pitch;
    }
    Parallel.range(lattice.units * groups, 1, (from, to) -> {
      for (int i = from; i < to; i++) {
        int unit = i / groups;
        int group = i % groups;
        A planes = t.scratch(Tiles.Scratch.IMAGE, lattice.size);
        lattice.fill(t, unit, source, group * lattice.channels, planes);
        Weights<A> mine = new Weights<>(weights.array, weights.at + group * outputs * weights.pitch, weights.pitch);
        Bias<A> start = bias == null ? null : bias.from(group * outputs);
        if (outputs <= FEW || lattice.shifts.length == 0) {
          Matrix<A> lines = sumLines(t, lattice, unit, planes, mine, start, outputs);
          lattice.scatter(t, unit, lines, true, target, group * outputs);
          continue;
        }
        Matrix<A> direct = lattice.direct(unit, target, group * outputs, outputs);
        if (direct != null) {
          multiply(t, lattice, unit, planes, mine, rowAt, start, direct);
        } else {
          int count = lattice.count(unit);
          Matrix<A> lines = new Matrix<>(t.scratch(Tiles.Scratch.RESULT, outputs * count), 0, outputs, count, count, 1);
          multiply(t, lattice, unit, planes, mine, rowAt, start, lines);
          lattice.scatter(t, unit, lines, false, target, group * outputs);
        }
      }
    });
  }

  /** The result of a unit as lines with gaps, summed tap by tap. */
  private static <A> Matrix<A> sumLines(Tiles<A> t, ConvLattice lattice, int unit, A planes, Weights<A> weights,
      @Nullable Bias<A> bias, int outputs) {
    int block = 1024;
    int positions = lattice.positions(unit);
    A lines = t.scratch(Tiles.Scratch.RESULT, outputs * positions);
    Matrix<A> result = new Matrix<>(lines, 0, outputs, positions, positions, 1);
    if (bias == null) {
      t.zero(lines, 0, outputs * positions);
    } else {
      bias.fill(t, result);
    }
    for (int q = 0; q < positions; q += block) {
      int n = Math.min(block, positions - q);
      for (int o = 0; o < outputs; o++) {
        int to = o * positions + q;
        t.combine(lattice.shifts.length, weights.array, weights.at + o * weights.pitch, planes, q, lattice.shifts, n,
            lines, to);
      }
    }
    return result;
  }

  /**
   * The result of a unit, a row for each output channel and a column for each destination position: weights times
   * panels of shifted lines.
   */
  private static <A> void multiply(Tiles<A> t, ConvLattice lattice, int unit, A planes, Weights<A> weights, int[] rowAt,
      @Nullable Bias<A> bias, Matrix<A> c) {
    int block = Gemm.depth(lattice.shifts.length);
    if (bias != null) {
      bias.fill(t, c);
    }
    Parallel.range((c.cols() - 1) / t.cols + 1, 4, (from, to) -> {
      A panel = t.scratch(Tiles.Scratch.PANEL, block * t.cols);
      for (int p = 0; p < lattice.shifts.length; p += block) {
        int depth = Math.min(block, lattice.shifts.length - p);
        for (int j = from * t.cols; j < Math.min(to * t.cols, c.cols()); j += t.cols) {
          t.panel(planes, 0, lattice.shifts, p, depth, lattice.runs(unit, j, t.cols), panel, 0);
          Gemm.column(t, weights.array, weights.at + p, rowAt, depth, panel, 0, c, 0, c.rows(), j,
              bias != null || p > 0);
        }
      }
    });
  }
}
