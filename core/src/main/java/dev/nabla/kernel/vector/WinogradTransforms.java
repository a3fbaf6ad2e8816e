package dev.nabla.kernel.vector;

/**
 * The transforms of {@link Winograd}: {@link WinogradLanes}, and until that is compiled, plain loops over the lanes of
 * each vector, which compute the same bits.
 */
final class WinogradTransforms {
  private static final int LANES = WinogradLanes.LANES;

  // See Note [Training].
  private static final Training SOURCE = new Training(WinogradLanes::trainSource);
  private static final Training RESULT = new Training(WinogradLanes::trainResult);
  private static final Training TARGET = new Training(WinogradLanes::trainTarget);
  private static final Training WEIGHT = new Training(WinogradLanes::trainWeight);
  private static final Training TAPS = new Training(WinogradLanes::trainTaps);

  private static final float A = WinogradLanes.A;
  private static final float B = WinogradLanes.B;
  private static final float A2 = WinogradLanes.A2;
  private static final float B2 = WinogradLanes.B2;
  private static final float A3 = WinogradLanes.A3;
  private static final float B3 = WinogradLanes.B3;
  private static final float AB = WinogradLanes.AB;
  private static final float SUM = WinogradLanes.SUM;
  private static final float G0 = WinogradLanes.G0;
  private static final float GA = WinogradLanes.GA;
  private static final float GB = WinogradLanes.GB;

  private WinogradTransforms() {}

  /** {@link WinogradLanes#interleave}. */
  static void interleave(float[] src, int at, int step, int[] lanes, int n, float[] dst, int to, int dstStep) {
    if (SOURCE.isReady()) {
      WinogradLanes.interleave(src, at, step, lanes, n, dst, to, dstStep);
      return;
    }
    for (int l = 0; l < lanes.length; l++) {
      int from = at + lanes[l];
      for (int i = 0; i < n; i++) {
        dst[to + i * dstStep + l] = src[from + i * step];
      }
    }
  }

  /** {@link WinogradLanes#pick}. */
  static void pick(float[] src, int at, int n, float[] dst, int to, int step) {
    if (RESULT.isReady()) {
      WinogradLanes.pick(src, at, n, dst, to, step);
      return;
    }
    for (int i = 0; i < n; i++) {
      dst[to + i * step] = src[at + i * LANES];
    }
  }

  /** {@link WinogradLanes#source}. */
  static void source(float[] strip, int at, int pitch, int tiles, int channels, float[] work, float[] out, int to,
      int tileStep, int step) {
    if (SOURCE.isReady()) {
      WinogradLanes.source(strip, at, pitch, tiles, channels, work, out, to, tileStep, step);
    } else {
      plainSource(strip, at, pitch, tiles, channels, work, out, to, tileStep, step);
    }
  }

  static void plainSource(float[] strip, int at, int pitch, int tiles, int channels, float[] work, float[] out, int to,
      int tileStep, int step) {
    for (int j = 0; j < tiles; j++) {
      for (int l = 0; l < channels; l += LANES) {
        int from = at + j * 4 * channels + l;
        for (int c = 0; c < 6; c++) {
          sourceLine(strip, from + c * channels, pitch, work, c * LANES, 6 * LANES);
        }
        for (int r = 0; r < 6; r++) {
          sourceLine(work, r * 6 * LANES, LANES, out, to + j * tileStep + l + r * 6 * step, step);
        }
      }
    }
  }

  private static void sourceLine(float[] in, int at, int apart, float[] out, int to, int step) {
    for (int l = 0; l < LANES; l++) {
      int p = at + l;
      int q = to + l;
      float d1 = in[p + apart];
      float d2 = in[p + 2 * apart];
      float d3 = in[p + 3 * apart];
      float d4 = in[p + 4 * apart];
      out[q] = Math.fma(AB, in[p], Math.fma(-SUM, d2, d4));
      float even = Math.fma(-B2, d2, d4);
      float odd = Math.fma(-B2, d1, d3) * A;
      out[q + step] = even + odd;
      out[q + 2 * step] = even - odd;
      even = Math.fma(-A2, d2, d4);
      odd = Math.fma(-A2, d1, d3) * B;
      out[q + 3 * step] = even + odd;
      out[q + 4 * step] = even - odd;
      out[q + 5 * step] = Math.fma(AB, d1, Math.fma(-SUM, d3, in[p + 5 * apart]));
    }
  }

