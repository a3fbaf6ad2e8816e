package dev.nabla.optim;

import java.util.Arrays;
import java.util.List;

/** Several schedules of one optimizer, one after the other; each begins anew at its milestone. */
public final class SequentialLR extends CompositeLR {
  private final int[] milestones;

  /** Schedule number k + 1 begins in epoch number k of the {@code milestones}. */
  public SequentialLR(Optimizer optimizer, List<? extends LRScheduler> schedulers, int... milestones) {
    super(optimizer, schedulers);
    check(milestones.length == schedulers.size() - 1, "expects one milestone less than there are schedulers, "
        + (schedulers.size() - 1), milestones.length);
    this.milestones = milestones.clone();
    put("_milestones", Arrays.stream(milestones).boxed().toList());
    reset();
    schedulers.get(active(0)).restart();
    noteRates();
  }

  private int active(int epoch) {
    return (int) Arrays.stream(milestones).filter(m -> m <= epoch).count();
  }

  @Override
  public void step() {
    int now = active(epoch() + 1);
    LRScheduler scheduler = schedulers().get(now);
    if (now > 0 && milestones[now - 1] == epoch() + 1) {
      scheduler.restart();
    } else {
      scheduler.step();
    }
    noteStep();
  }
}
