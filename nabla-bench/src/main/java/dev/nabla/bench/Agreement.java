package dev.nabla.bench;

import java.io.PrintStream;
import java.util.Map;

/** Whether all contestants compute the same numbers. */
final class Agreement {
  /** A result that is this much smaller than the others is what is left when large terms cancel: it is compared with them. */
  private static final double SMALL = 1e-3;

  private Agreement() {}

  /** Compares every peer's results with ours, and names the first that differs. */
  static boolean check(Workload w, Map<Contestant, double[][]> results, Contestant ours, PrintStream out) {
    double[][] mine = results.get(ours);
    boolean same = mine != null;
    for (Map.Entry<Contestant, double[][]> e : results.entrySet()) {
      if (e.getKey() != ours && mine != null) {
        String difference = difference(mine, e.getValue(), w.setup().tolerance());
        if (!difference.isEmpty()) {
          out.println("  " + w.name() + ": nabla and " + e.getKey().name() + " differ: " + difference);
          same = false;
        }
      }
    }
    return same;
  }

  static String difference(double[][] a, double[][] b, double tolerance) {
    if (a.length != b.length) {
      return a.length + " results and " + b.length;
    }
    double overall = 0;
    for (double[] result : b) {
      for (double x : result) {
        overall = Math.max(overall, Math.abs(x));
      }
    }
    for (int r = 0; r < a.length; r++) {
      if (a[r].length != b[r].length) {
        return "result " + r + " has " + a[r].length + " elements and " + b[r].length;
      }
      double largest = SMALL * overall;
      for (double x : b[r]) {
        largest = Math.max(largest, Math.abs(x));
      }
      for (int i = 0; i < a[r].length; i++) {
        if (!(Math.abs(a[r][i] - b[r][i]) <= tolerance * largest) && a[r][i] != b[r][i]) {
          return "result " + r + ", element " + i + ": " + a[r][i] + " and " + b[r][i] + ", where the largest is "
              + largest;
        }
      }
    }
    return "";
  }
}
