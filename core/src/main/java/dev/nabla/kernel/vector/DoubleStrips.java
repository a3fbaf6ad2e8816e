package dev.nabla.kernel.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of float64 products through the Vector API whose left rows are packed as a strip; see Note [Rows of a tile].
 * {@link FloatStrips} is the same for float32.
 */
final class DoubleStrips {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final boolean WIDE = DoubleSimdTiles.WIDE;

  /** Rows of the shorter strip. */
  private static final int SHORT = WIDE ? 8 : 5;

  private DoubleStrips() {}

  /** Twelve rows; only where there are 32 vector registers. */
  static void twelve(int k, double[] a, int aAt, double[] b, int bAt, int bStep, double[] c, int cAt, int cStep,
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
    DoubleVector s80 = zero;
    DoubleVector s81 = zero;
    DoubleVector s90 = zero;
    DoubleVector s91 = zero;
    DoubleVector s100 = zero;
    DoubleVector s101 = zero;
    DoubleVector s110 = zero;
    DoubleVector s111 = zero;
    int at = bAt;
    for (int p = 0; p < k; p++) {
      int q = aAt + p * 12;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, at);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, at + LANES);
      DoubleVector x = DoubleVector.broadcast(SPECIES, a[q]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = DoubleVector.broadcast(SPECIES, a[q + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = DoubleVector.broadcast(SPECIES, a[q + 2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = DoubleVector.broadcast(SPECIES, a[q + 3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      x = DoubleVector.broadcast(SPECIES, a[q + 4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = DoubleVector.broadcast(SPECIES, a[q + 5]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      x = DoubleVector.broadcast(SPECIES, a[q + 6]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = DoubleVector.broadcast(SPECIES, a[q + 7]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
      x = DoubleVector.broadcast(SPECIES, a[q + 8]);
      s80 = x.fma(b0, s80);
      s81 = x.fma(b1, s81);
      x = DoubleVector.broadcast(SPECIES, a[q + 9]);
      s90 = x.fma(b0, s90);
      s91 = x.fma(b1, s91);
      x = DoubleVector.broadcast(SPECIES, a[q + 10]);
      s100 = x.fma(b0, s100);
      s101 = x.fma(b1, s101);
      x = DoubleVector.broadcast(SPECIES, a[q + 11]);
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

  /** Eight rows, or five where there are 16 vector registers. */
  static void fiveOrEight(int k, double[] a, int aAt, double[] b, int bAt, int bStep, double[] c, int cAt, int cStep,
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
    int at = bAt;
    for (int p = 0; p < k; p++) {
      int q = aAt + p * SHORT;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, at);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, at + LANES);
      DoubleVector x = DoubleVector.broadcast(SPECIES, a[q]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = DoubleVector.broadcast(SPECIES, a[q + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = DoubleVector.broadcast(SPECIES, a[q + 2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = DoubleVector.broadcast(SPECIES, a[q + 3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      x = DoubleVector.broadcast(SPECIES, a[q + 4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      if (WIDE) {
        x = DoubleVector.broadcast(SPECIES, a[q + 5]);
        s50 = x.fma(b0, s50);
        s51 = x.fma(b1, s51);
        x = DoubleVector.broadcast(SPECIES, a[q + 6]);
        s60 = x.fma(b0, s60);
        s61 = x.fma(b1, s61);
        x = DoubleVector.broadcast(SPECIES, a[q + 7]);
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
}
