package dev.nabla.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of {@code float} products through the Vector API whose left rows are packed as a strip; see Note [Rows of a
 * tile] and Note [Twins].
 */
final class FloatStrips {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final boolean WIDE = FloatSimdTiles.WIDE;

  /** Rows of the shorter strip. */
  private static final int SHORT = WIDE ? 8 : 5;

  private FloatStrips() {}

  /** Twelve rows; only where there are 32 vector registers. */
  static void twelve(int k, float[] a, int aAt, float[] b, int bAt, int bStep, float[] c, int cAt, int cStep,
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
    FloatVector s80 = zero;
    FloatVector s81 = zero;
    FloatVector s90 = zero;
    FloatVector s91 = zero;
    FloatVector s100 = zero;
    FloatVector s101 = zero;
    FloatVector s110 = zero;
    FloatVector s111 = zero;
    int at = bAt;
    for (int p = 0; p < k; p++) {
      int q = aAt + p * 12;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[q]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[q + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = FloatVector.broadcast(SPECIES, a[q + 2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[q + 3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      x = FloatVector.broadcast(SPECIES, a[q + 4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = FloatVector.broadcast(SPECIES, a[q + 5]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      x = FloatVector.broadcast(SPECIES, a[q + 6]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = FloatVector.broadcast(SPECIES, a[q + 7]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
      x = FloatVector.broadcast(SPECIES, a[q + 8]);
      s80 = x.fma(b0, s80);
      s81 = x.fma(b1, s81);
      x = FloatVector.broadcast(SPECIES, a[q + 9]);
      s90 = x.fma(b0, s90);
      s91 = x.fma(b1, s91);
      x = FloatVector.broadcast(SPECIES, a[q + 10]);
      s100 = x.fma(b0, s100);
      s101 = x.fma(b1, s101);
      x = FloatVector.broadcast(SPECIES, a[q + 11]);
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

  /** Eight rows, or five where there are 16 vector registers. */
  static void fiveOrEight(int k, float[] a, int aAt, float[] b, int bAt, int bStep, float[] c, int cAt, int cStep,
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
    int at = bAt;
    for (int p = 0; p < k; p++) {
      int q = aAt + p * SHORT;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[q]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[q + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = FloatVector.broadcast(SPECIES, a[q + 2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[q + 3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      x = FloatVector.broadcast(SPECIES, a[q + 4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      if (WIDE) {
        x = FloatVector.broadcast(SPECIES, a[q + 5]);
        s50 = x.fma(b0, s50);
        s51 = x.fma(b1, s51);
        x = FloatVector.broadcast(SPECIES, a[q + 6]);
        s60 = x.fma(b0, s60);
        s61 = x.fma(b1, s61);
        x = FloatVector.broadcast(SPECIES, a[q + 7]);
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
}
