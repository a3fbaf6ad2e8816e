package dev.nabla.kernel;

import dev.nabla.expr.Program;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of one machine: everything that reads or writes elements in bulk goes through here.
 *
 * <p>Callers have checked shapes and types. Outputs never overlap inputs, except that {@link #elementwise} and {@link #convert} may be given
 * an input that is the very same window as the output. Any window may have any strides and may be empty. No graph and no tensor crosses
 * this door. Windows of float16 and bfloat16 are for {@link #convert} only.
 */
public interface Backend {
  /** A short name for messages: {@code reference}, {@code vector}. */
  String name();

  /**
   * {@code out[i] = program(in_0[i], in_1[i], …)}. All windows have {@code out}'s shape (broadcast axes have stride 0); inputs are of type
   * {@code program.compute()}, the output is of type {@code program.result()}.
   */
  void elementwise(Program program, double[] params, Strided[] in, Strided out);

  /**
   * The steps of all groups in turn, as by one call of {@link #elementwise} each. Within a group all windows have one shape, and two of them
   * are the same window or have no element in common.
   */
  default void sweep(List<Step[]> groups) {
    for (Step[] group : groups) {
      for (Step s : group) {
        elementwise(s.program(), s.params(), s.in(), s.out());
      }
    }
  }

  /** {@code out[i] = (type of out) in[i]}, for any pair of types: a copy, a conversion or both. Casts are Java's; to bool it is {@code != 0}. */
  void convert(Strided in, Strided out);

  /** {@code out} = the reduction of {@code in} over {@code axes}; {@code out} has size 1 on those axes. Integral sums and products are given as int64 windows. */
  void reduce(Reducer reducer, Strided in, int[] axes, Strided out);

  /**
   * Runs a row program of float32 or float64: rows extend over {@code axes} (sorted). Inputs have one common shape (broadcast axes have stride 0).
   * There is a window for each output of the program: of that shape for EACH, with size 1 on the reduced axes for one value per row, and with
   * size 1 on the axes to sum over for TOTAL. No axis has size 0.
   */
  void rows(RowProgram program, double[] params, Strided[] in, int[] axes, Strided[] out);

  /** The running reduction of {@code in} along {@code axis}; {@code positions} (int64) only for MAX and MIN. */
  void scan(Scan scan, Strided in, int axis, Strided out, @Nullable Strided positions);

  /**
   * {@code c = a·b} for matrices on the last two axes: a [B…, m, k], b [B…, k, n], c [B…, m, n], equal (broadcast by stride 0) leading axes.
   * If {@code accumulate}, {@code c += a·b}. Types are equal and may be integral.
   */
  void matmul(Strided a, Strided b, Strided c, boolean accumulate);

  /** A copy of the matrix {@code b} [k, n] (floating) that {@link #matmul(Strided, Packed, Strided)} reads as it is: worth its price from a few products on. */
  Packed pack(Strided b);

  /**
   * {@code c = a·b} for a [m, k], c [m, n] and a packed b, which this back end packed. A row of c has the same bits whatever rows stand beside
   * it.
   */
  void matmul(Strided a, Packed b, Strided c);

  /**
   * Forward convolution (cross-correlation): {@code y = Σ x·w} over all triples of the geometry, plus a bias [O] if there is one. All of one
   * floating type.
   */
  void convolution(Geometry geometry, Strided x, Strided w, @Nullable Strided bias, Strided y);

  /** The input side of the trilinear form: {@code x = Σ w·y}, the transposed convolution. */
  void convolutionInput(Geometry geometry, Strided w, Strided y, Strided x);

  /** The weight side of the trilinear form: {@code w = Σ x·y}. */
  void convolutionWeight(Geometry geometry, Strided x, Strided y, Strided w);

  /**
   * The largest element of each window of x [N, C, S…] into y [N, C, P…], and its row-major position within S… (int64) into {@code positions}.
   * On spatial axis i, output p covers input positions {@code starts[i][p], starts[i][p] + dilation[i], …} below {@code ends[i][p]}.
   */
  void maxPool(Strided x, int[][] starts, int[][] ends, int[] dilation, Strided y, Strided positions);

  /** {@code out[…, i, …] = in[…, index[…, i, …], …]} on {@code axis}; index (int64, within range) and out have one shape, not larger than in's elsewhere. */
  void gather(Strided in, int axis, Strided index, Strided out);

  /** {@code out[…, index[…, i, …], …] ∘= src[…, i, …]} on {@code axis}; index (int64, within range) and src have one shape, not larger than out's elsewhere. */
  void scatter(Scatter mode, Strided out, int axis, Strided index, Strided src);

  /** {@code out[…, i, …] = in[…, index[i], …]} on {@code axis}, whole slices; index is one-dimensional int64, within range. */
  void indexSelect(Strided in, int axis, Strided index, Strided out);

  /** {@code out[…, index[i], …] ∘= src[…, i, …]} on {@code axis}, whole slices; index is one-dimensional int64, within range. */
  void indexPut(Scatter mode, Strided out, int axis, Strided index, Strided src);

  /**
   * Sorts along {@code axis}, stably, NaN as the largest; {@code positions} (int64) tells where each element came from. Results may be shorter on
   * the axis: then they hold the first elements of the order.
   */
  void sort(Strided in, int axis, boolean descending, Strided values, Strided positions);
}
