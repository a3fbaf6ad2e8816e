package dev.nabla.optim;

import dev.nabla.type.NablaException;
import java.util.ArrayList;
import java.util.List;

/** The momentum of an optimizer's groups, or their beta1, for schedules that change it along with the learning rate. */
record MomentumCycle(boolean isBeta) {
  /** The momentum of {@code optimizer}; an error where it has none. */
  static MomentumCycle of(Optimizer optimizer) {
    ParamGroup g = optimizer.paramGroups().getFirst();
    if (!g.has("momentum") && !g.has("betas")) {
      throw new NablaException(optimizer.getClass().getSimpleName()
          + " has neither momentum nor betas for the schedule to change; switch cycleMomentum off");
    }
    return new MomentumCycle(g.has("betas"));
  }

  void set(ParamGroup group, double momentum) {
    if (!isBeta) {
      group.note("momentum", momentum);
      return;
    }
    List<Object> betas = new ArrayList<>((List<?>) java.util.Objects.requireNonNull(group.value("betas")));
    betas.set(0, momentum);
    group.note("betas", betas);
  }

  /** Notes the bounds in the group, where PyTorch keeps them. */
  void bounds(ParamGroup group, double least, double most) {
    group.note("max_momentum", most);
    group.note("base_momentum", least);
  }
}
