package dev.nabla.optim;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lets the learning rate rise and fall between two bounds along lines (Smith 2017). Counts steps, not epochs. */
public final class CyclicLR extends LRScheduler {
  private final @Nullable DoubleUnaryOperator scale;

  /** Cycles of 4000 steps between {@code baseLr} and {@code maxLr}. */
  public CyclicLR(Optimizer optimizer, double baseLr, double maxLr) {
    this(optimizer, baseLr, maxLr, CyclicOptions.DEFAULT);
  }

  /** Cycles between {@code baseLr} and {@code maxLr} with these settings. */
  public CyclicLR(Optimizer optimizer, double baseLr, double maxLr, CyclicOptions options) {
    this(optimizer, new double[] {baseLr}, new double[] {maxLr}, options);
  }

  /** The same with bounds for each parameter group. */
  public CyclicLR(Optimizer optimizer, double[] baseLr, double[] maxLr, CyclicOptions options) {
    super(optimizer);
    check(List.of("triangular", "triangular2", "exp_range").contains(options.mode()),
        "the mode must be triangular, triangular2 or exp_range", options.mode());
    scale = options.scaleFn();
    put(BASE_LRS, perGroup("the least learning rate", baseLr));
    put("max_lrs", perGroup("the largest learning rate", maxLr));
    double total = options.stepSizeUp() + options.stepSizeDown();
    put("total_size", total);
    put("step_ratio", options.stepSizeUp() / total);
    put("mode", options.mode());
    put("gamma", options.gamma());
    put("_scale_fn_custom", null);
    put("scale_mode", options.scalesSteps() ? "iterations" : "cycle");
    put("cycle_momentum", options.cycleMomentum());
    if (options.cycleMomentum()) {
      put("use_beta1", MomentumCycle.of(optimizer).isBeta());
      put("base_momentums", perGroup("the least momentum", options.baseMomentum()));
      put("max_momentums", perGroup("the largest momentum", options.maxMomentum()));
      optimizer.paramGroups()
          .forEach(g -> MomentumCycle.of(optimizer).bounds(g, options.baseMomentum(), options.maxMomentum()));
    }
    start();
  }

  @Override
  protected double rate(int i) {
    double cycles = epoch() / number("total_size");
    double cycle = Math.floor(1 + cycles);
    double x = 1 + cycles - cycle;
    double ratio = number("step_ratio");
    double rise = x <= ratio ? x / ratio : (x - 1) / (ratio - 1);
    double height = rise * scale("cycle".equals(attribute("scale_mode")) ? cycle : epoch());
    if (Boolean.TRUE.equals(attribute("cycle_momentum"))) {
      double most = number("max_momentums", i);
      MomentumCycle.of(optimizer()).set(group(i), most - (most - number("base_momentums", i)) * height);
    }
    return base(i) + (number("max_lrs", i) - base(i)) * height;
  }

  private double scale(double x) {
    if (scale != null) {
      return scale.applyAsDouble(x);
    }
    return switch (String.valueOf(attribute("mode"))) {
      case "triangular2" -> Math.pow(2, 1 - x);
      case "exp_range" -> Math.pow(number("gamma"), x);
      default -> 1;
    };
  }
}
