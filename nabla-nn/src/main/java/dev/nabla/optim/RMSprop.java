package dev.nabla.optim;

import dev.nabla.Tensor;
import java.util.List;

/** RMSprop (Hinton, lecture notes; centered: Graves 2013): divides by the root of the running mean of squared gradients. */
public final class RMSprop extends AdaptiveRate<RMSprop> {
  private static final UpdateRule PLAIN = rule("rmsprop", false, false);
  private static final UpdateRule MOMENTUM = rule("rmsprop_momentum", false, true);
  private static final UpdateRule CENTERED = rule("rmsprop_centered", true, false);
  private static final UpdateRule CENTERED_MOMENTUM = rule("rmsprop_centered_momentum", true, true);

  /** RMSprop with learning rate {@code lr}. */
  public RMSprop(List<Tensor> params, double lr) {
    super(params, Settings.lr(lr).atLeastZero("alpha", 0.99).eps(1e-8).weightDecay(0).atLeastZero("momentum", 0)
        .flag("centered"));
  }

  /** RMSprop with learning rate 0.01. */
  public RMSprop(List<Tensor> params) {
    this(params, 1e-2);
  }

  private static UpdateRule rule(String name, boolean centered, boolean momentum) {
    String variance = centered ? "square_avg - grad_avg * grad_avg" : "square_avg";
    String step = "d / (sqrt(" + variance + ") + eps)";
    List<String> lines = new java.util.ArrayList<>(List.of("square_avg = alpha * square_avg + rest * (d * d)"));
    if (centered) {
      lines.add("grad_avg = alpha * grad_avg + rest * d");
    }
    if (momentum) {
      lines.add("momentum_buffer = momentum * momentum_buffer + " + step);
    }
    lines.add("p = p - lr * " + (momentum ? "momentum_buffer" : "(" + step + ")"));
    return UpdateRule.of(name, "lr alpha rest eps momentum", lines.toArray(String[]::new));
  }

  /** The decay rate of the running means; 0.99 unless set. */
  public RMSprop alpha(double alpha) {
    return with("alpha", alpha);
  }

  /** Keeps a running sum of steps, {@code v = momentum * v + step}. */
  public RMSprop momentum(double momentum) {
    return with("momentum", momentum);
  }

  /** Divides by the running standard deviation: takes the square of the running mean off. */
  public RMSprop centered() {
    return with("centered", true);
  }

  @Override
  protected void update(Update u) {
    u.count();
    double alpha = u.get("alpha");
    double momentum = u.get("momentum");
    UpdateRule rule = u.is("centered")
        ? momentum > 0 ? CENTERED_MOMENTUM : CENTERED
        : momentum > 0 ? MOMENTUM : PLAIN;
    u.apply(rule, u.lr(), alpha, 1 - alpha, u.get("eps"), momentum);
  }
}
