package dev.nabla.kernel.vector;

import dev.nabla.kernel.Step;
import dev.nabla.kernel.Strided;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

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
        continue;
      }
      runFlat(flat);
      flat.clear();
      for (Step s : group) {
        ElementwiseKernels.run(s.program(), s.params(), s.in(), s.out());
      }
    }
    runFlat(flat);
  }

  private static void runFlat(List<Step[]> groups) {
    int[] starts = new int[groups.size() + 1];
    Kernel[][] kernels = new Kernel[groups.size()][];
    for (int g = 0; g < kernels.length; g++) {
      int n = groups.get(g)[0].out().numel();
      starts[g + 1] = starts[g] + (n - 1) / BLOCK + 1;
      kernels[g] = kernels(groups.get(g), n);
    }
    int n = starts[kernels.length];
    if (n < 2 * GRAIN || Parallel.threads() == 1 || !areIndependent(groups)) {
      blocks(groups, kernels, starts, 0, n);
    } else {
      Parallel.range(n, GRAIN, (from, to) -> blocks(groups, kernels, starts, from, to));
    }
  }

  /** Whether no group writes to an array that another one reads or writes. */
  private static boolean areIndependent(List<Step[]> groups) {
    Map<Object, Step[]> users = new IdentityHashMap<>();
    Map<Object, Step[]> writers = new IdentityHashMap<>();
    boolean independent = true;
    for (Step[] group : groups) {
      for (Step s : group) {
        Object written = s.out().storage().array();
        writers.put(written, group);
        independent &= users.getOrDefault(written, group) == group;
        for (Strided x : s.in()) {
          Object read = x.storage().array();
          independent &= writers.getOrDefault(read, group) == group;
          users.put(read, group);
        }
        users.put(written, group);
      }
    }
    return independent;
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
