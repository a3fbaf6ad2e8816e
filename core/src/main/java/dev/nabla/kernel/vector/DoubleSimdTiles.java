package dev.nabla.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The inner loops for float64 through the Vector API. {@link DoubleSimdTiles} is the same for float32. */
final class DoubleSimdTiles extends DoubleTiles {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
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
  private static final Training STRIPS = new Training(DoubleSimdTiles::trainStrips);
  private static final Training MOVES = new Training(DoubleSimdTiles::trainMoves);
  private static final Training ROWS = new Training(DoubleSimdTiles::trainRows);
  private static final Training PANELS = new Training(DoubleSimdTiles::trainPanels);

  DoubleSimdTiles() {
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
    double[] a = new double[4096];
    double[] b = new double[4096];
    double[] c = new double[4096];
    if (WIDE) {
      Training.train((k, i) -> DoubleStrips.twelve(k, a, 0, b, 0, COLS, c, 0, COLS + (i & 1), (i & 1) != 0), 12 * COLS);
    }
    Training.train((k, i) -> DoubleStrips.fiveOrEight(k, a, 0, b, 0, COLS, c, 0, COLS + (i & 1), (i & 1) != 0),
        5 * COLS);
  }

  static void trainMoves() {
    double[] a = new double[4096];
    double[] b = new double[4096];
    Training.train((k, i) -> DoubleMoves.transpose(a, 0, 64, LANES, Math.max(k, LANES), b, 0, COLS), 4 * LANES);
    Training.train((k, i) -> DoubleMoves.lines(a, 0, LANES, k, LANES - (i & 1), b, 0, COLS), 4 * LANES);
  }

  static void trainRows() {
    double[] a = new double[4096];
    double[] b = new double[4096];
    double[] c = new double[4096];
    int[] rowAt = new int[12];
    Arrays.setAll(rowAt, i -> i * 64);
    if (WIDE) {
      Training.train((k, i) -> twelve(k, a, i & 1, rowAt, 0, b, 0, COLS, c, 0, COLS, (i & 1) != 0), 12 * COLS);
    }
    Training.train((k, i) -> fiveOrEight(k, a, i & 1, rowAt, 0, b, 0, COLS, c, 0, COLS, (i & 1) != 0), 5 * COLS);
  }

