package dev.nabla.testkit.golden;

import dev.nabla.Tensor;
import dev.nabla.optim.Adam;
import dev.nabla.optim.AdamW;
import dev.nabla.optim.Optimizer;
import dev.nabla.optim.SGD;
import java.util.List;

/** Optimizers by PyTorch's names and arguments. */
final class Optimizers {
  private Optimizers() {}

  /** The optimizer {@code torch.optim.NAME(params, **settings)}. */
  static Optimizer create(String name, List<Tensor> params, Settings settings) {
    Optimizer out = switch (name) {
      case "SGD" -> sgd(params, settings);
      case "Adam" -> adam(new Adam(params, settings.number("lr", 1e-3)), settings);
      case "AdamW" -> adam(new AdamW(params, settings.number("lr", 1e-3)), settings);
      default -> throw new Unsupported("no optimizer " + name);
    };
    settings.check(name);
    return out;
  }

  private static SGD sgd(List<Tensor> params, Settings s) {
    SGD sgd = new SGD(params, s.number("lr", 1e-3)).momentum(s.number("momentum", 0))
        .dampening(s.number("dampening", 0)).weightDecay(s.number("weight_decay", 0));
    if (s.flag("nesterov", false)) {
      sgd.nesterov();
    }
    return s.flag("maximize", false) ? sgd.maximize() : sgd;
  }

  private static Adam adam(Adam adam, Settings s) {
    if (s.get("betas") instanceof List<?> betas) {
      adam.betas(Values.real(betas.get(0)), Values.real(betas.get(1)));
    }
    if (s.has("weight_decay")) {
      adam.weightDecay(s.number("weight_decay", 0));
    }
    if (s.flag("amsgrad", false)) {
      adam.amsgrad();
    }
    if (s.flag("maximize", false)) {
      adam.maximize();
    }
    return adam.eps(s.number("eps", 1e-8));
  }
}