  /** {@link WinogradLanes#result}. */
  static float result(float[] in, int at, int tileStep, int step, int tiles, float[] bias, int biasAt, float[] work,
      float[] strip, int to, int pitch) {
    return RESULT.isReady()
        ? WinogradLanes.result(in, at, tileStep, step, tiles, bias, biasAt, work, strip, to, pitch)
        : plainResult(in, at, tileStep, step, tiles, bias, biasAt, work, strip, to, pitch);
  }

  static float plainResult(float[] in, int at, int tileStep, int step, int tiles, float[] bias, int biasAt,
      float[] work, float[] strip, int to, int pitch) {
    float check = 0;
    for (int j = 0; j < tiles; j++) {
      for (int c = 0; c < 6; c++) {
        resultColumn(in, at + j * tileStep + c * step, 6 * step, work, c * LANES);
      }
      for (int r = 0; r < 4; r++) {
        check += resultLine(work, r * 6 * LANES, bias, biasAt, strip, to + r * pitch + j * 4 * LANES);
      }
    }
    return check;
  }

  private static void resultColumn(float[] in, int at, int apart, float[] out, int to) {
    for (int l = 0; l < LANES; l++) {
      int p = at + l;
      int q = to + l;
      float m1 = in[p + apart];
      float m2 = in[p + 2 * apart];
      float m3 = in[p + 3 * apart];
      float m4 = in[p + 4 * apart];
      float plusA = m1 + m2;
      float minusA = m1 - m2;
      float plusB = m3 + m4;
      float minusB = m3 - m4;
      out[q] = in[p] + plusA + plusB;
      out[q + 6 * LANES] = minusB * B + minusA * A;
      out[q + 12 * LANES] = plusB * B2 + plusA * A2;
      out[q + 18 * LANES] = Math.fma(minusB, B3, Math.fma(minusA, A3, in[p + 5 * apart]));
    }
  }

  private static float resultLine(float[] in, int at, float[] bias, int biasAt, float[] out, int to) {
    float check = 0;
    for (int l = 0; l < LANES; l++) {
      int p = at + l;
      int q = to + l;
      float start = bias[biasAt + l];
      float m1 = in[p + LANES];
      float m2 = in[p + 2 * LANES];
      float m3 = in[p + 3 * LANES];
      float m4 = in[p + 4 * LANES];
      float plusA = m1 + m2;
      float minusA = m1 - m2;
      float plusB = m3 + m4;
      float minusB = m3 - m4;
      float y0 = in[p] + plusA + plusB + start;
      float y1 = Math.fma(minusB, B, Math.fma(minusA, A, start));
      float y2 = Math.fma(plusB, B2, Math.fma(plusA, A2, start));
      float y3 = Math.fma(minusB, B3, Math.fma(minusA, A3, in[p + 5 * LANES] + start));
      out[q] = y0;
      out[q + LANES] = y1;
      out[q + 2 * LANES] = y2;
      out[q + 3 * LANES] = y3;
      check += y0 * 0 + y1 * 0 + (y2 * 0 + y3 * 0);
    }
    return check;
  }

  /** {@link WinogradLanes#target}. */
  static void target(float[] strip, int at, int pitch, int tiles, int channels, float[] work, float[] out, int to,
      int tileStep, int step) {
    if (TARGET.isReady()) {
      WinogradLanes.target(strip, at, pitch, tiles, channels, work, out, to, tileStep, step);
    } else {
      plainTarget(strip, at, pitch, tiles, channels, work, out, to, tileStep, step);
    }
  }

