package dev.nabla.optim;

import dev.nabla.Tensor;
import java.util.List;

/** Adam (Kingma and Ba 2015), with PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8. */
public final class Adam extends AdaptiveMoments<Adam> {
  /** The running means of gradients and their squares; 1 - beta is a number of its own, as float32 would lose digits of it. */
  static final String[] MEANS = {"exp_avg = beta1 * exp_avg + rest1 * d",
    "exp_avg_sq = beta2 * exp_avg_sq + rest2 * (d * d)"};
  private static final String NUMBERS = "beta1 rest1 beta2 rest2 keep rate scale eps";
  private static final UpdateRule PLAIN = UpdateRule.of("adam", NUMBERS, MEANS[0], MEANS[1],
      "p = keep * p - rate * (exp_avg / (sqrt(exp_avg_sq) * scale + eps))");
  private static final UpdateRule AMSGRAD = UpdateRule.of("amsgrad", NUMBERS, MEANS[0], MEANS[1],
      "max_exp_avg_sq = max(max_exp_avg_sq, exp_avg_sq)",
      "p = keep * p - rate * (exp_avg / (sqrt(max_exp_avg_sq) * scale + eps))");

  /** Adam with learning rate {@code lr}. */
  public Adam(List<Tensor> params, double lr) {
    super(params, settings(lr, 0, false));
  }

  /** Adam with learning rate 0.001. */
  public Adam(List<Tensor> params) {
    this(params, 1e-3);
  }

  /** The AMSGrad variant: divides by the largest mean of squares so far. */
  public Adam amsgrad() {
    return with("amsgrad", true);
  }

  /** Takes the weight decay off the parameter, as {@link AdamW} does, instead of adding it to the gradient. */
  public Adam decoupledWeightDecay() {
    return with("decoupled_weight_decay", true);
  }

  @Override
  protected void update(Update u) {
    apply(u);
  }

  static Settings settings(double lr, double weightDecay, boolean decoupled) {
    return Settings.lr(lr).betas(0.9, 0.999).eps(1e-8).weightDecay(weightDecay).flag("amsgrad")
        .flag("decoupled_weight_decay", decoupled);
  }

  /** The step of Adam and AdamW. */
  static void apply(Update u) {
    double step = u.count();
    double beta1 = u.get("betas", 0);
    double beta2 = u.get("betas", 1);
    double rate = u.lr() / (1 - Math.pow(beta1, step));
    double scale = 1 / Math.sqrt(1 - Math.pow(beta2, step));
    u.apply(u.is("amsgrad") ? AMSGRAD : PLAIN, beta1, 1 - beta1, beta2, 1 - beta2, u.keep(), rate, scale, u.get("eps"));
  }
}
