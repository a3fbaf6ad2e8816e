package dev.nabla.optim;

import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.List;

/** Stochastic gradient descent, with PyTorch's momentum, dampening, Nesterov form and weight decay. */
public final class SGD extends FirstOrder<SGD> {
  private static final String VELOCITY = "momentum_buffer = momentum * momentum_buffer + rest * d";
  private static final UpdateRule PLAIN = UpdateRule.of("sgd", "lr", "p = p - lr * d");
  private static final UpdateRule MOMENTUM = UpdateRule.of("sgd_momentum", "lr momentum rest", VELOCITY,
      "p = p - lr * momentum_buffer");
  private static final UpdateRule NESTEROV = UpdateRule.of("sgd_nesterov", "lr momentum rest", VELOCITY,
      "p = p - lr * (d + momentum * momentum_buffer)");

  /** Plain gradient descent with learning rate {@code lr}. */
  public SGD(List<Tensor> params, double lr) {
    super(params, Settings.lr(lr).atLeastZero("momentum", 0).number("dampening", 0).weightDecay(0).flag("nesterov"));
  }

  /** Plain gradient descent with learning rate 0.001. */
  public SGD(List<Tensor> params) {
    this(params, 1e-3);
  }

  /** Keeps a running sum of gradients, {@code v = momentum * v + (1 - dampening) * g}, and steps by it. */
  public SGD momentum(double momentum) {
    return with("momentum", momentum);
  }

  /** Dampens the gradient's part in the momentum, but for the first gradient. */
  public SGD dampening(double dampening) {
    return with("dampening", dampening);
  }

  /** Nesterov's momentum; set the momentum first. */
  public SGD nesterov() {
    ParamGroup g = paramGroups().getFirst();
    if (g.get("momentum") <= 0 || g.get("dampening") != 0) {
      throw new NablaException("SGD: Nesterov momentum requires a momentum and zero dampening; got momentum "
          + g.get("momentum") + " and dampening " + g.get("dampening"));
    }
    return with("nesterov", true);
  }

  @Override
  protected void update(Update u) {
    double momentum = u.get("momentum");
    if (momentum == 0) {
      u.apply(PLAIN, u.lr());
      return;
    }
    double rest = u.isNew("momentum_buffer") ? 1 : 1 - u.get("dampening");
    u.apply(u.is("nesterov") ? NESTEROV : MOMENTUM, u.lr(), momentum, rest);
  }
}
