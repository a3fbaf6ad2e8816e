package dev.nabla.kernel.reference;

import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Scan;
import dev.nabla.kernel.Scatter;
import dev.nabla.kernel.Strided;
import org.jspecify.annotations.Nullable;

/** The reference kernels, for tests in other packages. */
public final class ReferenceKernels {
  private ReferenceKernels() {}

  /** See {@link Reductions#reduce}. */
  public static void reduce(Reducer reducer, Strided in, int[] axes, Strided out) {
    Reductions.reduce(reducer, in, axes, out);
  }

  /** See {@link Reductions#scan}. */
  public static void scan(Scan scan, Strided in, int axis, Strided out, @Nullable Strided positions) {
    Reductions.scan(scan, in, axis, out, positions);
  }

  /** See {@link Indexing#gather}. */
  public static void gather(Strided in, int axis, Strided index, Strided out) {
    Indexing.gather(in, axis, index, out);
  }

  /** See {@link Indexing#scatter}. */
  public static void scatter(Scatter mode, Strided out, int axis, Strided index, Strided src) {
    Indexing.scatter(mode, out, axis, index, src);
  }

  /** See {@link Indexing#indexSelect}. */
  public static void indexSelect(Strided in, int axis, Strided index, Strided out) {
    Indexing.indexSelect(in, axis, index, out);
  }

  /** See {@link Indexing#indexPut}. */
  public static void indexPut(Scatter mode, Strided out, int axis, Strided index, Strided src) {
    Indexing.indexPut(mode, out, axis, index, src);
  }

  /** See {@link Sorting#sort}. */
  public static void sort(Strided in, int axis, boolean descending, Strided values, Strided positions) {
    Sorting.sort(in, axis, descending, values, positions);
  }
}