  static void plainTarget(float[] strip, int at, int pitch, int tiles, int channels, float[] work, float[] out, int to,
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

  private static void targetLine(float[] in, int at, int apart, float[] out, int to, int step) {
    for (int l = 0; l < LANES; l++) {
      int p = at + l;
      int q = to + l;
      float y0 = in[p];
      float y1 = in[p + apart];
      float y2 = in[p + 2 * apart];
      float y3 = in[p + 3 * apart];
      out[q] = y0;
      float even = Math.fma(y2, A2, y0);
      float odd = Math.fma(y3, A3, y1 * A);
      out[q + step] = even + odd;
      out[q + 2 * step] = even - odd;
      even = Math.fma(y2, B2, y0);
      odd = Math.fma(y3, B3, y1 * B);
      out[q + 3 * step] = even + odd;
      out[q + 4 * step] = even - odd;
      out[q + 5 * step] = y3;
    }
  }

  /** {@link WinogradLanes#weight}. */
  static void weight(float[] src, int at, int[] lanes, int[] taps, float[] work, float[] out, int to, int step) {
    if (WEIGHT.isReady()) {
      WinogradLanes.weight(src, at, lanes, taps, work, out, to, step);
    } else {
      plainWeight(src, at, lanes, taps, work, out, to, step);
    }
  }

  static void plainWeight(float[] src, int at, int[] lanes, int[] taps, float[] work, float[] out, int to, int step) {
    int lines = 18 * LANES;
    for (int l = 0; l < lanes.length; l += LANES) {
      for (int k = 0; k < 9; k++) {
        for (int i = 0; i < LANES; i++) {
          work[lines + k * LANES + i] = src[at + taps[k] + lanes[l + i]];
        }
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
    for (int l = 0; l < LANES; l++) {
      int q = to + l;
      float w0 = in[at + l];
      float w1 = in[at + apart + l];
      float w2 = in[at + 2 * apart + l];
      out[q] = w0 * G0;
      float even = Math.fma(w2, A2, w0);
      float odd = w1 * A;
      out[q + step] = (even + odd) * GA;
      out[q + 2 * step] = (even - odd) * GA;
      even = Math.fma(w2, B2, w0);
      odd = w1 * B;
      out[q + 3 * step] = (even + odd) * GB;
      out[q + 4 * step] = (even - odd) * GB;
      out[q + 5 * step] = w2;
    }
  }

  /** {@link WinogradLanes#taps}. */
  static void taps(float[] in, int at, int step, float[] work, float[] out, int to) {
    if (TAPS.isReady()) {
      WinogradLanes.taps(in, at, step, work, out, to);
    } else {
      plainTaps(in, at, step, work, out, to);
    }
  }

  static void plainTaps(float[] in, int at, int step, float[] work, float[] out, int to) {
    for (int c = 0; c < 6; c++) {
      tapsLine(in, at + c * step, 6 * step, work, c * LANES, 6 * LANES);
    }
    for (int r = 0; r < 3; r++) {
      tapsLine(work, r * 6 * LANES, LANES, out, to + r * 3 * LANES, LANES);
    }
  }

  private static void tapsLine(float[] in, int at, int apart, float[] out, int to, int step) {
    for (int l = 0; l < LANES; l++) {
      int p = at + l;
      int q = to + l;
      float s1 = in[p + apart];
      float s2 = in[p + 2 * apart];
      float s3 = in[p + 3 * apart];
      float s4 = in[p + 4 * apart];
      float plusA = (s1 + s2) * GA;
      float minusA = (s1 - s2) * GA;
      float plusB = (s3 + s4) * GB;
      float minusB = (s3 - s4) * GB;
      out[q] = Math.fma(in[p], G0, plusA) + plusB;
      out[q + step] = Math.fma(minusB, B, minusA * A);
      out[q + 2 * step] = Math.fma(plusB, B2, Math.fma(plusA, A2, in[p + 5 * apart]));
    }
  }
}
