package dev.nabla.kernel.vector;

import dev.nabla.kernel.Scatter;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import java.util.Arrays;

/**
 * The slices of two windows across an axis: which elements belong to one index on that axis.
 *
 * <p>The axes before it are walked outside (so that memory is passed in order), those behind it inside; the innermost of these, merged
 * with its neighbours as far as both windows allow, is the run that a loop copies.
 */
final class Slices {
  private final int[] outerDims;
  private final int[][] outerSteps;
  private final int[] innerDims;
  private final int[][] innerSteps;
  private final int[] starts;
  private final int run;
  private final int stepA;
  private final int stepB;
  private final int runs;
  private final int outer;

  Slices(int axis, Strided a, Strided b) {
    int rank = a.rank();
    int cut = Math.min(axis, rank);
    starts = new int[] {a.offset(), b.offset()};
    outerDims = new int[cut];
    outerSteps = new int[][] {Arrays.copyOf(a.strides(), cut), Arrays.copyOf(b.strides(), cut)};
    int count = 1;
    for (int i = 0; i < cut; i++) {
      outerDims[i] = a.dim(i);
      count *= a.dim(i);
    }
    outer = count;
    int last = rank - 1;
    while (last > axis && a.dim(last) == 1) {
      last--;
    }
    int length = last > axis ? a.dim(last) : 1;
    stepA = last > axis ? a.stride(last) : 1;
    stepB = last > axis ? b.stride(last) : 1;
    last--;
    while (last > axis && a.stride(last) == stepA * length && b.stride(last) == stepB * length) {
      length *= a.dim(last--);
    }
    run = length;
    int inner = Math.max(last - axis, 0);
    innerDims = new int[inner];
    innerSteps = new int[2][inner];
    int lines = 1;
    for (int i = 0; i < inner; i++) {
      innerDims[i] = a.dim(axis + 1 + i);
      innerSteps[0][i] = a.stride(axis + 1 + i);
      innerSteps[1][i] = b.stride(axis + 1 + i);
      lines *= innerDims[i];
    }
    runs = lines;
  }

  /** The number of index tuples on the axes before the axis. */
  int outer() {
    return outer;
  }

  /** The number of elements of a slice for one of these tuples. */
  int numel() {
    return run * runs;
  }

  /** A walk over the axes before the axis. */
  Walk walkOuter() {
    return new Walk(outerDims, starts, outerSteps);
  }

  /** A walk over the runs of a slice, for {@link #copy} and {@link #put}; relative to its start. */
  Walk walkInner() {
    return new Walk(innerDims, new int[2], innerSteps);
  }

  /** Copies the slice that starts at {@code at} to the one that starts at {@code to}. */
  void copy(Storage a, int at, Storage b, int to, Walk walk) {
    if (runs == 1) {
      copyRun(a, at, b, to);
      return;
    }
    for (int k = 0; k < runs; k++, walk.next()) {
      copyRun(a, at + walk.a, b, to + walk.b);
    }
  }

  private void copyRun(Storage a, int at, Storage b, int to) {
    if (stepA == 1 && stepB == 1 && run > 4) {
      System.arraycopy(a.array(), at, b.array(), to, run);
      return;
    }
    switch (a.array()) {
      case double[] x -> {
        double[] y = b.doubles();
        for (int j = 0; j < run; j++) {
          y[to + j * stepB] = x[at + j * stepA];
        }
      }
      case long[] x -> {
        long[] y = b.longs();
        for (int j = 0; j < run; j++) {
          y[to + j * stepB] = x[at + j * stepA];
        }
      }
      case int[] x -> {
        int[] y = b.ints();
        for (int j = 0; j < run; j++) {
          y[to + j * stepB] = x[at + j * stepA];
        }
      }
      case short[] x -> {
        short[] y = b.shorts();
        for (int j = 0; j < run; j++) {
          y[to + j * stepB] = x[at + j * stepA];
        }
      }
      case byte[] x -> {
        byte[] y = b.bytes();
        for (int j = 0; j < run; j++) {
          y[to + j * stepB] = x[at + j * stepA];
        }
      }
      default -> {
        float[] x = a.floats();
        float[] y = b.floats();
        for (int j = 0; j < run; j++) {
          y[to + j * stepB] = x[at + j * stepA];
        }
      }
    }
  }

  /** Combines the slice that starts at {@code at} into the one that starts at {@code to}. */
  void put(Scatter mode, Storage a, int at, Storage b, int to, Walk walk) {
    if (mode == Scatter.ASSIGN) {
      copy(a, at, b, to, walk);
      return;
    }
    for (int k = 0; k < runs; k++, walk.next()) {
      if (mode == Scatter.ADD && a.array() instanceof float[] x) {
        add(x, at + walk.a, b.floats(), to + walk.b);
      } else if (mode == Scatter.ADD && a.array() instanceof double[] x) {
        add(x, at + walk.a, b.doubles(), to + walk.b);
      } else {
        for (int j = 0; j < run; j++) {
          Elements.put(mode, a, at + walk.a + j * stepA, b, to + walk.b + j * stepB);
        }
      }
    }
  }

  private void add(float[] x, int at, float[] y, int to) {
    if (stepA == 1 && stepB == 1) {
      for (int j = 0; j < run; j++) {
        y[to + j] += x[at + j];
      }
      return;
    }
    for (int j = 0; j < run; j++) {
      y[to + j * stepB] += x[at + j * stepA];
    }
  }

  private void add(double[] x, int at, double[] y, int to) {
    if (stepA == 1 && stepB == 1) {
      for (int j = 0; j < run; j++) {
        y[to + j] += x[at + j];
      }
      return;
    }
    for (int j = 0; j < run; j++) {
      y[to + j * stepB] += x[at + j * stepA];
    }
  }
}
