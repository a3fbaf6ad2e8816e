package dev.nabla.optim;

import dev.nabla.type.NablaException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A schedule made of others. */
abstract sealed class CompositeLR extends LRScheduler permits SequentialLR, ChainedScheduler {
  private static final String SCHEDULERS = "_schedulers";

  private final List<LRScheduler> schedulers;

  CompositeLR(Optimizer optimizer, List<? extends LRScheduler> schedulers) {
    super(optimizer);
    this.schedulers = List.copyOf(schedulers);
    for (LRScheduler s : schedulers) {
      check(s.optimizer() == optimizer, "expects all schedulers to belong to the same optimizer", s);
      check(!(s instanceof ReduceLROnPlateau), "does not support schedulers whose steps need a metric", s);
    }
  }

  final List<LRScheduler> schedulers() {
    return schedulers;
  }

  /** Has no rates of its own. */
  @Override
  protected final double rate(int i) {
    return current(i);
  }

  @Override
  public final Map<String, @Nullable Object> stateDict() {
    Map<String, @Nullable Object> out = super.stateDict();
    out.put(SCHEDULERS, schedulers.stream().map(LRScheduler::stateDict).toList());
    return out;
  }

  @Override
  public final void loadStateDict(Map<String, ?> state) {
    if (!(state.get(SCHEDULERS) instanceof List<?> all) || all.size() != schedulers.size()) {
      throw new NablaException(getClass().getSimpleName() + ": a state dict has a list \"" + SCHEDULERS + "\" of "
          + schedulers.size() + "; got " + state.get(SCHEDULERS));
    }
    super.loadStateDict(state);
    for (int k = 0; k < schedulers.size(); k++) {
      schedulers.get(k).loadStateDict(state(all.get(k)));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> state(Object dict) {
    return (Map<String, ?>) dict;
  }
}
