package dev.nabla.kernel.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inner loops of reductions in the Vector API; to be touched only if {@link Simd#AVAILABLE}.
 *
 * <p>The numbers of lanes and accumulators depend on the machine, the results do not: sums go into {@link LineLoops#LANES} logical lanes,
 * and the largest and smallest element are the same in any order.
 */
final class SimdLoops {
  /** Doubles: four accumulators of this species are at most {@link LineLoops#LANES} lanes. */
  private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED.vectorBitSize() > 512
      ? DoubleVector.SPECIES_512
      : DoubleVector.SPECIES_PREFERRED;
  /** As many floats as there are lanes in {@link #D}. */
  private static final VectorSpecies<Float> H = VectorSpecies.of(float.class,
      VectorShape.forBitSize(D.vectorBitSize() / 2));
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;

  private SimdLoops() {}

  // See Note [Training].

  static void trainSums() {
    float[] x = new float[1024];
    double[] y = new double[1024];
    double[] lanes = new double[LineLoops.LANES];
    Training.train((k, i) -> lanes(x, i & 1, lines(k), lanes), LineLoops.LANES);
    Training.train((k, i) -> tree(lanes, LineLoops.LANES / 2), LineLoops.LANES);
    Training.train((k, i) -> lanes(y, i & 1, lines(k), lanes), LineLoops.LANES);
  }

  /** A few whole multiples of the logical lanes. */
  private static int lines(int k) {
    return Math.min(k, 4) * LineLoops.LANES;
  }

  static void trainExtremes() {
    float[] x = new float[4096];
    double[] y = new double[4096];
    int step = F.length();
    Training.train((k, i) -> max(x, i & 1, k * step + (i & 7)), step);
    Training.train((k, i) -> min(x, i & 1, k * step + (i & 7)), step);
    Training.train((k, i) -> find(x, i & 1, k * step + (i & 7), 1 - (i >> 1 & 1)), step);
    Training.train((k, i) -> max(y, i & 1, k * step + (i & 7)), step);
    Training.train((k, i) -> min(y, i & 1, k * step + (i & 7)), step);
    Training.train((k, i) -> find(y, i & 1, k * step + (i & 7), 1 - (i >> 1 & 1)), step);
  }

  static void trainRowSums() {
    float[] x = new float[4096];
    double[] y = new double[4096];
    double[] acc = new double[1024];
    int step = D.length();
    Training.train((k, i) -> addRows(x, i & 1, 512, acc, k * step), 4 * step);
    Training.train((k, i) -> addRows(y, i & 1, 512, acc, k * step), 4 * step);
  }

  static void trainRowExtremes() {
    float[] x = new float[4096];
    double[] y = new double[4096];
    double[] acc = new double[1024];
    int step = D.length();
    Training.train((k, i) -> maxRows(x, i & 1, 512, acc, k * step), 4 * step);
    Training.train((k, i) -> minRows(x, i & 1, 512, acc, k * step), 4 * step);
    Training.train((k, i) -> maxRows(y, i & 1, 512, acc, k * step), 4 * step);
    Training.train((k, i) -> minRows(y, i & 1, 512, acc, k * step), 4 * step);
  }

  private static DoubleVector load(float[] x, int i) {
    return (DoubleVector) FloatVector.fromArray(H, x, i).convertShape(VectorOperators.F2D, D, 0);
  }

  private static DoubleVector load(double[] x, int i) {
    return DoubleVector.fromArray(D, x, i);
  }

  /**
   * {@code lanes[k] = Σ x[at + i]} over all i ≡ k modulo LANES; n is a multiple of it. Narrow vectors pass several
   * times over the block.
   */
  static void lanes(float[] x, int at, int n, double[] lanes) {
    int step = D.length();
    for (int k = 0; k < LineLoops.LANES; k += 4 * step) {
      DoubleVector a = DoubleVector.zero(D);
      DoubleVector b = a;
      DoubleVector c = a;
      DoubleVector d = a;
      for (int i = at + k; i < at + n; i += LineLoops.LANES) {
        a = a.add(load(x, i));
        b = b.add(load(x, i + step));
        c = c.add(load(x, i + 2 * step));
        d = d.add(load(x, i + 3 * step));
      }
      a.intoArray(lanes, k);
      b.intoArray(lanes, k + step);
      c.intoArray(lanes, k + 2 * step);
      d.intoArray(lanes, k + 3 * step);
    }
  }

  /**
   * {@code lanes[k] = Σ x[at + i]} over all i ≡ k modulo LANES; n is a multiple of it. Narrow vectors pass several
   * times over the block.
   */
  static void lanes(double[] x, int at, int n, double[] lanes) {
    int step = D.length();
    for (int k = 0; k < LineLoops.LANES; k += 4 * step) {
      DoubleVector a = DoubleVector.zero(D);
      DoubleVector b = a;
      DoubleVector c = a;
      DoubleVector d = a;
      for (int i = at + k; i < at + n; i += LineLoops.LANES) {
        a = a.add(load(x, i));
        b = b.add(load(x, i + step));
        c = c.add(load(x, i + 2 * step));
        d = d.add(load(x, i + 3 * step));
      }
      a.intoArray(lanes, k);
      b.intoArray(lanes, k + step);
      c.intoArray(lanes, k + 2 * step);
      d.intoArray(lanes, k + 3 * step);
    }
  }

  /**
   * Adds the upper half of 2 · half lanes to the lower one, and so on while vectors are full; returns the half that
   * is next.
   */
  static int tree(double[] lanes, int half) {
    int step = D.length();
    for (; half >= step; half >>= 1) {
      for (int k = 0; k < half; k += step) {
        load(lanes, k).add(load(lanes, k + half)).intoArray(lanes, k);
      }
    }
    return half;
  }

  /** The largest of the n elements from {@code at}; NaN if there is one. */
  static float max(float[] x, int at, int n) {
    int step = F.length();
    FloatVector a = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = at;
    for (; i <= at + n - 4 * step; i += 4 * step) {
      a = a.max(FloatVector.fromArray(F, x, i));
      b = b.max(FloatVector.fromArray(F, x, i + step));
      c = c.max(FloatVector.fromArray(F, x, i + 2 * step));
      d = d.max(FloatVector.fromArray(F, x, i + 3 * step));
    }
    for (; i <= at + n - step; i += step) {
      a = a.max(FloatVector.fromArray(F, x, i));
    }
    float result = a.max(b).max(c.max(d)).reduceLanes(VectorOperators.MAX);
    for (; i < at + n; i++) {
      result = Math.max(result, x[i]);
    }
    return result;
  }

  /** The smallest of the n elements from {@code at}; NaN if there is one. */
  static float min(float[] x, int at, int n) {
    int step = F.length();
    FloatVector a = FloatVector.broadcast(F, Float.POSITIVE_INFINITY);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = at;
    for (; i <= at + n - 4 * step; i += 4 * step) {
      a = a.min(FloatVector.fromArray(F, x, i));
      b = b.min(FloatVector.fromArray(F, x, i + step));
      c = c.min(FloatVector.fromArray(F, x, i + 2 * step));
      d = d.min(FloatVector.fromArray(F, x, i + 3 * step));
    }
    for (; i <= at + n - step; i += step) {
      a = a.min(FloatVector.fromArray(F, x, i));
    }
    float result = a.min(b).min(c.min(d)).reduceLanes(VectorOperators.MIN);
    for (; i < at + n; i++) {
      result = Math.min(result, x[i]);
    }
    return result;
  }

  /** The number of leading elements that differ from v; n if all do. */
  static int find(float[] x, int at, int n, float v) {
    int i = 0;
    for (; i <= n - F.length(); i += F.length()) {
      VectorMask<Float> hit = FloatVector.fromArray(F, x, at + i).compare(VectorOperators.EQ, v);
      if (hit.anyTrue()) {
        return i + hit.firstTrue();
      }
    }
    while (i < n && x[at + i] != v) {
      i++;
    }
    return i;
  }

  /** The largest of the n elements from {@code at}; NaN if there is one. */
  static double max(double[] x, int at, int n) {
    int step = D.length();
    DoubleVector a = DoubleVector.broadcast(D, Double.NEGATIVE_INFINITY);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = at;
    for (; i <= at + n - 4 * step; i += 4 * step) {
      a = a.max(DoubleVector.fromArray(D, x, i));
      b = b.max(DoubleVector.fromArray(D, x, i + step));
      c = c.max(DoubleVector.fromArray(D, x, i + 2 * step));
      d = d.max(DoubleVector.fromArray(D, x, i + 3 * step));
    }
    for (; i <= at + n - step; i += step) {
      a = a.max(DoubleVector.fromArray(D, x, i));
    }
    double result = a.max(b).max(c.max(d)).reduceLanes(VectorOperators.MAX);
    for (; i < at + n; i++) {
      result = Math.max(result, x[i]);
    }
    return result;
  }

  /** The smallest of the n elements from {@code at}; NaN if there is one. */
  static double min(double[] x, int at, int n) {
    int step = D.length();
    DoubleVector a = DoubleVector.broadcast(D, Double.POSITIVE_INFINITY);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = at;
    for (; i <= at + n - 4 * step; i += 4 * step) {
      a = a.min(DoubleVector.fromArray(D, x, i));
      b = b.min(DoubleVector.fromArray(D, x, i + step));
      c = c.min(DoubleVector.fromArray(D, x, i + 2 * step));
      d = d.min(DoubleVector.fromArray(D, x, i + 3 * step));
    }
    for (; i <= at + n - step; i += step) {
      a = a.min(DoubleVector.fromArray(D, x, i));
    }
    double result = a.min(b).min(c.min(d)).reduceLanes(VectorOperators.MIN);
    for (; i < at + n; i++) {
      result = Math.min(result, x[i]);
    }
    return result;
  }

  /** The number of leading elements that differ from v; n if all do. */
  static int find(double[] x, int at, int n, double v) {
    int i = 0;
    for (; i <= n - D.length(); i += D.length()) {
      VectorMask<Double> hit = DoubleVector.fromArray(D, x, at + i).compare(VectorOperators.EQ, v);
      if (hit.anyTrue()) {
        return i + hit.firstTrue();
      }
    }
    while (i < n && x[at + i] != v) {
      i++;
    }
    return i;
  }

  /**
   * {@code acc[j] += (r0[j] + r1[j]) + (r2[j] + r3[j])} for the rows that start at {@code at}, {@code stride} apart;
   * returns how many columns are done.
   */
  static int addRows(float[] x, int at, int stride, double[] acc, int n) {
    int j = 0;
    for (int p = at; j <= n - D.length(); j += D.length(), p += D.length()) {
      DoubleVector upper = load(x, p).add(load(x, p + stride));
      DoubleVector lower = load(x, p + 2 * stride).add(load(x, p + 3 * stride));
      DoubleVector.fromArray(D, acc, j).add(upper.add(lower)).intoArray(acc, j);
    }
    return j;
  }

  /** {@code acc[j]} = the largest of itself and {@code r0[j]} to {@code r3[j]}; returns how many columns are done. */
  static int maxRows(float[] x, int at, int stride, double[] acc, int n) {
    int j = 0;
    for (int p = at; j <= n - D.length(); j += D.length(), p += D.length()) {
      FloatVector upper = FloatVector.fromArray(H, x, p).max(FloatVector.fromArray(H, x, p + stride));
      FloatVector lower = FloatVector.fromArray(H, x, p + 2 * stride).max(FloatVector.fromArray(H, x, p + 3 * stride));
      DoubleVector.fromArray(D, acc, j).max(((DoubleVector) upper.max(lower).convertShape(VectorOperators.F2D, D, 0)))
          .intoArray(acc, j);
    }
    return j;
  }

  /** {@code acc[j]} = the smallest of itself and {@code r0[j]} to {@code r3[j]}; returns how many columns are done. */
  static int minRows(float[] x, int at, int stride, double[] acc, int n) {
    int j = 0;
    for (int p = at; j <= n - D.length(); j += D.length(), p += D.length()) {
      FloatVector upper = FloatVector.fromArray(H, x, p).min(FloatVector.fromArray(H, x, p + stride));
      FloatVector lower = FloatVector.fromArray(H, x, p + 2 * stride).min(FloatVector.fromArray(H, x, p + 3 * stride));
      DoubleVector.fromArray(D, acc, j).min(((DoubleVector) upper.min(lower).convertShape(VectorOperators.F2D, D, 0)))
          .intoArray(acc, j);
    }
    return j;
  }

  /**
   * {@code acc[j] += (r0[j] + r1[j]) + (r2[j] + r3[j])} for the rows that start at {@code at}, {@code stride} apart;
   * returns how many columns are done.
   */
  static int addRows(double[] x, int at, int stride, double[] acc, int n) {
    int j = 0;
    for (int p = at; j <= n - D.length(); j += D.length(), p += D.length()) {
      DoubleVector upper = load(x, p).add(load(x, p + stride));
      DoubleVector lower = load(x, p + 2 * stride).add(load(x, p + 3 * stride));
      DoubleVector.fromArray(D, acc, j).add(upper.add(lower)).intoArray(acc, j);
    }
    return j;
  }

  /** {@code acc[j]} = the largest of itself and {@code r0[j]} to {@code r3[j]}; returns how many columns are done. */
  static int maxRows(double[] x, int at, int stride, double[] acc, int n) {
    int j = 0;
    for (int p = at; j <= n - D.length(); j += D.length(), p += D.length()) {
      DoubleVector upper = DoubleVector.fromArray(D, x, p).max(DoubleVector.fromArray(D, x, p + stride));
      DoubleVector lower = DoubleVector.fromArray(D, x, p + 2 * stride)
          .max(DoubleVector.fromArray(D, x, p + 3 * stride));
      DoubleVector.fromArray(D, acc, j).max(upper.max(lower)).intoArray(acc, j);
    }
    return j;
  }

  /** {@code acc[j]} = the smallest of itself and {@code r0[j]} to {@code r3[j]}; returns how many columns are done. */
  static int minRows(double[] x, int at, int stride, double[] acc, int n) {
    int j = 0;
    for (int p = at; j <= n - D.length(); j += D.length(), p += D.length()) {
      DoubleVector upper = DoubleVector.fromArray(D, x, p).min(DoubleVector.fromArray(D, x, p + stride));
      DoubleVector lower = DoubleVector.fromArray(D, x, p + 2 * stride)
          .min(DoubleVector.fromArray(D, x, p + 3 * stride));
      DoubleVector.fromArray(D, acc, j).min(upper.min(lower)).intoArray(acc, j);
    }
    return j;
  }
}
