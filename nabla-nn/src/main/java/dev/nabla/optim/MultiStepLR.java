package dev.nabla.optim;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Multiplies the learning rate by {@code gamma} at each of some epochs; by its power at one that is named several times. */
public final class MultiStepLR extends LRScheduler {
  /** The rate falls to {@code gamma} of itself at each of the {@code milestones}. */
  public MultiStepLR(Optimizer optimizer, int[] milestones, double gamma) {
    super(optimizer);
    Map<Integer, Integer> counts = new TreeMap<>();
    Arrays.stream(milestones).forEach(m -> counts.merge(m, 1, Integer::sum));
    put("milestones", counts);
    put("gamma", gamma);
    start();
  }

  /** The rate falls to a tenth at each of the {@code milestones}. */
  public MultiStepLR(Optimizer optimizer, int... milestones) {
    this(optimizer, milestones, 0.1);
  }

  @Override
  protected double rate(int i) {
    int times = 0;
    if (attribute("milestones") instanceof Map<?, ?> counts) {
      for (var e : counts.entrySet()) {
        times += ((Number) e.getKey()).intValue() == epoch() ? ((Number) e.getValue()).intValue() : 0;
      }
    }
    return times == 0 ? current(i) : current(i) * Math.pow(number("gamma"), times);
  }
}
