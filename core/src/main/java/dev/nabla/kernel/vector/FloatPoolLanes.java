package dev.nabla.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Windows of a row by the Vector API, as many at a time as there are lanes: their elements are compared without branches. */
final class FloatPoolLanes {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
  static final int LANES = FLOATS.length();

  private FloatPoolLanes() {}

  /** See Note [Training]. */
  static void train() {
    float[] in = new float[64];
    float[] values = new float[2 * LANES];
    int[] lines = new int[2];
    int[][] offsets = new int[2][2 * LANES];
    int[] positions = new int[2 * LANES];
    Training.train((k, i) -> largest(in, lines, lines, offsets, offsets, 1 + i % (2 * LANES), values, positions),
        4 * LANES);
  }

  /**
   * The largest elements of {@code n} windows, and their positions. Element (r, k) of window p lies at {@code lines[r] + offsets[k][p]}, its
   * position is {@code rows[r] + columns[k][p]}. NaN wins; of equal elements the first does. All arrays by p are padded to whole vectors.
   */
  static void largest(float[] in, int[] lines, int[] rows, int[][] offsets, int[][] columns, int n, float[] values,
      int[] positions) {
    for (int p = 0; p < n; p += LANES) {
      VectorMask<Float> inside = FLOATS.indexInRange(p, n);
      FloatVector best = FloatVector.fromArray(FLOATS, in, lines[0], offsets[0], p, inside);
      IntVector where = IntVector.fromArray(INTS, columns[0], p).add(rows[0]);
      for (int r = 0; r < lines.length; r++) {
        for (int k = r == 0 ? 1 : 0; k < offsets.length; k++) {
          FloatVector v = FloatVector.fromArray(FLOATS, in, lines[r], offsets[k], p, inside);
          VectorMask<Float> wins = v.compare(VectorOperators.GT, best)
              .or(v.test(VectorOperators.IS_NAN).andNot(best.test(VectorOperators.IS_NAN)));
          best = best.blend(v, wins);
          where = where.blend(IntVector.fromArray(INTS, columns[k], p).add(rows[r]), wins.cast(INTS));
        }
      }
      best.intoArray(values, p);
      where.intoArray(positions, p);
    }
  }
}
