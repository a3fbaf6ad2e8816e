package dev.nabla.kernel.reference;

import dev.nabla.expr.Program;
import dev.nabla.kernel.Backend;
import dev.nabla.kernel.Geometry;
import dev.nabla.kernel.Packed;
import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.RowProgram;
import dev.nabla.kernel.Scan;
import dev.nabla.kernel.Scatter;
import dev.nabla.kernel.Strided;
import org.jspecify.annotations.Nullable;

/** The arithmetic as obvious loops: slow, and what all other back ends are tested against. */
public final class ReferenceBackend implements Backend {
  /** The reference arithmetic; it has no state. */
  public ReferenceBackend() {}

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public void elementwise(Program program, double[] params, Strided[] in, Strided out) {
    Elementwise.run(program, params, in, out);
  }

  @Override
  public void convert(Strided in, Strided out) {
    Elementwise.convert(in, out);
  }

  @Override
  public void reduce(Reducer reducer, Strided in, int[] axes, Strided out) {
    Reductions.reduce(reducer, in, axes, out);
  }

  @Override
  public void rows(RowProgram program, double[] params, Strided[] in, int[] axes, Strided[] out) {
    Rows.run(program, params, in, axes, out);
  }

  @Override
  public void scan(Scan scan, Strided in, int axis, Strided out, @Nullable Strided positions) {
    Reductions.scan(scan, in, axis, out, positions);
  }

  @Override
  public void matmul(Strided a, Strided b, Strided c, boolean accumulate) {
    MatMul.matmul(a, b, c, accumulate);
  }

  @Override
  public Packed pack(Strided b) {
    Strided copy = Strided.allocate(b.dtype(), b.shape());
    convert(b, copy);
    return new Copied(copy);
  }

  private record Copied(Strided values) implements Packed {
    @Override
    public int rows() {
      return values.dim(0);
    }

    @Override
    public int cols() {
      return values.dim(1);
    }
  }

  @Override
  public void matmul(Strided a, Packed b, Strided c) {
    matmul(a, ((Copied) b).values(), c, false);
  }

  @Override
  public void convolution(Geometry geometry, Strided x, Strided w, @Nullable Strided bias, Strided y) {
    Convolution.forward(geometry, x, w, bias, y);
  }

  @Override
  public void convolutionInput(Geometry geometry, Strided w, Strided y, Strided x) {
    Convolution.input(geometry, w, y, x);
  }

  @Override
  public void convolutionWeight(Geometry geometry, Strided x, Strided y, Strided w) {
    Convolution.weight(geometry, x, y, w);
  }

  @Override
  public void maxPool(Strided x, int[][] starts, int[][] ends, int[] dilation, Strided y, Strided positions) {
    Pooling.maxPool(x, starts, ends, dilation, y, positions);
  }

  @Override
  public void gather(Strided in, int axis, Strided index, Strided out) {
    Indexing.gather(in, axis, index, out);
  }

  @Override
  public void scatter(Scatter mode, Strided out, int axis, Strided index, Strided src) {
    Indexing.scatter(mode, out, axis, index, src);
  }

  @Override
  public void indexSelect(Strided in, int axis, Strided index, Strided out) {
    Indexing.indexSelect(in, axis, index, out);
  }

  @Override
  public void indexPut(Scatter mode, Strided out, int axis, Strided index, Strided src) {
    Indexing.indexPut(mode, out, axis, index, src);
  }

  @Override
  public void sort(Strided in, int axis, boolean descending, Strided values, Strided positions) {
    Sorting.sort(in, axis, descending, values, positions);
  }
}
