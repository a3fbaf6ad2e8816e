package dev.nabla.kernel.vector;

import dev.nabla.kernel.Strided;

/** Copies and conversions between windows of any strides. */
final class Copy {
  /** The blocks in which axes change places, along the output's rows and across them: so many cache lines with steps of 4 KiB do not collide. */
  private static final int TILE_ALONG = 16;

  private static final int TILE_ACROSS = 64;

  /** Elements worth a thread of their own. */
  private static final int GRAIN = 1 << 16;

  private Copy() {}

  /** {@code out[i] = (type of out) in[i]}. */
  static void convert(Strided in, Strided out) {
    int n = out.numel();
    if (n == 0) {
      return;
    }
    if (in.dtype() == out.dtype()) {
      copy(in, out);
    } else if (!in.isContiguous()) {
      Strided straight = Strided.allocate(in.dtype(), in.shape());
      copy(in, straight);
      convert(straight, out);
    } else if (!out.isContiguous()) {
      Strided straight = Strided.allocate(out.dtype(), out.shape());
      convert(in, straight);
      copy(straight, out);
    } else if (n < 2 * GRAIN) {
      Casts.convert(in.storage(), in.offset(), out.storage(), out.offset(), n);
    } else {
      Parallel.range(n, GRAIN,
          (from, to) -> Casts.convert(in.storage(), in.offset() + from, out.storage(), out.offset() + from, to - from));
    }
  }

  @SuppressWarnings("SuspiciousSystemArraycopy") // both arrays are of the windows' one type
  private static void copy(Strided in, Strided out) {
    int n = out.numel();
    if (in.isContiguous() && out.isContiguous()) {
      System.arraycopy(in.storage().array(), in.offset(), out.storage().array(), out.offset(), n);
      return;
    }
    Nest nest = Nest.of(new Strided[] {in}, out, null);
    int across = across(nest);
    if (nest.rank == 1 || n < 2 * GRAIN) {
      part(in, out, nest, across, 0, nest.dims[0]);
    } else {
      int grain = Math.max(across == 0 ? TILE_ACROSS : 1, (int) ((long) GRAIN * nest.dims[0] / n));
      Parallel.range(nest.dims[0], grain, (from, to) -> part(in, out, nest, across, from, to));
    }
  }

  /** The axis besides the innermost that the input is best read along: its axis of the smallest step, or else the next one. */
  private static int across(Nest nest) {
    int best = nest.rank - 2;
    int inner = Math.abs(nest.innerStride(0));
    for (int i = 0; i < nest.rank - 1; i++) {
      int step = nest.strides[0][i];
      if (step != 0 && step < inner && (best < 0 || nest.strides[0][best] == 0 || step < nest.strides[0][best])) {
        best = i;
      }
    }
    return best;
  }

  /** Copies the part from {@code from} to {@code to} - 1 on the outermost axis. */
  private static void part(Strided in, Strided out, Nest nest, int across, int from, int to) {
    int a = in.offset() + from * nest.strides[0][0];
    int r = out.offset() + from * nest.strides[1][0];
    int[] dims = nest.dims.clone();
    dims[0] = to - from;
    walk(in.storage().array(), a, out.storage().array(), r, nest, dims, across, 0);
  }

  /** Loops over the axes from {@code axis} on, but for {@code across} and the innermost one. */
  private static void walk(Object a, int from, Object r, int to, Nest nest, int[] dims, int across, int axis) {
    if (axis >= nest.rank - 1) {
      plane(a, from, r, to, nest, dims, across);
    } else if (axis == across) {
      walk(a, from, r, to, nest, dims, across, axis + 1);
    } else {
      for (int i = 0; i < dims[axis]; i++) {
        walk(a, from + i * nest.strides[0][axis], r, to + i * nest.strides[1][axis], nest, dims, across, axis + 1);
      }
    }
  }

  private static void plane(Object a, int from, Object r, int to, Nest nest, int[] dims, int across) {
    int inner = nest.rank - 1;
    int aj = nest.strides[0][inner];
    int rj = nest.strides[1][inner];
    if (across < 0) {
      BlockCopy.copy(a, from, 0, aj, r, to, 0, rj, 1, dims[inner]);
      return;
    }
    int ai = nest.strides[0][across];
    int ri = nest.strides[1][across];
    if (ai == 0 || ai >= aj) {
      BlockCopy.copy(a, from, ai, aj, r, to, ri, rj, dims[across], dims[inner]);
      return;
    }
    for (int j = 0; j < dims[inner]; j += TILE_ALONG) {
      int m = Math.min(TILE_ALONG, dims[inner] - j);
      for (int i = 0; i < dims[across]; i += TILE_ACROSS) {
        int n = Math.min(TILE_ACROSS, dims[across] - i);
        BlockCopy.copy(a, from + i * ai + j * aj, ai, aj, r, to + i * ri + j * rj, ri, rj, n, m);
      }
    }
  }
}
