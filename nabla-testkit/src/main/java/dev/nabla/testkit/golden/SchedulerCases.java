package dev.nabla.testkit.golden;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.optim.Adam;
import dev.nabla.optim.LRScheduler;
import dev.nabla.optim.Optimizer;
import dev.nabla.optim.ParamGroup;
import dev.nabla.optim.ReduceLROnPlateau;
import dev.nabla.optim.SGD;
import dev.nabla.testkit.Closeness;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Learning rates of schedulers, step by step, and the momenta that some change along with them. */
final class SchedulerCases implements CaseKind {
  private static final Closeness CLOSE = new Closeness(1e-12, 1e-15);

  @Override
  public Map<Aspect, Check> checks(Entry entry) {
    return Map.of(Aspect.FORWARD, () -> run(entry));
  }

  private static void run(Entry entry) {
    Optimizer optimizer = optimizer(entry);
    LRScheduler scheduler = Schedulers.create(optimizer, entry.text("scheduler"), Values.map(entry.field("kwargs")));
    List<@Nullable Object> rates = entry.values("lrs");
    for (int epoch = 0; epoch < rates.size(); epoch++) {
      if (epoch > 0) {
        step(scheduler, entry, epoch - 1);
      }
      List<@Nullable Object> expected = Values.list(rates.get(epoch));
      for (int i = 0; i < expected.size(); i++) {
        CLOSE.check("rate " + i + " after step " + epoch, optimizer.paramGroups().get(i).lr(),
            Values.real(expected.get(i)));
      }
      if (entry.has("momentum_or_betas")) {
        momentum(optimizer.paramGroups().getFirst(), entry.values("momentum_or_betas").get(epoch), epoch);
      }
    }
  }

  private static void step(LRScheduler scheduler, Entry entry, int index) {
    if (scheduler instanceof ReduceLROnPlateau plateau) {
      plateau.step(Values.real(entry.values("metrics").get(index)));
    } else {
      scheduler.step();
    }
  }

  private static void momentum(ParamGroup group, @Nullable Object expected, int epoch) {
    if (expected instanceof List<?> betas) {
      for (int i = 0; i < betas.size(); i++) {
        CLOSE.check("beta " + i + " after step " + epoch, group.get("betas", i), Values.real(betas.get(i)));
      }
    } else {
      CLOSE.check("momentum after step " + epoch, group.get("momentum"), Values.real(expected));
    }
  }

  private static Optimizer optimizer(Entry entry) {
    List<Tensor> params = List.of(Nabla.zeros(1).requiresGrad_());
    Optimizer optimizer = entry.text("optimizer").equals("SGD") ? new SGD(params).momentum(0.9) : new Adam(params);
    List<@Nullable Object> bases = entry.values("base_lrs");
    optimizer.set("lr", bases.getFirst());
    for (int i = 1; i < bases.size(); i++) {
      optimizer.addParamGroup(List.of(Nabla.zeros(1).requiresGrad_()), Map.of("lr", Values.real(bases.get(i))));
    }
    return optimizer;
  }
}
