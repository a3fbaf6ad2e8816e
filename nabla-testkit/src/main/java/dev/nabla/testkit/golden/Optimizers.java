package dev.nabla.testkit.golden;

import dev.nabla.Tensor;
import dev.nabla.optim.ASGD;
import dev.nabla.optim.Adadelta;
import dev.nabla.optim.Adagrad;
import dev.nabla.optim.Adam;
import dev.nabla.optim.AdamW;
import dev.nabla.optim.Adamax;
import dev.nabla.optim.LBFGS;
import dev.nabla.optim.NAdam;
import dev.nabla.optim.Optimizer;
import dev.nabla.optim.RAdam;
import dev.nabla.optim.RMSprop;
import dev.nabla.optim.Rprop;
import dev.nabla.optim.SGD;
import java.util.List;

/** Optimizers by PyTorch's names and arguments. */
final class Optimizers {
  private Optimizers() {}

  /** The optimizer {@code torch.optim.NAME(params, **settings)}. */
  static Optimizer create(String name, List<Tensor> params, Settings settings) {
    Optimizer out = switch (name) {
      case "SGD" -> new SGD(params);
      case "Adam" -> new Adam(params);
      case "AdamW" -> new AdamW(params);
      case "Adamax" -> new Adamax(params);
      case "NAdam" -> new NAdam(params);
      case "RAdam" -> new RAdam(params);
      case "Adagrad" -> new Adagrad(params);
      case "Adadelta" -> new Adadelta(params);
      case "RMSprop" -> new RMSprop(params);
      case "Rprop" -> new Rprop(params);
      case "ASGD" -> new ASGD(params);
      case "LBFGS" -> new LBFGS(params, 1, settings.whole("max_iter", 20));
      default -> throw new Unsupported("no optimizer " + name);
    };
    settings.all().forEach(out::set);
    return out;
  }
}
