package dev.nabla.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies of matrices of {@code float} through the Vector API; see Note [Twins].
 *
 * <p>Note [Transposing in registers]: of as many rows as a vector has lanes, one vector each is loaded; then neighbours
 * at distance 1, 2 and 4 exchange the lanes that stand on the wrong side, as in a butterfly. After that each vector
 * holds one line of the result.
 */
final class FloatMoves {
  private static final VectorSpecies<Float> WHOLE = FloatVector.SPECIES_PREFERRED;

  /** Vectors of at most eight lanes: beyond that, the method is too large for HotSpot's compilers. */
  private static final VectorSpecies<Float> SPECIES = WHOLE
      .withShape(VectorShape.forBitSize(Math.min(WHOLE.vectorBitSize(), 8 * Float.SIZE)));

  private static final int LANES = SPECIES.length();

  private static final VectorShuffle<Float> UP1 = rotation(-1);
  private static final VectorShuffle<Float> UP2 = rotation(-2);
  private static final VectorShuffle<Float> UP4 = rotation(-4);
  private static final VectorShuffle<Float> DOWN1 = rotation(1);
  private static final VectorShuffle<Float> DOWN2 = rotation(2);
  private static final VectorShuffle<Float> DOWN4 = rotation(4);
  private static final VectorMask<Float> ODD1 = VectorMask.fromLong(SPECIES, 0xAA & lanes(LANES));
  private static final VectorMask<Float> ODD2 = VectorMask.fromLong(SPECIES, 0xCC & lanes(LANES));
  private static final VectorMask<Float> ODD4 = VectorMask.fromLong(SPECIES, 0xF0 & lanes(LANES));

