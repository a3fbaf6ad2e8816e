package dev.nabla.optim;

import dev.nabla.Tensor;
import java.util.List;

/**
 * Adam with Nesterov momentum (Dozat 2016), whose momentum grows with the steps as {@code mu = beta1 * (1 - 0.96^(step * momentumDecay) / 2)}.
 *
 * <p>The mean's part of the step is divided by {@code 1 - product * mu * next}, as PyTorch 1 does, where {@code product} holds this step's mu
 * already; PyTorch 2 leaves {@code mu} out.
 */
public final class NAdam extends AdaptiveMoments<NAdam> {
  private static final UpdateRule RULE = UpdateRule.of("nadam",
      "beta1 rest1 beta2 rest2 keep gradRate meanRate correction eps",
      Adam.MEANS[0], Adam.MEANS[1],
      "p = keep * p - (gradRate * d + meanRate * exp_avg) / (sqrt(exp_avg_sq / correction) + eps)");

  /** NAdam with learning rate {@code lr}. */
  public NAdam(List<Tensor> params, double lr) {
    super(params, Settings.lr(lr).betas(0.9, 0.999).eps(1e-8).weightDecay(0).atLeastZero("momentum_decay", 4e-3)
        .flag("decoupled_weight_decay"));
  }

  /** NAdam with learning rate 0.002. */
  public NAdam(List<Tensor> params) {
    this(params, 2e-3);
  }

  /** How fast the momentum grows; 0.004 unless set. */
  public NAdam momentumDecay(double momentumDecay) {
    return with("momentum_decay", momentumDecay);
  }

  /** Takes the weight decay off the parameter instead of adding it to the gradient. */
  public NAdam decoupledWeightDecay() {
    return with("decoupled_weight_decay", true);
  }

  @Override
  protected void update(Update u) {
    double step = u.count();
    double beta1 = u.get("betas", 0);
    double beta2 = u.get("betas", 1);
    double mu = momentum(u, step);
    double next = momentum(u, step + 1);
    Tensor product = u.scalar("mu_product", 1).mul_(mu);
    double gradRate = u.lr() * (1 - mu) / (1 - product.item());
    double meanRate = u.lr() * next / (1 - product.mul(mu).mul(next).item());
    u.apply(RULE, beta1, 1 - beta1, beta2, 1 - beta2, u.keep(), gradRate, meanRate, 1 - Math.pow(beta2, step),
        u.get("eps"));
  }

  private static double momentum(Update u, double step) {
    return u.get("betas", 0) * (1 - 0.5 * Math.pow(0.96, step * u.get("momentum_decay")));
  }
}