  static void trainPanels() {
    double[] a = new double[4096];
    double[] b = new double[4096];
    double[] c = new double[4096];
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
  void strip(int height, int k, double[] a, int aAt, double[] b, int bAt, int bStep, double[] c, int cAt, int cStep,
      boolean accumulate) {
    if (!STRIPS.isReady()) {
      super.strip(height, k, a, aAt, b, bAt, bStep, c, cAt, cStep, accumulate);
    } else if (height == 12) {
      DoubleStrips.twelve(k, a, aAt, b, bAt, bStep, c, cAt, cStep, accumulate);
    } else {
      DoubleStrips.fiveOrEight(k, a, aAt, b, bAt, bStep, c, cAt, cStep, accumulate);
    }
  }

  @Override
  void tile(int height, int k, double[] a, int aAt, int[] rowAt, int r, double[] b, int bAt, int bStep, double[] c,
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
  void lines(double[] src, int at, int step, int rows, int n, double[] dst, int to, int toStep) {
    if (!STRIPS.isReady() || !MOVES.isReady()) {
      super.lines(src, at, step, rows, n, dst, to, toStep);
    } else {
      DoubleMoves.lines(src, at, step, rows, n, dst, to, toStep);
    }
  }

  @Override
  void transpose(double[] src, int at, int step, int rows, int n, double[] dst, int to, int toStep) {
    if (!STRIPS.isReady() || !MOVES.isReady()) {
      super.transpose(src, at, step, rows, n, dst, to, toStep);
    } else {
      DoubleMoves.transpose(src, at, step, rows, n, dst, to, toStep);
    }
  }

  private static void fiveOrEight(int k, double[] a, int aAt, int[] rowAt, int r, double[] b, int bAt, int bStep,
      double[] c, int cAt, int cStep, boolean accumulate) {
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
      if (WIDE) {
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
      at += bStep;
    }
    if (accumulate) {
      s00 = s00.add(DoubleVector.fromArray(SPECIES, c, cAt));
      s01 = s01.add(DoubleVector.fromArray(SPECIES, c, cAt + LANES));
      s10 = s10.add(DoubleVector.fromArray(SPECIES, c, cAt + cStep));
      s11 = s11.add(DoubleVector.fromArray(SPECIES, c, cAt + cStep + LANES));
      s20 = s20.add(DoubleVector.fromArray(SPECIES, c, cAt + 2 * cStep));
      s21 = s21.add(DoubleVector.fromArray(SPECIES, c, cAt + 2 * cStep + LANES));
      s30 = s30.add(DoubleVector.fromArray(SPECIES, c, cAt + 3 * cStep));
      s31 = s31.add(DoubleVector.fromArray(SPECIES, c, cAt + 3 * cStep + LANES));
      s40 = s40.add(DoubleVector.fromArray(SPECIES, c, cAt + 4 * cStep));
      s41 = s41.add(DoubleVector.fromArray(SPECIES, c, cAt + 4 * cStep + LANES));
      if (WIDE) {
        s50 = s50.add(DoubleVector.fromArray(SPECIES, c, cAt + 5 * cStep));
        s51 = s51.add(DoubleVector.fromArray(SPECIES, c, cAt + 5 * cStep + LANES));
        s60 = s60.add(DoubleVector.fromArray(SPECIES, c, cAt + 6 * cStep));
        s61 = s61.add(DoubleVector.fromArray(SPECIES, c, cAt + 6 * cStep + LANES));
        s70 = s70.add(DoubleVector.fromArray(SPECIES, c, cAt + 7 * cStep));
        s71 = s71.add(DoubleVector.fromArray(SPECIES, c, cAt + 7 * cStep + LANES));
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

  private static void twelve(int k, double[] a, int aAt, int[] rowAt, int r, double[] b, int bAt, int bStep, double[] c,
      int cAt, int cStep, boolean accumulate) {
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
    DoubleVector s80 = zero;
    DoubleVector s81 = zero;
    DoubleVector s90 = zero;
    DoubleVector s91 = zero;
    DoubleVector s100 = zero;
    DoubleVector s101 = zero;
    DoubleVector s110 = zero;
    DoubleVector s111 = zero;
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
      x = DoubleVector.broadcast(SPECIES, a[a5 + p]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      x = DoubleVector.broadcast(SPECIES, a[a6 + p]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = DoubleVector.broadcast(SPECIES, a[a7 + p]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
      x = DoubleVector.broadcast(SPECIES, a[a8 + p]);
      s80 = x.fma(b0, s80);
      s81 = x.fma(b1, s81);
      x = DoubleVector.broadcast(SPECIES, a[a9 + p]);
      s90 = x.fma(b0, s90);
      s91 = x.fma(b1, s91);
      x = DoubleVector.broadcast(SPECIES, a[a10 + p]);
      s100 = x.fma(b0, s100);
      s101 = x.fma(b1, s101);
      x = DoubleVector.broadcast(SPECIES, a[a11 + p]);
      s110 = x.fma(b0, s110);
      s111 = x.fma(b1, s111);
      at += bStep;
    }
    if (accumulate) {
      s00 = s00.add(DoubleVector.fromArray(SPECIES, c, cAt));
      s01 = s01.add(DoubleVector.fromArray(SPECIES, c, cAt + LANES));
      s10 = s10.add(DoubleVector.fromArray(SPECIES, c, cAt + cStep));
      s11 = s11.add(DoubleVector.fromArray(SPECIES, c, cAt + cStep + LANES));
      s20 = s20.add(DoubleVector.fromArray(SPECIES, c, cAt + 2 * cStep));
      s21 = s21.add(DoubleVector.fromArray(SPECIES, c, cAt + 2 * cStep + LANES));
      s30 = s30.add(DoubleVector.fromArray(SPECIES, c, cAt + 3 * cStep));
      s31 = s31.add(DoubleVector.fromArray(SPECIES, c, cAt + 3 * cStep + LANES));
      s40 = s40.add(DoubleVector.fromArray(SPECIES, c, cAt + 4 * cStep));
      s41 = s41.add(DoubleVector.fromArray(SPECIES, c, cAt + 4 * cStep + LANES));
      s50 = s50.add(DoubleVector.fromArray(SPECIES, c, cAt + 5 * cStep));
      s51 = s51.add(DoubleVector.fromArray(SPECIES, c, cAt + 5 * cStep + LANES));
      s60 = s60.add(DoubleVector.fromArray(SPECIES, c, cAt + 6 * cStep));
      s61 = s61.add(DoubleVector.fromArray(SPECIES, c, cAt + 6 * cStep + LANES));
      s70 = s70.add(DoubleVector.fromArray(SPECIES, c, cAt + 7 * cStep));
      s71 = s71.add(DoubleVector.fromArray(SPECIES, c, cAt + 7 * cStep + LANES));
      s80 = s80.add(DoubleVector.fromArray(SPECIES, c, cAt + 8 * cStep));
      s81 = s81.add(DoubleVector.fromArray(SPECIES, c, cAt + 8 * cStep + LANES));
      s90 = s90.add(DoubleVector.fromArray(SPECIES, c, cAt + 9 * cStep));
      s91 = s91.add(DoubleVector.fromArray(SPECIES, c, cAt + 9 * cStep + LANES));
      s100 = s100.add(DoubleVector.fromArray(SPECIES, c, cAt + 10 * cStep));
      s101 = s101.add(DoubleVector.fromArray(SPECIES, c, cAt + 10 * cStep + LANES));
      s110 = s110.add(DoubleVector.fromArray(SPECIES, c, cAt + 11 * cStep));
      s111 = s111.add(DoubleVector.fromArray(SPECIES, c, cAt + 11 * cStep + LANES));
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
  void combine(int k, double[] a, int aAt, double[] b, int bAt, int[] shifts, int n, double[] c, int cAt) {
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
  private static void lanes(double[] src, int at, int[] shifts, int from, int k, double[] dst, int to) {
    for (int p = 0; p < k; p++) {
      DoubleVector.fromArray(SPECIES, src, at + shifts[from + p]).intoArray(dst, to + p * COLS);
    }
  }

  /** One vector of each line of a panel, whose lanes from {@code second} on come from elsewhere. */
  private static void lanes(double[] src, int at, int then, int second, int[] shifts, int from, int k, double[] dst,
      int to) {
    VectorMask<Double> mask = VectorMask.fromLong(SPECIES, -1L << second);
    for (int p = 0; p < k; p++) {
      DoubleVector head = DoubleVector.fromArray(SPECIES, src, at + shifts[from + p]);
      head.blend(DoubleVector.fromArray(SPECIES, src, then + shifts[from + p]), mask).intoArray(dst, to + p * COLS);
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
