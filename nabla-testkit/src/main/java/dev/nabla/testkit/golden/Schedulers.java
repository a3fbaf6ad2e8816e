package dev.nabla.testkit.golden;

import dev.nabla.optim.ChainedScheduler;
import dev.nabla.optim.ConstantLR;
import dev.nabla.optim.CosineAnnealingLR;
import dev.nabla.optim.CosineAnnealingWarmRestarts;
import dev.nabla.optim.CyclicLR;
import dev.nabla.optim.CyclicOptions;
import dev.nabla.optim.ExponentialLR;
import dev.nabla.optim.LRScheduler;
import dev.nabla.optim.LambdaLR;
import dev.nabla.optim.LinearLR;
import dev.nabla.optim.MultiStepLR;
import dev.nabla.optim.MultiplicativeLR;
import dev.nabla.optim.OneCycleLR;
import dev.nabla.optim.OneCycleOptions;
import dev.nabla.optim.Optimizer;
import dev.nabla.optim.PolynomialLR;
import dev.nabla.optim.ReduceLROnPlateau;
import dev.nabla.optim.SequentialLR;
import dev.nabla.optim.StepLR;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Learning-rate schedulers by PyTorch's names and arguments. */
final class Schedulers {
  private Schedulers() {}

  /** The scheduler {@code torch.optim.lr_scheduler.NAME(optimizer, **settings)}. */
  static LRScheduler create(Optimizer o, String name, Map<String, @Nullable Object> kwargs) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>(kwargs);
    Object parts = plain.remove("schedulers");
    Settings a = Settings.of(plain);
    LRScheduler out = parts == null ? single(o, name, a) : composite(o, name, schedulers(o, Values.list(parts)), a);
    a.check(name);
    return out;
  }

  private static LRScheduler composite(Optimizer o, String name, List<LRScheduler> parts, Settings a) {
    return switch (name) {
      case "SequentialLR" -> new SequentialLR(o, parts, a.wholes("milestones"));
      case "ChainedScheduler" -> new ChainedScheduler(parts);
      default -> throw new Unsupported("no scheduler " + name);
    };
  }

  private static LRScheduler single(Optimizer o, String name, Settings a) {
    return switch (name) {
      case "StepLR" -> new StepLR(o, a.whole("step_size", 0), a.number("gamma", 0.1));
      case "MultiStepLR" -> new MultiStepLR(o, a.wholes("milestones"), a.number("gamma", 0.1));
      case "ConstantLR" -> new ConstantLR(o, a.number("factor", 1.0 / 3), a.whole("total_iters", 5));
      case "LinearLR" ->
        new LinearLR(o, a.number("start_factor", 1.0 / 3), a.number("end_factor", 1), a.whole("total_iters", 5));
      case "ExponentialLR" -> new ExponentialLR(o, a.number("gamma", 0));
      case "PolynomialLR" -> new PolynomialLR(o, a.whole("total_iters", 5), a.number("power", 1));
      case "CosineAnnealingLR" -> new CosineAnnealingLR(o, a.whole("T_max", 0), a.number("eta_min", 0));
      case "CosineAnnealingWarmRestarts" ->
        new CosineAnnealingWarmRestarts(o, a.whole("T_0", 0), a.whole("T_mult", 1), a.number("eta_min", 0));
      case "LambdaLR" -> new LambdaLR(o, functions(a));
      case "MultiplicativeLR" -> new MultiplicativeLR(o, functions(a));
      case "CyclicLR" -> new CyclicLR(o, a.numbers("base_lr"), a.numbers("max_lr"),
          new CyclicOptions(a.whole("step_size_up", 2000), a.whole("step_size_down", a.whole("step_size_up", 2000)),
              a.text("mode", "triangular"), a.number("gamma", 1), null, a.text("mode", "").equals("exp_range"),
              a.flag("cycle_momentum", true), a.number("base_momentum", 0.8), a.number("max_momentum", 0.9)));
      case "OneCycleLR" -> new OneCycleLR(o, a.numbers("max_lr"),
          a.whole("total_steps", a.whole("epochs", 0) * a.whole("steps_per_epoch", 0)),
          new OneCycleOptions(a.number("pct_start", 0.3), a.text("anneal_strategy", "cos").equals("linear"),
              a.flag("cycle_momentum", true), a.number("base_momentum", 0.85), a.number("max_momentum", 0.95),
              a.number("div_factor", 25), a.number("final_div_factor", 1e4), a.flag("three_phase", false)));
      case "ReduceLROnPlateau" -> plateau(new ReduceLROnPlateau(o), a);
      default -> throw new Unsupported("no scheduler " + name);
    };
  }

  private static ReduceLROnPlateau plateau(ReduceLROnPlateau s, Settings a) {
    s.factor(a.number("factor", 0.1)).patience(a.whole("patience", 10)).cooldown(a.whole("cooldown", 0))
        .eps(a.number("eps", 1e-8));
    if (a.has("min_lr")) {
      s.minLr(a.numbers("min_lr"));
    }
    double threshold = a.number("threshold", 1e-4);
    s = a.text("threshold_mode", "rel").equals("abs") ? s.absoluteThreshold(threshold) : s.threshold(threshold);
    return a.text("mode", "min").equals("max") ? s.max() : s;
  }

  /** The schedulers in a list of objects that name one each. */
  private static List<LRScheduler> schedulers(Optimizer o, List<@Nullable Object> list) {
    return list.stream().map(s -> Values.map(s).entrySet().iterator().next())
        .map(e -> create(o, e.getKey(), Values.map(e.getValue()))).toList();
  }

  private static IntToDoubleFunction[] functions(Settings a) {
    List<?> texts = a.get("lr_lambda") instanceof List<?> list ? list : List.of(a.text("lr_lambda", ""));
    return texts.stream().map(t -> function(String.valueOf(t))).toArray(IntToDoubleFunction[]::new);
  }

  private static IntToDoubleFunction function(String text) {
    return epoch -> new PythonArithmetic(text, Map.of("epoch", (double) epoch)).value();
  }
}
