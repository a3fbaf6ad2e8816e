package dev.nabla.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The machine and what it can do at most, both measured in this run.
 *
 * @param gflops         of a float32 matrix product, the best contestant's
 * @param bytesPerSecond read and written by copying arrays that no cache holds
 */
record Machine(String processor, String jvm, int threads, double gflops, double bytesPerSecond) {
  static Machine measure(List<Contestant> contestants, int threads) {
    Kernels.Gemm gemm = Kernels.Gemm.square(false, 1024);
    double best = Double.POSITIVE_INFINITY;
    for (Contestant c : contestants) {
      c.prepare("gemm-f32-1024");
      c.run(1500);
    }
    for (int round = 0; round < 5; round++) {
      for (Contestant c : contestants) {
        best = Math.min(best, c.run(60));
      }
    }
    return new Machine(processorName(), System.getProperty("java.vm.name") + " " + Runtime.version(), threads,
        gemm.flops() / best,
        contestants.getFirst().bytesPerSecond());
  }

  private static String processorName() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).trim() + ", " + Runtime.getRuntime().availableProcessors()
              + " processors";
        }
      }
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
    return System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors";
  }
}
