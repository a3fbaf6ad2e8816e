package dev.nabla.optim;

import dev.nabla.Tensor;
import java.util.List;

/** An optimizer of gradients alone, with the settings that most of them have; {@code S} is its own class. */
public abstract class FirstOrder<S extends FirstOrder<S>> extends Optimizer {
  /** An optimizer of one group with the defaults of {@code settings}. */
  protected FirstOrder(List<Tensor> params, Settings settings) {
    super(params, settings);
  }

  /** Weight decay: added to the gradient, {@code g + weightDecay * p}, or, where it is decoupled, taken off the parameter. */
  public final S weightDecay(double weightDecay) {
    return with("weight_decay", weightDecay);
  }

  /** Climbs instead of descending. */
  public final S maximize() {
    return with("maximize", true);
  }

  /** Sets {@code setting} and returns this optimizer. */
  @SuppressWarnings("unchecked")
  protected final S with(String setting, Object value) {
    set(setting, value);
    return (S) this;
  }
}
