package dev.nabla.kernel.vector;

import dev.nabla.expr.Program;
import dev.nabla.kernel.Backend;
import dev.nabla.kernel.Geometry;
import dev.nabla.kernel.Packed;
import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.RowProgram;
import dev.nabla.kernel.Scan;
import dev.nabla.kernel.Scatter;
import dev.nabla.kernel.Step;
import dev.nabla.kernel.Strided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arithmetic of this machine's vector unit, in pure Java; plain loops where the Vector API is missing. */
public final class VectorBackend implements Backend {
  /** The arithmetic of this machine; it has no state. */
  public VectorBackend() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public void elementwise(Program program, double[] params, Strided[] in, Strided out) {
    ElementwiseKernels.run(program, params, in, out);
  }

  @Override
  public void sweep(List<Step[]> groups) {
    Sweeps.run(groups);
  }

  @Override
  public void convert(Strided in, Strided out) {
    Copy.convert(in, out);
  }

  @Override
  public void reduce(Reducer reducer, Strided in, int[] axes, Strided out) {
    Reductions.reduce(reducer, in, axes, out);
  }

  @Override
  public void rows(RowProgram program, double[] params, Strided[] in, int[] axes, Strided[] out) {
    RowKernels.run(program, params, in, axes, out);
  }

  @Override
  public void scan(Scan scan, Strided in, int axis, Strided out, @Nullable Strided positions) {
    Reductions.scan(scan, in, axis, out, positions);
  }

  @Override
  public void matmul(Strided a, Strided b, Strided c, boolean accumulate) {
    Gemm.matmul(a, b, c, accumulate);
  }

  @Override
  public Packed pack(Strided b) {
    return Panels.of(b);
  }

  @Override
  public void matmul(Strided a, Packed b, Strided c) {
    ((Panels<?>) b).product(a, c);
  }

  @Override
  public void convolution(Geometry geometry, Strided x, Strided w, @Nullable Strided bias, Strided y) {
    ConvKernels.forward(geometry, x, w, bias, y);
  }

  @Override
  public void convolutionInput(Geometry geometry, Strided w, Strided y, Strided x) {
    ConvKernels.input(geometry, w, y, x);
  }

  @Override
  public void convolutionWeight(Geometry geometry, Strided x, Strided y, Strided w) {
    ConvKernels.weight(geometry, x, y, w);
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
