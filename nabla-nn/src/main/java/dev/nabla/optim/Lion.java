package dev.nabla.optim;

import dev.nabla.Tensor;
import java.util.List;

/**
 * Lion (Chen et al. 2023, "Symbolic discovery of optimization algorithms", algorithm 2): steps of equal size by the sign of
 * {@code beta1 * m + (1 - beta1) * g}, decoupled weight decay, {@code m} decaying by beta2. PyTorch has no such optimizer; settings are called
 * as those of Adam.
 */
public final class Lion extends FirstOrder<Lion> {
  private static final UpdateRule RULE = UpdateRule.of("lion", "beta1 rest1 beta2 rest2 keep lr",
      "p = keep * p - lr * sign(beta1 * exp_avg + rest1 * g)", "exp_avg = beta2 * exp_avg + rest2 * g");

  /** Lion with learning rate {@code lr}; a third to a tenth of that of AdamW is advised. */
  public Lion(List<Tensor> params, double lr) {
    super(params, Settings.lr(lr).betas(0.9, 0.99).weightDecay(0).flag("decoupled_weight_decay", true));
  }

  /** Lion with learning rate 0.0001. */
  public Lion(List<Tensor> params) {
    this(params, 1e-4);
  }

  /** How much of the momentum is in the step, and how much of it is kept; 0.9 and 0.99 unless set. */
  public Lion betas(double beta1, double beta2) {
    return with("betas", List.of(beta1, beta2));
  }

  @Override
  protected void update(Update u) {
    double beta1 = u.get("betas", 0);
    double beta2 = u.get("betas", 1);
    u.apply(RULE, beta1, 1 - beta1, beta2, 1 - beta2, u.keep(), u.lr());
  }
}
