package dev.nabla.bench;

import java.util.Arrays;
import java.util.List;

/**
 * One contestant's times for one workload, in milliseconds.
 *
 * @param allocated bytes of the Java heap that one run takes; 0 for a peer
 */
record Measured(String who, double medianMs, double minMs, long allocated) {
  static Measured of(String who, List<Double> ns, long allocated) {
    double[] sorted = ns.stream().mapToDouble(x -> x / 1e6).sorted().toArray();
    int n = sorted.length;
    return new Measured(who, (sorted[n / 2] + sorted[(n - 1) / 2]) / 2, Arrays.stream(sorted).min().orElse(Double.NaN),
        allocated);
  }
}
