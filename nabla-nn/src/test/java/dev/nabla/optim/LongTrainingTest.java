package dev.nabla.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.nn.Linear;
import dev.nabla.nn.Sequential;
import dev.nabla.nn.Tanh;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Training for long keeps nothing: what a step made is garbage when the next one starts. */
class LongTrainingTest {
  private static final int STEPS = 100_000;

  @Test
  @Tag("long")
  void theHeapStaysFlatOverAHundredThousandSteps() {
    Nabla.manualSeed(0);
    Tensor x = Nabla.randn(32, 8);
    Tensor y = Nabla.randn(32, 1);
    Sequential net = new Sequential(new Linear(8, 16), new Tanh(), new Linear(16, 1));
    Adam optimizer = new Adam(net.parameters(), 1e-3);
    long early = 0;
    double first = Double.NaN;
    for (int step = 1; step <= STEPS; step++) {
      optimizer.zeroGrad();
      Tensor loss = F.mseLoss(net.forward(x), y);
      loss.backward();
      optimizer.step();
      if (step == 1) {
        first = loss.item();
      } else if (step == STEPS / 10) {
        early = used();
      } else if (step == STEPS) {
        assertThat(loss.item()).isLessThan(first / 10);
      }
    }
    // A node or a tensor kept for each step would take 90,000 times 50 bytes at the least.
    assertThat(used() - early).isLessThan(4_000_000);
  }

  private static long used() {
    System.gc();
    Runtime r = Runtime.getRuntime();
    return r.totalMemory() - r.freeMemory();
  }
}
