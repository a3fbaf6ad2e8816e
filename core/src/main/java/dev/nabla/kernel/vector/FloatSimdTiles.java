package dev.nabla.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The inner loops for float32 through the Vector API. {@link DoubleSimdTiles} is the same for float64. */
final class FloatSimdTiles extends FloatTiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int COLS = 2 * LANES;

  // Note [Rows of a tile]
  // A tile of r rows keeps 2r sums, 2 columns and 1 factor in vector registers. Eight rows fit where there are 32
  // registers (512-bit vectors, ARM); with 16 registers (x86, 256 bits and less) six would spill, so five. As EIGHT is a
  // constant, the compiler drops the rows not used. One method, no calls of our own inside: beyond some size HotSpot
  // stops inlining such calls, and vectors that cross a call are boxed.
  private static final boolean EIGHT = SPECIES.vectorBitSize() > 256 || System.getProperty("os.arch").equals("aarch64");

  FloatSimdTiles() {
    super(EIGHT ? 8 : 5, COLS);
  }

  @Override
  void tile(int k, float[] a, int aAt, int[] rowAt, int r, float[] b, int bAt, float[] c, int cAt, int cStep,
      boolean accumulate) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector s00 = zero;
    FloatVector s01 = zero;
    FloatVector s10 = zero;
    FloatVector s11 = zero;
    FloatVector s20 = zero;
    FloatVector s21 = zero;
    FloatVector s30 = zero;
    FloatVector s31 = zero;
    FloatVector s40 = zero;
    FloatVector s41 = zero;
    FloatVector s50 = zero;
    FloatVector s51 = zero;
    FloatVector s60 = zero;
    FloatVector s61 = zero;
    FloatVector s70 = zero;
    FloatVector s71 = zero;
    if (accumulate) {
      int at = cAt;
      s00 = FloatVector.fromArray(SPECIES, c, at);
      s01 = FloatVector.fromArray(SPECIES, c, at + LANES);
      at += cStep;
      s10 = FloatVector.fromArray(SPECIES, c, at);
      s11 = FloatVector.fromArray(SPECIES, c, at + LANES);
      at += cStep;
      s20 = FloatVector.fromArray(SPECIES, c, at);
      s21 = FloatVector.fromArray(SPECIES, c, at + LANES);
      at += cStep;
      s30 = FloatVector.fromArray(SPECIES, c, at);
      s31 = FloatVector.fromArray(SPECIES, c, at + LANES);
      at += cStep;
      s40 = FloatVector.fromArray(SPECIES, c, at);
      s41 = FloatVector.fromArray(SPECIES, c, at + LANES);
      if (EIGHT) {
        at += cStep;
        s50 = FloatVector.fromArray(SPECIES, c, at);
        s51 = FloatVector.fromArray(SPECIES, c, at + LANES);
        at += cStep;
        s60 = FloatVector.fromArray(SPECIES, c, at);
        s61 = FloatVector.fromArray(SPECIES, c, at + LANES);
        at += cStep;
        s70 = FloatVector.fromArray(SPECIES, c, at);
        s71 = FloatVector.fromArray(SPECIES, c, at + LANES);
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
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[a1 + p]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = FloatVector.broadcast(SPECIES, a[a2 + p]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[a3 + p]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      x = FloatVector.broadcast(SPECIES, a[a4 + p]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      if (EIGHT) {
        x = FloatVector.broadcast(SPECIES, a[a5 + p]);
        s50 = x.fma(b0, s50);
        s51 = x.fma(b1, s51);
        x = FloatVector.broadcast(SPECIES, a[a6 + p]);
        s60 = x.fma(b0, s60);
        s61 = x.fma(b1, s61);
        x = FloatVector.broadcast(SPECIES, a[a7 + p]);
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
  void combine(int k, float[] a, int aAt, float[] b, int bAt, int[] shifts, int n, float[] c, int cAt) {
    int p = 0;
    for (; p < k - 3; p += 4) {
      combineFour(a, aAt + p, b, bAt, shifts, p, n, c, cAt);
    }
    for (; p < k; p++) {
      combineOne(a[aAt + p], b, bAt + shifts[p], n, c, cAt);
    }
  }

  private static void combineFour(float[] a, int aAt, float[] b, int bAt, int[] shifts, int p, int n, float[] c,
      int cAt) {
    float x0 = a[aAt];
    float x1 = a[aAt + 1];
    float x2 = a[aAt + 2];
    float x3 = a[aAt + 3];
    FloatVector v0 = FloatVector.broadcast(SPECIES, x0);
    FloatVector v1 = FloatVector.broadcast(SPECIES, x1);
    FloatVector v2 = FloatVector.broadcast(SPECIES, x2);
    FloatVector v3 = FloatVector.broadcast(SPECIES, x3);
    int b0 = bAt + shifts[p];
    int b1 = bAt + shifts[p + 1];
    int b2 = bAt + shifts[p + 2];
    int b3 = bAt + shifts[p + 3];
    int j = 0;
    for (int end = SPECIES.loopBound(n); j < end; j += LANES) {
      FloatVector s = FloatVector.fromArray(SPECIES, c, cAt + j);
      s = v0.fma(FloatVector.fromArray(SPECIES, b, b0 + j), s);
      s = v1.fma(FloatVector.fromArray(SPECIES, b, b1 + j), s);
      s = v2.fma(FloatVector.fromArray(SPECIES, b, b2 + j), s);
      s = v3.fma(FloatVector.fromArray(SPECIES, b, b3 + j), s);
      s.intoArray(c, cAt + j);
    }
    for (; j < n; j++) {
      float s = Math.fma(x1, b[b1 + j], Math.fma(x0, b[b0 + j], c[cAt + j]));
      c[cAt + j] = Math.fma(x3, b[b3 + j], Math.fma(x2, b[b2 + j], s));
    }
  }

  private static void combineOne(float x, float[] b, int bAt, int n, float[] c, int cAt) {
    FloatVector v = FloatVector.broadcast(SPECIES, x);
    int j = 0;
    for (int end = SPECIES.loopBound(n); j < end; j += LANES) {
      v.fma(FloatVector.fromArray(SPECIES, b, bAt + j), FloatVector.fromArray(SPECIES, c, cAt + j)).intoArray(c,
          cAt + j);
    }
    for (; j < n; j++) {
      c[cAt + j] = Math.fma(x, b[bAt + j], c[cAt + j]);
    }
  }

  @Override
  void dot(int k, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, boolean accumulate) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int p = 0;
    for (; p <= k - 4 * LANES; p += 4 * LANES) {
      s0 = FloatVector.fromArray(SPECIES, a, aAt + p).fma(FloatVector.fromArray(SPECIES, b, bAt + p), s0);
      s1 = FloatVector.fromArray(SPECIES, a, aAt + p + LANES).fma(FloatVector.fromArray(SPECIES, b, bAt + p + LANES),
          s1);
      s2 = FloatVector.fromArray(SPECIES, a, aAt + p + 2 * LANES)
          .fma(FloatVector.fromArray(SPECIES, b, bAt + p + 2 * LANES), s2);
      s3 = FloatVector.fromArray(SPECIES, a, aAt + p + 3 * LANES)
          .fma(FloatVector.fromArray(SPECIES, b, bAt + p + 3 * LANES), s3);
    }
    for (; p <= k - LANES; p += LANES) {
      s0 = FloatVector.fromArray(SPECIES, a, aAt + p).fma(FloatVector.fromArray(SPECIES, b, bAt + p), s0);
    }
    // Not reduceLanes: its order, and so the last bit, may differ between interpreted and compiled code.
    float sum = 0;
    for (float lane : s0.add(s1).add(s2.add(s3)).toArray()) {
      sum += lane;
    }
    for (; p < k; p++) {
      sum = Math.fma(a[aAt + p], b[bAt + p], sum);
    }
    c[cAt] = accumulate ? c[cAt] + sum : sum;
  }

  @Override
  void panel(float[] src, int at, int[] shifts, int from, int k, int[] runs, float[] dst, int to) {
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
  private static void lanes(float[] src, int at, int[] shifts, int from, int k, float[] dst, int to) {
    for (int p = 0; p < k; p++) {
      FloatVector.fromArray(SPECIES, src, at + shifts[from + p]).intoArray(dst, to + p * COLS);
    }
  }

  /** The lanes from {@code first} on of one vector of each line of a panel. */
  private static void lastLanes(float[] src, int at, int[] shifts, int from, int k, float[] dst, int to, int first) {
    VectorMask<Float> mask = VectorMask.fromLong(SPECIES, -1L << first);
    for (int p = 0; p < k; p++) {
      FloatVector.fromArray(SPECIES, src, at + shifts[from + p]).intoArray(dst, to + p * COLS, mask);
    }
  }
}
