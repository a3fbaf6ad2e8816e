package dev.nabla.optim;

import dev.nabla.Tensor;
import java.util.List;

/** Adagrad (Duchi, Hazan and Singer 2011): divides by the root of the sum of all squared gradients. */
public final class Adagrad extends AdaptiveRate<Adagrad> {
  private static final UpdateRule RULE = UpdateRule.of("adagrad", "rate eps", "sum = sum + d * d",
      "p = p - rate * (d / (sqrt(sum) + eps))");

  /** Adagrad with learning rate {@code lr}. */
  public Adagrad(List<Tensor> params, double lr) {
    super(params, Settings.lr(lr).atLeastZero("lr_decay", 0).eps(1e-10).weightDecay(0)
        .atLeastZero("initial_accumulator_value", 0));
  }

  /** Adagrad with learning rate 0.01. */
  public Adagrad(List<Tensor> params) {
    this(params, 1e-2);
  }

  /** Divides the learning rate of step n by {@code 1 + (n - 1) * lrDecay}. */
  public Adagrad lrDecay(double lrDecay) {
    return with("lr_decay", lrDecay);
  }

  /** Where the sums of squares start. */
  public Adagrad initialAccumulatorValue(double value) {
    return with("initial_accumulator_value", value);
  }

  @Override
  protected void update(Update u) {
    double rate = u.lr() / (1 + (u.count() - 1) * u.get("lr_decay"));
    u.tensor("sum", u.get("initial_accumulator_value"));
    u.apply(RULE, rate, u.get("eps"));
  }
}
