package dev.nabla.optim;

import java.util.List;

/** Several schedules of one optimizer together: each changes, in every epoch, what those before it left. */
public final class ChainedScheduler extends CompositeLR {
  /** Steps all {@code schedulers}, in this order. */
  public ChainedScheduler(List<? extends LRScheduler> schedulers) {
    super(schedulers.getFirst().optimizer(), schedulers);
  }

  @Override
  public void step() {
    schedulers().forEach(LRScheduler::step);
    noteStep();
  }
}
