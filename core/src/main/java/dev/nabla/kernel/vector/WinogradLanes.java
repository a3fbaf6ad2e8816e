package dev.nabla.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transforms of {@link Winograd} through the Vector API: each works on as many channels at once as a vector has
 * lanes. A <em>strip</em> holds some channels of an image, position after position, for each position all channels.
 */
final class WinogradLanes {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();
  private static final int VALUES = 36;

  // Note [Winograd's points]
  // A tile of 4x4 results is found from a polynomial's values at 0, ±A, ±B and infinity on each axis. The points set the
  // error: 5/8 and 3/2 give a third of that of the usual 1 and 2, and all constants of the input and output transforms
  // are exact in float32; see docs/decisions/winograd.md.
  static final float A = 0.625f;
  static final float B = 1.5f;
  static final float A2 = A * A;
  static final float B2 = B * B;
  static final float A3 = A2 * A;
  static final float B3 = B2 * B;
  static final float AB = A2 * B2;
  static final float SUM = A2 + B2;
  static final float G0 = (float) (1 / (0.625 * 0.625 * 1.5 * 1.5));
  static final float GA = (float) (1 / (2 * 0.625 * 0.625 * (0.625 * 0.625 - 1.5 * 1.5)));
  static final float GB = (float) (1 / (2 * 1.5 * 1.5 * (1.5 * 1.5 - 0.625 * 0.625)));

  /** The places of one channel in {@link #LANES} positions of a strip. */
  private static final int[] APART = new int[LANES];

  static {
    Arrays.setAll(APART, i -> i * LANES);
  }

  private WinogradLanes() {}

  // See Note [Training].

  static void trainSource() {
    float[] a = new float[64 * LANES];
    float[] b = new float[64 * LANES];
    float[] work = new float[VALUES * LANES];
    int[] index = new int[LANES];
    Training.train((k, i) -> interleave(a, 0, 1, index, Math.min(k, 16), b, 0, LANES), 16 * LANES);
    Training.train((k, i) -> source(a, 0, 6 * LANES, 1, LANES, work, b, 0, LANES, LANES), 16 * LANES);
  }

  static void trainResult() {
    float[] a = new float[64 * LANES];
    float[] b = new float[64 * LANES];
    float[] work = new float[VALUES * LANES];
    Training.train((k, i) -> result(a, 0, LANES, LANES, 1, a, 0, work, b, 0, 4 * LANES), 16 * LANES);
    Training.train((k, i) -> pick(a, 0, LANES + (k & 7), b, 0, 1 + (i & 1)), 2 * LANES);
  }

  static void trainTarget() {
    float[] a = new float[64 * LANES];
    float[] b = new float[64 * LANES];
    float[] work = new float[VALUES * LANES];
    Training.train((k, i) -> target(a, 0, 6 * LANES, 1, LANES, work, b, 0, LANES, LANES), 16 * LANES);
  }

  static void trainWeight() {
    float[] a = new float[64 * LANES];
    float[] b = new float[64 * LANES];
    float[] work = new float[VALUES * LANES];
    int[] index = new int[LANES];
    int[] taps = new int[9];
    Training.train((k, i) -> weight(a, 0, index, taps, work, b, 0, LANES), 16 * LANES);
  }

  static void trainTaps() {
    float[] a = new float[64 * LANES];
    float[] b = new float[64 * LANES];
    float[] work = new float[VALUES * LANES];
    Training.train((k, i) -> taps(a, 0, LANES, work, b, 0), 16 * LANES);
  }

  private static FloatVector load(float[] a, int at) {
    return FloatVector.fromArray(SPECIES, a, at);
  }

  /**
   * {@code dst[to + i·dstStep + l] = src[at + i·step + lanes[l]]} for i from 0 to n and all {@code lanes}, whose number
   * is a multiple of {@link #LANES}.
   */
  static void interleave(float[] src, int at, int step, int[] lanes, int n, float[] dst, int to, int dstStep) {
    for (int l = 0; l < lanes.length; l += LANES) {
      for (int i = 0; i < n; i++) {
        FloatVector.fromArray(SPECIES, src, at + i * step, lanes, l).intoArray(dst, to + i * dstStep + l);
      }
    }
  }

