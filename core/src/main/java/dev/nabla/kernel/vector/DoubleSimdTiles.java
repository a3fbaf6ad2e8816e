package dev.nabla.kernel.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The inner loops for float64 through the Vector API. {@link FloatSimdTiles} is the same for float32. */
final class DoubleSimdTiles extends DoubleTiles {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int COLS = 2 * LANES;

  // Note [Rows of a tile]
  // A tile of r rows keeps 2r sums, 2 columns and 1 factor in vector registers. Eight rows fit where there are 32
  // registers (512-bit vectors, ARM); with 16 registers (x86, 256 bits and less) six would spill, so five. As EIGHT is a
  // constant, the compiler drops the rows not used. One method, no calls of our own inside: beyond some size HotSpot
  // stops inlining such calls, and vectors that cross a call are boxed.
  private static final boolean EIGHT = SPECIES.vectorBitSize() > 256 || System.getProperty("os.arch").equals("aarch64");

  DoubleSimdTiles() {
    super(EIGHT ? 8 : 5, COLS);
  }

  @Override
  void tile(int k, double[] a, int aAt, int[] rowAt, int r, double[] b, int bAt, double[] c, int cAt, int cStep,
      boolean accumulate) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector s00 = zero;
    DoubleVector s01 = zero;
    DoubleVector s10 = zero;
    DoubleVector s11 = zero;
    DoubleVector s20 = zero;
    DoubleVector s21 = zero;
    DoubleVector s30 = zero;
    DoubleVector s31 = zero;
    DoubleVector s40 = zero;
    DoubleVector s41 = zero;
    DoubleVector s50 = zero;
    DoubleVector s51 = zero;
    DoubleVector s60 = zero;
    DoubleVector s61 = zero;
    DoubleVector s70 = zero;
    DoubleVector s71 = zero;
    if (accumulate) {
      int at = cAt;
      s00 = DoubleVector.fromArray(SPECIES, c, at);
      s01 = DoubleVector.fromArray(SPECIES, c, at + LANES);
      at += cStep;
      s10 = DoubleVector.fromArray(SPECIES, c, at);
      s11 = DoubleVector.fromArray(SPECIES, c, at + LANES);
      at += cStep;
      s20 = DoubleVector.fromArray(SPECIES, c, at);
      s21 = DoubleVector.fromArray(SPECIES, c, at + LANES);
      at += cStep;
      s30 = DoubleVector.fromArray(SPECIES, c, at);
      s31 = DoubleVector.fromArray(SPECIES, c, at + LANES);
      at += cStep;
      s40 = DoubleVector.fromArray(SPECIES, c, at);
      s41 = DoubleVector.fromArray(SPECIES, c, at + LANES);
      if (EIGHT) {
        at += cStep;
        s50 = DoubleVector.fromArray(SPECIES, c, at);
        s51 = DoubleVector.fromArray(SPECIES, c, at + LANES);
        at += cStep;
        s60 = DoubleVector.fromArray(SPECIES, c, at);
        s61 = DoubleVector.fromArray(SPECIES, c, at + LANES);
        at += cStep;
        s70 = DoubleVector.fromArray(SPECIES, c, at);
        s71 = DoubleVector.fromArray(SPECIES, c, at + LANES);
      }
    }
    int a0 = aAt + rowAt[r + 0];
    int a1 = aAt + rowAt[r + 1];
    int a2 = aAt + rowAt[r + 2];
    int a3 = aAt + rowAt[r + 3];
    int a4 = aAt + rowAt[r + 4];
    int a5 = EIGHT ? aAt + rowAt[r + 5] : 0;
    int a6 = EIGHT ? aAt + rowAt[r + 6] : 0;
    int a7 = EIGHT ? aAt + rowAt[r + 7] : 0;
    for (int p = 0; p < k; p++) {
      int at = bAt + p * COLS;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, at);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, at + LANES);
      DoubleVector x = DoubleVector.broadcast(SPECIES, a[a0 + p]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = DoubleVector.broadcast(SPECIES, a[a1 + p]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = DoubleVector.broadcast(SPECIES, a[a2 + p]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = DoubleVector.broadcast(SPECIES, a[a3 + p]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      x = DoubleVector.broadcast(SPECIES, a[a4 + p]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      if (EIGHT) {
        x = DoubleVector.broadcast(SPECIES, a[a5 + p]);
        s50 = x.fma(b0, s50);
        s51 = x.fma(b1, s51);
        x = DoubleVector.broadcast(SPECIES, a[a6 + p]);
        s60 = x.fma(b0, s60);
        s61 = x.fma(b1, s61);
        x = DoubleVector.broadcast(SPECIES, a[a7 + p]);
        s70 = x.fma(b0, s70);
        s71 = x.fma(b1, s71);
      }
    }
    s00.intoArray(c, cAt);
    s01.intoArray(c, cAt + LANES);
    s10.intoArray(c, cAt + cStep);
    s11.intoArray(c, cAt + cStep + LANES);
    s20.intoArray(c, cAt + 2 * cStep);
    s21.intoArray(c, cAt + 2 * cStep + LANES);
    s30.intoArray(c, cAt + 3 * cStep);
    s31.intoArray(c, cAt + 3 * cStep + LANES);
    s40.intoArray(c, cAt + 4 * cStep);
    s41.intoArray(c, cAt + 4 * cStep + LANES);
    if (EIGHT) {
      s50.intoArray(c, cAt + 5 * cStep);
      s51.intoArray(c, cAt + 5 * cStep + LANES);
      s60.intoArray(c, cAt + 6 * cStep);
      s61.intoArray(c, cAt + 6 * cStep + LANES);
      s70.intoArray(c, cAt + 7 * cStep);
      s71.intoArray(c, cAt + 7 * cStep + LANES);
    }
  }

  @Override
  void combine(int k, double[] a, int aAt, double[] b, int bAt, int[] shifts, int n, double[] c, int cAt) {
    int p = 0;
    for (; p < k - 3; p += 4) {
      combineFour(a, aAt + p, b, bAt, shifts, p, n, c, cAt);
    }
    for (; p < k; p++) {
      combineOne(a[aAt + p], b, bAt + shifts[p], n, c, cAt);
    }
  }

  private static void combineFour(double[] a, int aAt, double[] b, int bAt, int[] shifts, int p, int n, double[] c,
      int cAt) {
    double x0 = a[aAt];
    double x1 = a[aAt + 1];
    double x2 = a[aAt + 2];
    double x3 = a[aAt + 3];
    DoubleVector v0 = DoubleVector.broadcast(SPECIES, x0);
    DoubleVector v1 = DoubleVector.broadcast(SPECIES, x1);
    DoubleVector v2 = DoubleVector.broadcast(SPECIES, x2);
    DoubleVector v3 = DoubleVector.broadcast(SPECIES, x3);
    int b0 = bAt + shifts[p];
    int b1 = bAt + shifts[p + 1];
    int b2 = bAt + shifts[p + 2];
    int b3 = bAt + shifts[p + 3];
    int j = 0;
    for (int end = SPECIES.loopBound(n); j < end; j += LANES) {
      DoubleVector s = DoubleVector.fromArray(SPECIES, c, cAt + j);
      s = v0.fma(DoubleVector.fromArray(SPECIES, b, b0 + j), s);
      s = v1.fma(DoubleVector.fromArray(SPECIES, b, b1 + j), s);
      s = v2.fma(DoubleVector.fromArray(SPECIES, b, b2 + j), s);
      s = v3.fma(DoubleVector.fromArray(SPECIES, b, b3 + j), s);
      s.intoArray(c, cAt + j);
    }
    for (; j < n; j++) {
      double s = Math.fma(x1, b[b1 + j], Math.fma(x0, b[b0 + j], c[cAt + j]));
      c[cAt + j] = Math.fma(x3, b[b3 + j], Math.fma(x2, b[b2 + j], s));
    }
  }

  private static void combineOne(double x, double[] b, int bAt, int n, double[] c, int cAt) {
    DoubleVector v = DoubleVector.broadcast(SPECIES, x);
    int j = 0;
    for (int end = SPECIES.loopBound(n); j < end; j += LANES) {
      v.fma(DoubleVector.fromArray(SPECIES, b, bAt + j), DoubleVector.fromArray(SPECIES, c, cAt + j)).intoArray(c,
          cAt + j);
    }
    for (; j < n; j++) {
      c[cAt + j] = Math.fma(x, b[bAt + j], c[cAt + j]);
    }
  }

  @Override
  void dot(int k, double[] a, int aAt, double[] b, int bAt, double[] c, int cAt, boolean accumulate) {
    DoubleVector s0 = DoubleVector.zero(SPECIES);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    int p = 0;
    for (; p <= k - 4 * LANES; p += 4 * LANES) {
      s0 = DoubleVector.fromArray(SPECIES, a, aAt + p).fma(DoubleVector.fromArray(SPECIES, b, bAt + p), s0);
      s1 = DoubleVector.fromArray(SPECIES, a, aAt + p + LANES).fma(DoubleVector.fromArray(SPECIES, b, bAt + p + LANES),
          s1);
      s2 = DoubleVector.fromArray(SPECIES, a, aAt + p + 2 * LANES)
          .fma(DoubleVector.fromArray(SPECIES, b, bAt + p + 2 * LANES), s2);
      s3 = DoubleVector.fromArray(SPECIES, a, aAt + p + 3 * LANES)
          .fma(DoubleVector.fromArray(SPECIES, b, bAt + p + 3 * LANES), s3);
    }
    for (; p <= k - LANES; p += LANES) {
      s0 = DoubleVector.fromArray(SPECIES, a, aAt + p).fma(DoubleVector.fromArray(SPECIES, b, bAt + p), s0);
    }
    // Not reduceLanes: its order, and so the last bit, may differ between interpreted and compiled code.
    double sum = 0;
    for (double lane : s0.add(s1).add(s2.add(s3)).toArray()) {
      sum += lane;
    }
    for (; p < k; p++) {
      sum = Math.fma(a[aAt + p], b[bAt + p], sum);
    }
    c[cAt] = accumulate ? c[cAt] + sum : sum;
  }

  @Override
  void panel(double[] src, int at, int[] shifts, int from, int k, int[] runs, double[] dst, int to) {
    int r = 0;
    for (int lane = 0; lane < COLS; lane += LANES) {
      while (r + 2 < runs.length && runs[r + 2] <= lane) {
        r += 2;
      }
      lanes(src, at + runs[r + 1] + lane, shifts, from, k, dst, to + lane);
      for (; r + 2 < runs.length && runs[r + 2] < lane + LANES; r += 2) {
        lastLanes(src, at + runs[r + 3] + lane, shifts, from, k, dst, to + lane, runs[r + 2] - lane);
      }
    }
  }

  /** One vector of each line of a panel. */
  private static void lanes(double[] src, int at, int[] shifts, int from, int k, double[] dst, int to) {
    for (int p = 0; p < k; p++) {
      DoubleVector.fromArray(SPECIES, src, at + shifts[from + p]).intoArray(dst, to + p * COLS);
    }
  }

  /** The lanes from {@code first} on of one vector of each line of a panel. */
  private static void lastLanes(double[] src, int at, int[] shifts, int from, int k, double[] dst, int to, int first) {
    VectorMask<Double> mask = VectorMask.fromLong(SPECIES, -1L << first);
    for (int p = 0; p < k; p++) {
      DoubleVector.fromArray(SPECIES, src, at + shifts[from + p]).intoArray(dst, to + p * COLS, mask);
    }
  }
}
