package dev.nabla.kernel;

import static java.lang.ref.Reference.reachabilityFence;

import dev.nabla.expr.Program;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A back end whose windows stay reachable until each call has returned: kernels read arrays out of buffers, and a buffer that is garbage gives its
 * array away, see Note [Recycling] in {@link ArrayPool}.
 */
@SuppressWarnings("ReachabilityFenceUsage") // after an exception nobody uses the arrays
final class Fenced implements Backend {
  private final Backend backend;

  private Fenced(Backend backend) {
    this.backend = backend;
  }

  static Backend of(Backend backend) {
    return backend instanceof Fenced ? backend : new Fenced(backend);
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public void elementwise(Program program, double[] params, Strided[] in, Strided out) {
    backend.elementwise(program, params, in, out);
    reachabilityFence(in);
    reachabilityFence(out);
  }

  @Override
  public void sweep(List<Step[]> groups) {
    backend.sweep(groups);
    reachabilityFence(groups);
  }

  @Override
  public void convert(Strided in, Strided out) {
    backend.convert(in, out);
    reachabilityFence(in);
    reachabilityFence(out);
  }

  @Override
  public void reduce(Reducer reducer, Strided in, int[] axes, Strided out) {
    backend.reduce(reducer, in, axes, out);
    reachabilityFence(in);
    reachabilityFence(out);
  }

  @Override
  public void rows(RowProgram program, double[] params, Strided[] in, int[] axes, Strided[] out) {
    backend.rows(program, params, in, axes, out);
    reachabilityFence(in);
    reachabilityFence(out);
  }

  @Override
  public void scan(Scan scan, Strided in, int axis, Strided out, @Nullable Strided positions) {
    backend.scan(scan, in, axis, out, positions);
    fence(in, out, positions);
  }

  @Override
  public void matmul(Strided a, Strided b, Strided c, boolean accumulate) {
    backend.matmul(a, b, c, accumulate);
    fence(a, b, c);
  }

  @Override
  public Packed pack(Strided b) {
    Packed packed = backend.pack(b);
    reachabilityFence(b);
    return packed;
  }

  @Override
  public void matmul(Strided a, Packed b, Strided c) {
    backend.matmul(a, b, c);
    reachabilityFence(a);
    reachabilityFence(b);
    reachabilityFence(c);
  }

  @Override
  public void convolution(Geometry geometry, Strided x, Strided w, @Nullable Strided bias, Strided y) {
    backend.convolution(geometry, x, w, bias, y);
    fence(x, w, y);
    reachabilityFence(bias);
  }

  @Override
  public void convolutionInput(Geometry geometry, Strided w, Strided y, Strided x) {
    backend.convolutionInput(geometry, w, y, x);
    fence(w, y, x);
  }

  @Override
  public void convolutionWeight(Geometry geometry, Strided x, Strided y, Strided w) {
    backend.convolutionWeight(geometry, x, y, w);
    fence(x, y, w);
  }

  @Override
  public void maxPool(Strided x, int[][] starts, int[][] ends, int[] dilation, Strided y, Strided positions) {
    backend.maxPool(x, starts, ends, dilation, y, positions);
    fence(x, y, positions);
  }

  @Override
  public void gather(Strided in, int axis, Strided index, Strided out) {
    backend.gather(in, axis, index, out);
    fence(in, index, out);
  }

  @Override
  public void scatter(Scatter mode, Strided out, int axis, Strided index, Strided src) {
    backend.scatter(mode, out, axis, index, src);
    fence(out, index, src);
  }

  @Override
  public void indexSelect(Strided in, int axis, Strided index, Strided out) {
    backend.indexSelect(in, axis, index, out);
    fence(in, index, out);
  }

  @Override
  public void indexPut(Scatter mode, Strided out, int axis, Strided index, Strided src) {
    backend.indexPut(mode, out, axis, index, src);
    fence(out, index, src);
  }

  @Override
  public void sort(Strided in, int axis, boolean descending, Strided values, Strided positions) {
    backend.sort(in, axis, descending, values, positions);
    fence(in, values, positions);
  }

  private static void fence(Strided a, Strided b, @Nullable Strided c) {
    reachabilityFence(a);
    reachabilityFence(b);
    reachabilityFence(c);
  }
}
