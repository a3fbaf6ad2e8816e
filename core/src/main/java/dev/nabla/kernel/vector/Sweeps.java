package dev.nabla.kernel.vector;

import dev.nabla.kernel.Step;
import dev.nabla.kernel.Strided;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several elementwise programs in one pass over memory: each block of elements goes through all of them while it is in the first-level cache.
 *
 * <p>Blocks are small also because a program that computes much (a root, a quotient) then runs while the machine fetches the next block.
 */
final class Sweeps {
  /** Elements of a block. */
  private static final int BLOCK = 512;

  /** Blocks that are worth another thread. */
  private static final int GRAIN = (1 << 14) / BLOCK;

  private Sweeps() {}

  static void run(List<Step[]> groups) {
    List<Step[]> flat = new ArrayList<>(groups.size());
    for (Step[] group : groups) {
      if (isFlat(group)) {
        flat.add(group);
      } else {
        for (Step s : group) {
          ElementwiseKernels.run(s.program(), s.params(), s.in(), s.out());
        }
      }
    }
    int[] starts = new int[flat.size() + 1];
    Kernel[][] kernels = new Kernel[flat.size()][];
    for (int g = 0; g < flat.size(); g++) {
      int n = flat.get(g)[0].out().numel();
      starts[g + 1] = starts[g] + (n - 1) / BLOCK + 1;
      kernels[g] = kernels(flat.get(g), n);
    }
    Parallel.range(starts[flat.size()], GRAIN, (from, to) -> blocks(flat, kernels, starts, from, to));
  }

  private static boolean isFlat(Step[] group) {
    for (Step s : group) {
      if (s.out().numel() == 0 || !s.out().isContiguous() || !Compiled.of(s.program()).isDirect()) {
        return false;
      }
      for (Strided x : s.in()) {
        if (!x.isContiguous()) {
          return false;
        }
      }
    }
    return true;
  }

  private static Kernel[] kernels(Step[] group, int n) {
    Kernel[] kernels = new Kernel[group.length];
    for (int k = 0; k < kernels.length; k++) {
      kernels[k] = Compiled.of(group[k].program()).kernel(0, Math.min(n, BLOCK), n);
    }
    return kernels;
  }

  /** Blocks {@code from} to {@code to} - 1 of those of all groups; {@code starts} holds the first one of each group. */
  private static void blocks(List<Step[]> groups, Kernel[][] kernels, int[] starts, int from, int to) {
    int found = Arrays.binarySearch(starts, from);
    int g = found >= 0 ? found : -found - 2;
    for (int first = from; first < to; g++) {
      int last = Math.min(to, starts[g + 1]);
      blocks(groups.get(g), kernels[g], first - starts[g], last - starts[g]);
      first = last;
    }
  }

  private static void blocks(Step[] group, Kernel[] kernels, int first, int last) {
    int n = group[0].out().numel();
    for (int b = first; b < last; b++) {
      int from = b * BLOCK;
      int to = Math.min(n - from, BLOCK) + from;
      for (int k = 0; k < kernels.length; k++) {
        kernels[k].run(group[k].in(), group[k].params(), group[k].out(), from, to, true);
      }
    }
  }
}
