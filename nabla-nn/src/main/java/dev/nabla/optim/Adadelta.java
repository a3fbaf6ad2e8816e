package dev.nabla.optim;

import dev.nabla.Tensor;
import java.util.List;

/** Adadelta (Zeiler 2012): the step is the gradient times the ratio of running sizes of steps and gradients. */
public final class Adadelta extends AdaptiveRate<Adadelta> {
  private static final UpdateRule RULE = UpdateRule.of("adadelta", "lr rho rest eps",
      "square_avg = rho * square_avg + rest * (d * d)",
      "t = sqrt(acc_delta + eps) / sqrt(square_avg + eps) * d",
      "acc_delta = rho * acc_delta + rest * (t * t)",
      "p = p - lr * t");

  /** Adadelta with learning rate {@code lr}. */
  public Adadelta(List<Tensor> params, double lr) {
    super(params, Settings.lr(lr).number("rho", 0.9, 0, Math.nextUp(1.0)).eps(1e-6).weightDecay(0));
  }

  /** Adadelta with learning rate 1. */
  public Adadelta(List<Tensor> params) {
    this(params, 1);
  }

  /** The decay rate of the running means of squares. */
  public Adadelta rho(double rho) {
    return with("rho", rho);
  }

  @Override
  protected void update(Update u) {
    u.count();
    double rho = u.get("rho");
    u.apply(RULE, u.lr(), rho, 1 - rho, u.get("eps"));
  }
}