  /** {@code dst[to + i·step] = src[at + i·LANES]} for i from 0 to n: one channel of a strip. */
  static void pick(float[] src, int at, int n, float[] dst, int to, int step) {
    int i = 0;
    if (step == 1) {
      for (int end = SPECIES.loopBound(n); i < end; i += LANES) {
        FloatVector.fromArray(SPECIES, src, at + i * LANES, APART, 0).intoArray(dst, to + i);
      }
    }
    for (; i < n; i++) {
      dst[to + i * step] = src[at + i * LANES];
    }
  }

  /**
   * Transforms the source of a row of {@code tiles} tiles, 6x6 positions each, 4 apart, for {@code channels} channels, a
   * multiple of {@link #LANES}. Value f of tile j goes to {@code out[to + j·tileStep + f·step]}.
   */
  static void source(float[] strip, int at, int pitch, int tiles, int channels, float[] work, float[] out, int to,
      int tileStep, int step) {
    FloatVector minusA2 = vector(-A2);
    FloatVector minusB2 = vector(-B2);
    FloatVector sum = vector(-SUM);
    FloatVector ab = vector(AB);
    for (int j = 0; j < tiles; j++) {
      for (int l = 0; l < channels; l += LANES) {
        int from = at + j * 4 * channels + l;
        for (int c = 0; c < 6; c++) {
          int p = from + c * channels;
          int q = c * LANES;
          FloatVector d1 = load(strip, p + pitch);
          FloatVector d2 = load(strip, p + 2 * pitch);
          FloatVector d3 = load(strip, p + 3 * pitch);
          FloatVector d4 = load(strip, p + 4 * pitch);
          ab.fma(load(strip, p), sum.fma(d2, d4)).intoArray(work, q);
          FloatVector even = minusB2.fma(d2, d4);
          FloatVector odd = minusB2.fma(d1, d3).mul(A);
          even.add(odd).intoArray(work, q + 6 * LANES);
          even.sub(odd).intoArray(work, q + 12 * LANES);
          even = minusA2.fma(d2, d4);
          odd = minusA2.fma(d1, d3).mul(B);
          even.add(odd).intoArray(work, q + 18 * LANES);
          even.sub(odd).intoArray(work, q + 24 * LANES);
          ab.fma(d1, sum.fma(d3, load(strip, p + 5 * pitch))).intoArray(work, q + 30 * LANES);
        }
        for (int r = 0; r < 6; r++) {
          int p = r * 6 * LANES;
          int q = to + j * tileStep + l + r * 6 * step;
          FloatVector d1 = load(work, p + LANES);
          FloatVector d2 = load(work, p + 2 * LANES);
          FloatVector d3 = load(work, p + 3 * LANES);
          FloatVector d4 = load(work, p + 4 * LANES);
          ab.fma(load(work, p), sum.fma(d2, d4)).intoArray(out, q);
          FloatVector even = minusB2.fma(d2, d4);
          FloatVector odd = minusB2.fma(d1, d3).mul(A);
          even.add(odd).intoArray(out, q + step);
          even.sub(odd).intoArray(out, q + 2 * step);
          even = minusA2.fma(d2, d4);
          odd = minusA2.fma(d1, d3).mul(B);
          even.add(odd).intoArray(out, q + 3 * step);
          even.sub(odd).intoArray(out, q + 4 * step);
          ab.fma(d1, sum.fma(d3, load(work, p + 5 * LANES))).intoArray(out, q + 5 * step);
        }
      }
    }
  }

  private static FloatVector vector(float x) {
    return FloatVector.broadcast(SPECIES, x);
  }

