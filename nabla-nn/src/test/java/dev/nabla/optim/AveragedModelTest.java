package dev.nabla.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.nn.BatchNorm1d;
import dev.nabla.nn.Linear;
import org.junit.jupiter.api.Test;

/** Means of weights against their formulas. */
class AveragedModelTest {
  private final Linear net = new Linear(1, 1);
  private final Linear copy = new Linear(1, 1);

  private void weight(double value) {
    net.parameters().forEach(p -> p.detach().fill_(value));
  }

  private double mean() {
    return copy.parameters().getFirst().item();
  }

  @Test
  void equalWeights() {
    AveragedModel average = AveragedModel.swa(copy, net);
    for (double v : new double[] {2, 4, 9}) {
      weight(v);
      average.updateParameters(net);
    }
    assertThat(mean()).isCloseTo(5, within(1e-6));
    assertThat(average.forward(Nabla.tensor(new double[][] {{3}}, Nabla.FLOAT32)).item()).isCloseTo(20, within(1e-5));
    assertThat(average.stateDict().keySet()).containsExactly("n_averaged", "module.weight", "module.bias");
    assertThat(average.stateDict().get("n_averaged")).extracting(Tensor::item).isEqualTo(3.0);
  }

  @Test
  void exponentialWeightsBeginWithTheFirst() {
    AveragedModel average = AveragedModel.ema(copy, net, 0.75);
    double want = 2;
    for (double v : new double[] {2, 4, 9}) {
      weight(v);
      average.updateParameters(net);
      want = 0.75 * want + 0.25 * v;
    }
    assertThat(mean()).isCloseTo(want, within(1e-6));
  }

  @Test
  void buffersAreCopiedUnlessTheyAreAveraged() {
    for (boolean useBuffers : new boolean[] {false, true}) {
      BatchNorm1d model = new BatchNorm1d(1);
      BatchNorm1d mean = new BatchNorm1d(1);
      AveragedModel average = new AveragedModel(mean, model, n -> 0.5, useBuffers);
      Tensor running = model.namedBuffers().values().iterator().next();
      running.fill_(2);
      average.updateParameters(model);
      running.fill_(4);
      average.updateParameters(model);
      assertThat(mean.namedBuffers().values().iterator().next().item()).isEqualTo(useBuffers ? 3 : 4);
    }
  }
}