  private FloatMoves() {}

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(SPECIES, i -> i + by & LANES - 1);
  }

  private static long lanes(int n) {
    return (1L << n) - 1;
  }

  /** {@code dst[to + i·toStep + j] = src[at + i·step + j]} for i below {@code rows} and j below n. */
  static void lines(float[] src, int at, int step, int rows, int n, float[] dst, int to, int toStep) {
    if (n == 2 * WHOLE.length()) {
      for (int i = 0; i < rows; i++) {
        FloatVector v = FloatVector.fromArray(WHOLE, src, at + i * step);
        FloatVector.fromArray(WHOLE, src, at + i * step + WHOLE.length()).intoArray(dst,
            to + i * toStep + WHOLE.length());
        v.intoArray(dst, to + i * toStep);
      }
      return;
    }
    if (n > 8 * WHOLE.length()) {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(src, at + i * step, dst, to + i * toStep, n);
      }
      return;
    }
    int j = 0;
    for (; j <= n - WHOLE.length(); j += WHOLE.length()) {
      for (int i = 0; i < rows; i++) {
        FloatVector.fromArray(WHOLE, src, at + i * step + j).intoArray(dst, to + i * toStep + j);
      }
    }
    if (j < n) {
      VectorMask<Float> rest = VectorMask.fromLong(WHOLE, lanes(n - j));
      for (int i = 0; i < rows; i++) {
        FloatVector.fromArray(WHOLE, src, at + i * step + j, rest).intoArray(dst, to + i * toStep + j, rest);
      }
    }
  }

  /** {@code dst[to + p·toStep + i] = src[at + i·step + p]} for i below {@code rows} and p below n. */
  static void transpose(float[] src, int at, int step, int rows, int n, float[] dst, int to, int toStep) {
    if (n < LANES || LANES < 4) {
      single(src, at, step, rows, n, dst, to, toStep);
      return;
    }
    int i = 0;
    for (; i <= rows - LANES / 2; i += LANES) {
      band(src, at + i * step, step, Math.min(LANES, rows - i), n, dst, to + i, toStep);
    }
    if (i < rows) {
      single(src, at + i * step, step, rows - i, n, dst, to + i, toStep);
    }
  }

  private static void single(float[] src, int at, int step, int rows, int n, float[] dst, int to, int toStep) {
    for (int i = 0; i < rows; i++) {
      for (int p = 0; p < n; p++) {
        dst[to + p * toStep + i] = src[at + i * step + p];
      }
    }
  }

  /**
   * Transposes up to as many rows as a vector has lanes. The last vectors overlap those before, so that none is partly filled.
   */
  private static void band(float[] src, int at, int step, int rows, int n, float[] dst, int to, int toStep) {
    VectorMask<Float> valid = VectorMask.fromLong(SPECIES, lanes(rows));
    int last = rows - 1;
    int a1 = Math.min(1, last) * step;
    int a2 = Math.min(2, last) * step;
    int a3 = Math.min(3, last) * step;
    int a4 = Math.min(4, last) * step;
    int a5 = Math.min(5, last) * step;
    int a6 = Math.min(6, last) * step;
    int a7 = Math.min(7, last) * step;
    for (int next = 0; next < n; next += LANES) {
      int p = Math.min(next, n - LANES);
      int from = at + p;
      FloatVector r0 = FloatVector.fromArray(SPECIES, src, from);
      FloatVector r1 = FloatVector.fromArray(SPECIES, src, from + a1);
      FloatVector r2 = FloatVector.fromArray(SPECIES, src, from + a2);
      FloatVector r3 = FloatVector.fromArray(SPECIES, src, from + a3);
      FloatVector r4 = LANES > 4 ? FloatVector.fromArray(SPECIES, src, from + a4) : r0;
      FloatVector r5 = LANES > 4 ? FloatVector.fromArray(SPECIES, src, from + a5) : r0;
      FloatVector r6 = LANES > 4 ? FloatVector.fromArray(SPECIES, src, from + a6) : r0;
      FloatVector r7 = LANES > 4 ? FloatVector.fromArray(SPECIES, src, from + a7) : r0;
      FloatVector u;
      u = r0.blend(r1.rearrange(UP1), ODD1);
      r1 = r0.rearrange(DOWN1).blend(r1, ODD1);
      r0 = u;
      u = r2.blend(r3.rearrange(UP1), ODD1);
      r3 = r2.rearrange(DOWN1).blend(r3, ODD1);
      r2 = u;
      if (LANES > 4) {
        u = r4.blend(r5.rearrange(UP1), ODD1);
        r5 = r4.rearrange(DOWN1).blend(r5, ODD1);
        r4 = u;
        u = r6.blend(r7.rearrange(UP1), ODD1);
        r7 = r6.rearrange(DOWN1).blend(r7, ODD1);
        r6 = u;
      }
      u = r0.blend(r2.rearrange(UP2), ODD2);
      r2 = r0.rearrange(DOWN2).blend(r2, ODD2);
      r0 = u;
      u = r1.blend(r3.rearrange(UP2), ODD2);
      r3 = r1.rearrange(DOWN2).blend(r3, ODD2);
      r1 = u;
      if (LANES > 4) {
        u = r4.blend(r6.rearrange(UP2), ODD2);
        r6 = r4.rearrange(DOWN2).blend(r6, ODD2);
        r4 = u;
        u = r5.blend(r7.rearrange(UP2), ODD2);
        r7 = r5.rearrange(DOWN2).blend(r7, ODD2);
        r5 = u;
      }
      if (LANES > 4) {
        u = r0.blend(r4.rearrange(UP4), ODD4);
        r4 = r0.rearrange(DOWN4).blend(r4, ODD4);
        r0 = u;
        u = r1.blend(r5.rearrange(UP4), ODD4);
        r5 = r1.rearrange(DOWN4).blend(r5, ODD4);
        r1 = u;
        u = r2.blend(r6.rearrange(UP4), ODD4);
        r6 = r2.rearrange(DOWN4).blend(r6, ODD4);
        r2 = u;
        u = r3.blend(r7.rearrange(UP4), ODD4);
        r7 = r3.rearrange(DOWN4).blend(r7, ODD4);
        r3 = u;
      }
      int line = to + p * toStep;
      r0.intoArray(dst, line, valid);
      r1.intoArray(dst, line + toStep, valid);
      r2.intoArray(dst, line + 2 * toStep, valid);
      r3.intoArray(dst, line + 3 * toStep, valid);
      if (LANES > 4) {
        r4.intoArray(dst, line + 4 * toStep, valid);
        r5.intoArray(dst, line + 5 * toStep, valid);
        r6.intoArray(dst, line + 6 * toStep, valid);
        r7.intoArray(dst, line + 7 * toStep, valid);
      }
    }
  }
}