  /**
   * The results of a row of tiles, 4x4 positions each, from their values: value f of tile j lies at {@code in[at +
   * j·tileStep + f·step]}. Adds the vector at {@code bias}. The strip's rows are {@code pitch} apart.
   *
   * @return 0 if all results are finite, else NaN
   */
  static float result(float[] in, int at, int tileStep, int step, int tiles, float[] bias, int biasAt, float[] work,
      float[] strip, int to, int pitch) {
    FloatVector start = load(bias, biasAt);
    FloatVector check = FloatVector.zero(SPECIES);
    for (int j = 0; j < tiles; j++) {
      for (int c = 0; c < 6; c++) {
        int p = at + j * tileStep + c * step;
        FloatVector m1 = load(in, p + 6 * step);
        FloatVector m2 = load(in, p + 12 * step);
        FloatVector m3 = load(in, p + 18 * step);
        FloatVector m4 = load(in, p + 24 * step);
        FloatVector plusA = m1.add(m2);
        FloatVector minusA = m1.sub(m2);
        FloatVector plusB = m3.add(m4);
        FloatVector minusB = m3.sub(m4);
        int q = c * LANES;
        load(in, p).add(plusA).add(plusB).intoArray(work, q);
        minusB.mul(B).add(minusA.mul(A)).intoArray(work, q + 6 * LANES);
        plusB.mul(B2).add(plusA.mul(A2)).intoArray(work, q + 12 * LANES);
        minusB.fma(vector(B3), minusA.fma(vector(A3), load(in, p + 30 * step))).intoArray(work, q + 18 * LANES);
      }
      for (int r = 0; r < 4; r++) {
        int p = r * 6 * LANES;
        FloatVector m1 = load(work, p + LANES);
        FloatVector m2 = load(work, p + 2 * LANES);
        FloatVector m3 = load(work, p + 3 * LANES);
        FloatVector m4 = load(work, p + 4 * LANES);
        FloatVector plusA = m1.add(m2);
        FloatVector minusA = m1.sub(m2);
        FloatVector plusB = m3.add(m4);
        FloatVector minusB = m3.sub(m4);
        FloatVector y0 = load(work, p).add(plusA).add(plusB).add(start);
        FloatVector y1 = minusB.fma(vector(B), minusA.fma(vector(A), start));
        FloatVector y2 = plusB.fma(vector(B2), plusA.fma(vector(A2), start));
        FloatVector y3 = minusB.fma(vector(B3), minusA.fma(vector(A3), load(work, p + 5 * LANES).add(start)));
        int q = to + r * pitch + j * 4 * LANES;
        y0.intoArray(strip, q);
        y1.intoArray(strip, q + LANES);
        y2.intoArray(strip, q + 2 * LANES);
        y3.intoArray(strip, q + 3 * LANES);
        check = y0.mul(0).add(y1.mul(0)).add(y2.mul(0).add(y3.mul(0))).add(check);
      }
    }
    float sum = 0;
    for (float lane : check.toArray()) {
      sum += lane;
    }
    return sum;
  }

  /** The transpose of {@link #result}: from a strip of the destination's cotangents, 4x4 positions a tile, 36 values. */
  static void target(float[] strip, int at, int pitch, int tiles, int channels, float[] work, float[] out, int to,
      int tileStep, int step) {
    for (int j = 0; j < tiles; j++) {
      for (int l = 0; l < channels; l += LANES) {
        int from = at + j * 4 * channels + l;
        for (int c = 0; c < 4; c++) {
          targetLine(strip, from + c * channels, pitch, work, c * LANES, 4 * LANES);
        }
        for (int r = 0; r < 6; r++) {
          targetLine(work, r * 4 * LANES, LANES, out, to + j * tileStep + l + r * 6 * step, step);
        }
      }
    }
  }

  // Lines' transforms hand over arrays, not vectors: a vector that crosses a call which is not inlined is boxed.

