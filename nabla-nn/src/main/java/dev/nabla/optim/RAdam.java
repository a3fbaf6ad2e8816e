package dev.nabla.optim;

import dev.nabla.Tensor;
import java.util.List;

/** Adam whose adaptive rate is rectified by its variance (Liu et al. 2020); as long as that is unbounded, a step of momentum. */
public final class RAdam extends AdaptiveMoments<RAdam> {
  private static final String NUMBERS = "beta1 rest1 beta2 rest2 keep rate eps";
  private static final UpdateRule RECTIFIED = UpdateRule.of("radam", NUMBERS, Adam.MEANS[0], Adam.MEANS[1],
      "p = keep * p - rate * (exp_avg / (sqrt(exp_avg_sq) + eps))");
  private static final UpdateRule PLAIN = UpdateRule.of("radam_plain", NUMBERS, Adam.MEANS[0], Adam.MEANS[1],
      "p = keep * p - rate * exp_avg");

  /** RAdam with learning rate {@code lr}. */
  public RAdam(List<Tensor> params, double lr) {
    super(params, Settings.lr(lr).betas(0.9, 0.999).eps(1e-8).weightDecay(0).flag("decoupled_weight_decay"));
  }

  /** RAdam with learning rate 0.001. */
  public RAdam(List<Tensor> params) {
    this(params, 1e-3);
  }

  /** Takes the weight decay off the parameter instead of adding it to the gradient. */
  public RAdam decoupledWeightDecay() {
    return with("decoupled_weight_decay", true);
  }

  @Override
  protected void update(Update u) {
    double step = u.count();
    double beta1 = u.get("betas", 0);
    double beta2 = u.get("betas", 1);
    double correction = 1 - Math.pow(beta2, step);
    double longest = 2 / (1 - beta2) - 1;
    double length = longest - 2 * step * Math.pow(beta2, step) / correction;
    double rate = u.lr() / (1 - Math.pow(beta1, step));
    UpdateRule rule = PLAIN;
    if (length > 5) {
      rule = RECTIFIED;
      rate *= Math
          .sqrt(correction * ((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length));
    }
    u.apply(rule, beta1, 1 - beta1, beta2, 1 - beta2, u.keep(), rate, u.get("eps"));
  }
}
