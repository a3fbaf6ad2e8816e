package dev.nabla.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One cycle of the learning rate, up and down far below where it began, with the momentum the other way round (Smith and Topin 2018). Counts
 * steps, not epochs.
 */
public final class OneCycleLR extends LRScheduler {
  private static final String PHASES = "_schedule_phases";
  private static final String CYCLES_MOMENTUM = "cycle_momentum";

  /** A cycle of {@code totalSteps} with the largest rate {@code maxLr}. */
  public OneCycleLR(Optimizer optimizer, double maxLr, int totalSteps) {
    this(optimizer, maxLr, totalSteps, OneCycleOptions.DEFAULT);
  }

  /** A cycle of {@code totalSteps} with the largest rate {@code maxLr} and these settings. */
  public OneCycleLR(Optimizer optimizer, double maxLr, int totalSteps, OneCycleOptions options) {
    this(optimizer, new double[] {maxLr}, totalSteps, options);
  }

  /** The same with a largest rate for each parameter group. */
  public OneCycleLR(Optimizer optimizer, double[] maxLr, int totalSteps, OneCycleOptions options) {
    super(optimizer);
    check(totalSteps > 0, "the number of steps must be above 0", totalSteps);
    check(options.pctStart() >= 0 && options.pctStart() <= 1, "pctStart must lie between 0 and 1", options.pctStart());
    List<Double> most = perGroup("the largest learning rate", maxLr);
    List<Double> bases = new ArrayList<>();
    for (int i = 0; i < groups(); i++) {
      ParamGroup g = group(i);
      double first = most.get(i) / options.divFactor();
      g.note(INITIAL_LR, first);
      g.note("max_lr", most.get(i));
      g.note("min_lr", first / options.finalDivFactor());
      bases.add(first);
      if (options.cycleMomentum()) {
        MomentumCycle.of(optimizer).bounds(g, options.baseMomentum(), options.maxMomentum());
      }
    }
    put(BASE_LRS, bases);
    put("total_steps", totalSteps);
    put("_anneal_func_type", options.linear() ? "linear" : "cos");
    put(CYCLES_MOMENTUM, options.cycleMomentum());
    put("use_beta1", optimizer.paramGroups().getFirst().has("betas"));
    put(PHASES, phases(totalSteps, options));
    start();
  }

  private static List<Map<String, Object>> phases(int totalSteps, OneCycleOptions options) {
    double rise = options.pctStart() * totalSteps;
    List<Map<String, Object>> out = new ArrayList<>();
    out.add(phase(rise - 1, "initial_lr", "max_lr", "max_momentum", "base_momentum"));
    if (options.threePhase()) {
      out.add(phase(2 * rise - 2, "max_lr", "initial_lr", "base_momentum", "max_momentum"));
      out.add(phase(totalSteps - 1, "initial_lr", "min_lr", "max_momentum", "max_momentum"));
    } else {
      out.add(phase(totalSteps - 1, "max_lr", "min_lr", "base_momentum", "max_momentum"));
    }
    return out;
  }

  private static Map<String, Object> phase(double end, String startLr, String endLr, String startMomentum,
      String endMomentum) {
    return Map.of("end_step", end, "start_lr", startLr, "end_lr", endLr, "start_momentum", startMomentum,
        "end_momentum",
        endMomentum);
  }

  @Override
  protected double rate(int i) {
    check(epoch() <= number("total_steps"), "the cycle has " + (int) number("total_steps") + " steps and is over",
        epoch());
    List<?> phases = (List<?>) Objects.requireNonNull(attribute(PHASES));
    double from = 0;
    int k = 0;
    while (k < phases.size() - 1 && epoch() > end(phases.get(k))) {
      from = end(phases.get(k++));
    }
    Map<?, ?> phase = (Map<?, ?>) phases.get(k);
    double part = (epoch() - from) / (end(phase) - from);
    if (Boolean.TRUE.equals(attribute(CYCLES_MOMENTUM))) {
      MomentumCycle.of(optimizer()).set(group(i), between(i, phase, "_momentum", part));
    }
    return between(i, phase, "_lr", part);
  }

  private static double end(Object phase) {
    return ((Number) Objects.requireNonNull(((Map<?, ?>) phase).get("end_step"))).doubleValue();
  }

  private double between(int i, Map<?, ?> phase, String what, double part) {
    double a = group(i).get(String.valueOf(phase.get("start" + what)));
    double b = group(i).get(String.valueOf(phase.get("end" + what)));
    return "linear".equals(attribute("_anneal_func_type"))
        ? (b - a) * part + a
        : b + (a - b) / 2 * (Math.cos(Math.PI * part) + 1);
  }
}