  private static void targetLine(float[] in, int at, int apart, float[] out, int to, int step) {
    FloatVector y0 = load(in, at);
    FloatVector y1 = load(in, at + apart);
    FloatVector y2 = load(in, at + 2 * apart);
    FloatVector y3 = load(in, at + 3 * apart);
    y0.intoArray(out, to);
    FloatVector even = y2.fma(vector(A2), y0);
    FloatVector odd = y3.fma(vector(A3), y1.mul(A));
    even.add(odd).intoArray(out, to + step);
    even.sub(odd).intoArray(out, to + 2 * step);
    even = y2.fma(vector(B2), y0);
    odd = y3.fma(vector(B3), y1.mul(B));
    even.add(odd).intoArray(out, to + 3 * step);
    even.sub(odd).intoArray(out, to + 4 * step);
    y3.intoArray(out, to + 5 * step);
  }

  /**
   * Transforms the 3x3 weights of a few channels: tap t lies at {@code src[at + lanes[l] + taps[t]]}; value f goes to
   * {@code out[to + f·step]}.
   */
  static void weight(float[] src, int at, int[] lanes, int[] taps, float[] work, float[] out, int to, int step) {
    int lines = 18 * LANES;
    for (int l = 0; l < lanes.length; l += LANES) {
      for (int k = 0; k < 9; k++) {
        FloatVector.fromArray(SPECIES, src, at + taps[k], lanes, l).intoArray(work, lines + k * LANES);
      }
      for (int c = 0; c < 3; c++) {
        weightLine(work, lines + c * LANES, 3 * LANES, work, c * LANES, 3 * LANES);
      }
      for (int r = 0; r < 6; r++) {
        weightLine(work, r * 3 * LANES, LANES, out, to + l + r * 6 * step, step);
      }
    }
  }

  private static void weightLine(float[] in, int at, int apart, float[] out, int to, int step) {
    FloatVector w0 = load(in, at);
    FloatVector w1 = load(in, at + apart);
    FloatVector w2 = load(in, at + 2 * apart);
    w0.mul(G0).intoArray(out, to);
    FloatVector even = w2.fma(vector(A2), w0);
    FloatVector odd = w1.mul(A);
    even.add(odd).mul(GA).intoArray(out, to + step);
    even.sub(odd).mul(GA).intoArray(out, to + 2 * step);
    even = w2.fma(vector(B2), w0);
    odd = w1.mul(B);
    even.add(odd).mul(GB).intoArray(out, to + 3 * step);
    even.sub(odd).mul(GB).intoArray(out, to + 4 * step);
    w2.intoArray(out, to + 5 * step);
  }

  /** The transpose of {@link #weight}: the 9 taps of a group of channels, one after the other, from 36 values. */
  static void taps(float[] in, int at, int step, float[] work, float[] out, int to) {
    for (int c = 0; c < 6; c++) {
      tapsLine(in, at + c * step, 6 * step, work, c * LANES, 6 * LANES);
    }
    for (int r = 0; r < 3; r++) {
      tapsLine(work, r * 6 * LANES, LANES, out, to + r * 3 * LANES, LANES);
    }
  }

  private static void tapsLine(float[] in, int at, int apart, float[] out, int to, int step) {
    FloatVector s1 = load(in, at + apart);
    FloatVector s2 = load(in, at + 2 * apart);
    FloatVector s3 = load(in, at + 3 * apart);
    FloatVector s4 = load(in, at + 4 * apart);
    FloatVector plusA = s1.add(s2).mul(GA);
    FloatVector minusA = s1.sub(s2).mul(GA);
    FloatVector plusB = s3.add(s4).mul(GB);
    FloatVector minusB = s3.sub(s4).mul(GB);
    load(in, at).fma(vector(G0), plusA).add(plusB).intoArray(out, to);
    minusB.fma(vector(B), minusA.mul(A)).intoArray(out, to + step);
    plusB.fma(vector(B2), plusA.fma(vector(A2), load(in, at + 5 * apart))).intoArray(out, to + 2 * step);
  }
}
