package dev.nabla.optim;

import dev.nabla.Tensor;
import java.util.List;

/** Adam with the largest size of the gradient so far, decaying, as denominator (Kingma and Ba 2015, section 7.1). */
public final class Adamax extends AdaptiveMoments<Adamax> {
  private static final UpdateRule RULE = UpdateRule.of("adamax", "beta1 rest1 beta2 rate eps", Adam.MEANS[0],
      "exp_inf = max(beta2 * exp_inf, abs(d) + eps)", "p = p - rate * (exp_avg / exp_inf)");

  /** Adamax with learning rate {@code lr}. */
  public Adamax(List<Tensor> params, double lr) {
    super(params, Settings.lr(lr).betas(0.9, 0.999).eps(1e-8).weightDecay(0));
  }

  /** Adamax with learning rate 0.002. */
  public Adamax(List<Tensor> params) {
    this(params, 2e-3);
  }

  @Override
  protected void update(Update u) {
    double beta1 = u.get("betas", 0);
    double rate = u.lr() / (1 - Math.pow(beta1, u.count()));
    u.apply(RULE, beta1, 1 - beta1, u.get("betas", 1), rate, u.get("eps"));
  }
}
