package dev.nabla.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The inner loops for {@code float} through the Vector API; see Note [Twins]. */
final class FloatSimdTiles extends FloatTiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int COLS = 2 * LANES;

  // Note [Rows of a tile]
  // A tile of r rows keeps 2r sums, 2 columns and 1 factor in vector registers. Where there are 32 registers (512-bit
  // vectors, ARM), twelve rows: each line of the panel is loaded for more products than with eight, so it matters less
  // that no array begins at a cache line. Packed as a strip, the factors of a line lie side by side, at one address and
  // fixed distances; left where they lie, they need a register for each row's address, of which there are too few, and
  // the tile is a tenth slower. With eight-row tiles at the end, any number of rows from 8 on is filled up by
  // at most 3. With 16 registers (x86, 256 bits and less) six rows would spill, so five. As WIDE is a constant, the
  // compiler drops the rows not used. One method a size, no calls of our own inside: beyond some size HotSpot stops
  // inlining such calls, and vectors that cross a call are boxed. The rows' positions are computed before the sums are
  // loaded: computed after, HotSpot's code is a fifth slower.
  static final boolean WIDE = SPECIES.vectorBitSize() > 256 || System.getProperty("os.arch").equals("aarch64");

  // See Note [Training].
  private static final Training STRIPS = new Training(FloatSimdTiles::trainStrips);
  private static final Training MOVES = new Training(FloatSimdTiles::trainMoves);
  private static final Training ROWS = new Training(FloatSimdTiles::trainRows);
  private static final Training PANELS = new Training(FloatSimdTiles::trainPanels);

  FloatSimdTiles() {
    super(WIDE ? 12 : 5, COLS, true);
  }

  /** Waits until the vector loops are in use; for tests and timings. */
  @Override
  void awaitTraining() throws InterruptedException {
    STRIPS.await();
    MOVES.await();
    ROWS.await();
    PANELS.await();
  }

  static void trainStrips() {
    float[] a = new float[4096];
    float[] b = new float[4096];
    float[] c = new float[4096];
    if (WIDE) {
      Training.train((k, i) -> FloatStrips.twelve(k, a, 0, b, 0, COLS, c, 0, COLS + (i & 1), (i & 1) != 0), 12 * COLS);
    }
    Training.train((k, i) -> FloatStrips.fiveOrEight(k, a, 0, b, 0, COLS, c, 0, COLS + (i & 1), (i & 1) != 0),
        5 * COLS);
  }

  static void trainMoves() {
    float[] a = new float[4096];
    float[] b = new float[4096];
    Training.train((k, i) -> FloatMoves.transpose(a, 0, 64, LANES, Math.max(k, LANES), b, 0, COLS), 4 * LANES);
    Training.train((k, i) -> FloatMoves.lines(a, 0, LANES, k, LANES - (i & 1), b, 0, COLS), 4 * LANES);
  }

  static void trainRows() {
    float[] a = new float[4096];
    float[] b = new float[4096];
    float[] c = new float[4096];
    int[] rowAt = new int[12];
    Arrays.setAll(rowAt, i -> i * 64);
    if (WIDE) {
      Training.train((k, i) -> twelve(k, a, i & 1, rowAt, 0, b, 0, COLS, c, 0, COLS, (i & 1) != 0), 12 * COLS);
    }
    Training.train((k, i) -> fiveOrEight(k, a, i & 1, rowAt, 0, b, 0, COLS, c, 0, COLS, (i & 1) != 0), 5 * COLS);
  }

  static void trainPanels() {
    float[] a = new float[4096];
    float[] b = new float[4096];
    float[] c = new float[4096];
    int[] shifts = new int[64];
    Training.train((k, i) -> lanes(a, 0, shifts, 0, k, b, i & 1), 4 * LANES);
    Training.train((k, i) -> lanes(a, 0, LANES, 1 + (i & 1), shifts, 0, k, b, 0), 4 * LANES);
    Training.train((k, i) -> lastLanes(a, 0, shifts, 0, k, b, 0, 1 + (i & 1)), 4 * LANES);
    Training.train((k, i) -> combineFour(a, 0, b, 0, shifts, 0, k * LANES + (i & 1), c, 0), 4 * LANES);
    Training.train((k, i) -> combineOne(a[0], b, 0, k * LANES + (i & 1), c, 0), 4 * LANES);
  }

  @Override
  int height(int left) {
    return WIDE && (left <= 8 || left > 12 && left <= 16) ? 8 : rows;
  }

  @Override
  void strip(int height, int k, float[] a, int aAt, float[] b, int bAt, int bStep, float[] c, int cAt, int cStep,
      boolean accumulate) {
    if (!STRIPS.isReady()) {
      super.strip(height, k, a, aAt, b, bAt, bStep, c, cAt, cStep, accumulate);
    } else if (height == 12) {
      FloatStrips.twelve(k, a, aAt, b, bAt, bStep, c, cAt, cStep, accumulate);
    } else {
      FloatStrips.fiveOrEight(k, a, aAt, b, bAt, bStep, c, cAt, cStep, accumulate);
    }
  }

  @Override
  void tile(int height, int k, float[] a, int aAt, int[] rowAt, int r, float[] b, int bAt, int bStep, float[] c,
      int cAt,
      int cStep, boolean accumulate) {
    if (!ROWS.isReady()) {
      super.tile(height, k, a, aAt, rowAt, r, b, bAt, bStep, c, cAt, cStep, accumulate);
    } else if (height == 12) {
      twelve(k, a, aAt, rowAt, r, b, bAt, bStep, c, cAt, cStep, accumulate);
    } else {
      fiveOrEight(k, a, aAt, rowAt, r, b, bAt, bStep, c, cAt, cStep, accumulate);
    }
  }

  @Override
  void lines(float[] src, int at, int step, int rows, int n, float[] dst, int to, int toStep) {
    if (!STRIPS.isReady() || !MOVES.isReady()) {
      super.lines(src, at, step, rows, n, dst, to, toStep);
    } else {
      FloatMoves.lines(src, at, step, rows, n, dst, to, toStep);
    }
  }

  @Override
  void transpose(float[] src, int at, int step, int rows, int n, float[] dst, int to, int toStep) {
    if (!STRIPS.isReady() || !MOVES.isReady()) {
      super.transpose(src, at, step, rows, n, dst, to, toStep);
    } else {
      FloatMoves.transpose(src, at, step, rows, n, dst, to, toStep);
    }
  }

  private static void fiveOrEight(int k, float[] a, int aAt, int[] rowAt, int r, float[] b, int bAt, int bStep,
      float[] c, int cAt, int cStep, boolean accumulate) {
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
    int a0 = aAt + rowAt[r + 0];
    int a1 = aAt + rowAt[r + 1];
    int a2 = aAt + rowAt[r + 2];
    int a3 = aAt + rowAt[r + 3];
    int a4 = aAt + rowAt[r + 4];
    int a5 = WIDE ? aAt + rowAt[r + 5] : 0;
    int a6 = WIDE ? aAt + rowAt[r + 6] : 0;
    int a7 = WIDE ? aAt + rowAt[r + 7] : 0;
    int at = bAt;
    for (int p = 0; p < k; p++) {
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
      if (WIDE) {
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
      at += bStep;
    }
    if (accumulate) {
      s00 = s00.add(FloatVector.fromArray(SPECIES, c, cAt));
      s01 = s01.add(FloatVector.fromArray(SPECIES, c, cAt + LANES));
      s10 = s10.add(FloatVector.fromArray(SPECIES, c, cAt + cStep));
      s11 = s11.add(FloatVector.fromArray(SPECIES, c, cAt + cStep + LANES));
      s20 = s20.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * cStep));
      s21 = s21.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * cStep + LANES));
      s30 = s30.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * cStep));
      s31 = s31.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * cStep + LANES));
      s40 = s40.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * cStep));
      s41 = s41.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * cStep + LANES));
      if (WIDE) {
        s50 = s50.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * cStep));
        s51 = s51.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * cStep + LANES));
        s60 = s60.add(FloatVector.fromArray(SPECIES, c, cAt + 6 * cStep));
        s61 = s61.add(FloatVector.fromArray(SPECIES, c, cAt + 6 * cStep + LANES));
        s70 = s70.add(FloatVector.fromArray(SPECIES, c, cAt + 7 * cStep));
        s71 = s71.add(FloatVector.fromArray(SPECIES, c, cAt + 7 * cStep + LANES));
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
    if (WIDE) {
      s50.intoArray(c, cAt + 5 * cStep);
      s51.intoArray(c, cAt + 5 * cStep + LANES);
      s60.intoArray(c, cAt + 6 * cStep);
      s61.intoArray(c, cAt + 6 * cStep + LANES);
      s70.intoArray(c, cAt + 7 * cStep);
      s71.intoArray(c, cAt + 7 * cStep + LANES);
    }
  }

  private static void twelve(int k, float[] a, int aAt, int[] rowAt, int r, float[] b, int bAt, int bStep, float[] c,
      int cAt, int cStep, boolean accumulate) {
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
    FloatVector s80 = zero;
    FloatVector s81 = zero;
    FloatVector s90 = zero;
    FloatVector s91 = zero;
    FloatVector s100 = zero;
    FloatVector s101 = zero;
    FloatVector s110 = zero;
    FloatVector s111 = zero;
    int a0 = aAt + rowAt[r + 0];
    int a1 = aAt + rowAt[r + 1];
    int a2 = aAt + rowAt[r + 2];
    int a3 = aAt + rowAt[r + 3];
    int a4 = aAt + rowAt[r + 4];
    int a5 = aAt + rowAt[r + 5];
    int a6 = aAt + rowAt[r + 6];
    int a7 = aAt + rowAt[r + 7];
    int a8 = aAt + rowAt[r + 8];
    int a9 = aAt + rowAt[r + 9];
    int a10 = aAt + rowAt[r + 10];
    int a11 = aAt + rowAt[r + 11];
    int at = bAt;
    for (int p = 0; p < k; p++) {
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
      x = FloatVector.broadcast(SPECIES, a[a5 + p]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      x = FloatVector.broadcast(SPECIES, a[a6 + p]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = FloatVector.broadcast(SPECIES, a[a7 + p]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
      x = FloatVector.broadcast(SPECIES, a[a8 + p]);
      s80 = x.fma(b0, s80);
      s81 = x.fma(b1, s81);
      x = FloatVector.broadcast(SPECIES, a[a9 + p]);
      s90 = x.fma(b0, s90);
      s91 = x.fma(b1, s91);
      x = FloatVector.broadcast(SPECIES, a[a10 + p]);
      s100 = x.fma(b0, s100);
      s101 = x.fma(b1, s101);
      x = FloatVector.broadcast(SPECIES, a[a11 + p]);
      s110 = x.fma(b0, s110);
      s111 = x.fma(b1, s111);
      at += bStep;
    }
    if (accumulate) {
      s00 = s00.add(FloatVector.fromArray(SPECIES, c, cAt));
      s01 = s01.add(FloatVector.fromArray(SPECIES, c, cAt + LANES));
      s10 = s10.add(FloatVector.fromArray(SPECIES, c, cAt + cStep));
      s11 = s11.add(FloatVector.fromArray(SPECIES, c, cAt + cStep + LANES));
      s20 = s20.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * cStep));
      s21 = s21.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * cStep + LANES));
      s30 = s30.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * cStep));
      s31 = s31.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * cStep + LANES));
      s40 = s40.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * cStep));
      s41 = s41.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * cStep + LANES));
      s50 = s50.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * cStep));
      s51 = s51.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * cStep + LANES));
      s60 = s60.add(FloatVector.fromArray(SPECIES, c, cAt + 6 * cStep));
      s61 = s61.add(FloatVector.fromArray(SPECIES, c, cAt + 6 * cStep + LANES));
      s70 = s70.add(FloatVector.fromArray(SPECIES, c, cAt + 7 * cStep));
      s71 = s71.add(FloatVector.fromArray(SPECIES, c, cAt + 7 * cStep + LANES));
      s80 = s80.add(FloatVector.fromArray(SPECIES, c, cAt + 8 * cStep));
      s81 = s81.add(FloatVector.fromArray(SPECIES, c, cAt + 8 * cStep + LANES));
      s90 = s90.add(FloatVector.fromArray(SPECIES, c, cAt + 9 * cStep));
      s91 = s91.add(FloatVector.fromArray(SPECIES, c, cAt + 9 * cStep + LANES));
      s100 = s100.add(FloatVector.fromArray(SPECIES, c, cAt + 10 * cStep));
      s101 = s101.add(FloatVector.fromArray(SPECIES, c, cAt + 10 * cStep + LANES));
      s110 = s110.add(FloatVector.fromArray(SPECIES, c, cAt + 11 * cStep));
      s111 = s111.add(FloatVector.fromArray(SPECIES, c, cAt + 11 * cStep + LANES));
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
    s50.intoArray(c, cAt + 5 * cStep);
    s51.intoArray(c, cAt + 5 * cStep + LANES);
    s60.intoArray(c, cAt + 6 * cStep);
    s61.intoArray(c, cAt + 6 * cStep + LANES);
    s70.intoArray(c, cAt + 7 * cStep);
    s71.intoArray(c, cAt + 7 * cStep + LANES);
    s80.intoArray(c, cAt + 8 * cStep);
    s81.intoArray(c, cAt + 8 * cStep + LANES);
    s90.intoArray(c, cAt + 9 * cStep);
    s91.intoArray(c, cAt + 9 * cStep + LANES);
    s100.intoArray(c, cAt + 10 * cStep);
    s101.intoArray(c, cAt + 10 * cStep + LANES);
    s110.intoArray(c, cAt + 11 * cStep);
    s111.intoArray(c, cAt + 11 * cStep + LANES);
  }

  @Override
  void combine(int k, float[] a, int aAt, float[] b, int bAt, int[] shifts, int n, float[] c, int cAt) {
    if (!PANELS.isReady()) {
      super.combine(k, a, aAt, b, bAt, shifts, n, c, cAt);
      return;
    }
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
    if (!PANELS.isReady()) {
      super.panel(src, at, shifts, from, k, runs, dst, to);
      return;
    }
    int r = 0;
    for (int lane = 0; lane < COLS; lane += LANES) {
      while (r + 2 < runs.length && runs[r + 2] <= lane) {
        r += 2;
      }
      int first = at + runs[r + 1] + lane;
      if (r + 2 == runs.length || runs[r + 2] >= lane + LANES) {
        lanes(src, first, shifts, from, k, dst, to + lane);
        continue;
      }
      lanes(src, first, at + runs[r + 3] + lane, runs[r + 2] - lane, shifts, from, k, dst, to + lane);
      for (r += 2; r + 2 < runs.length && runs[r + 2] < lane + LANES; r += 2) {
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

  /** One vector of each line of a panel, whose lanes from {@code second} on come from elsewhere. */
  private static void lanes(float[] src, int at, int then, int second, int[] shifts, int from, int k, float[] dst,
      int to) {
    VectorMask<Float> mask = VectorMask.fromLong(SPECIES, -1L << second);
    for (int p = 0; p < k; p++) {
      FloatVector head = FloatVector.fromArray(SPECIES, src, at + shifts[from + p]);
      head.blend(FloatVector.fromArray(SPECIES, src, then + shifts[from + p]), mask).intoArray(dst, to + p * COLS);
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
