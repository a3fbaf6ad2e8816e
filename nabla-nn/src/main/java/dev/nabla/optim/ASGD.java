package dev.nabla.optim;

import dev.nabla.Tensor;
import java.util.List;

/**
 * Averaged stochastic gradient descent (Polyak and Juditsky 1992): descends with a decaying rate {@code eta} and keeps, as {@code ax} in its
 * state, the mean of the parameters since step {@code t0}.
 */
public final class ASGD extends FirstOrder<ASGD> {
  private static final UpdateRule RULE = UpdateRule.of("asgd", "eta keep mu", "p = keep * p - eta * d",
      "ax = mu == 1 ? p : ax + (p - ax) * mu");

  /** ASGD with learning rate {@code lr}. */
  public ASGD(List<Tensor> params, double lr) {
    super(params, Settings.lr(lr).number("lambd", 1e-4).number("alpha", 0.75).number("t0", 1e6).weightDecay(0));
  }

  /** ASGD with learning rate 0.01. */
  public ASGD(List<Tensor> params) {
    this(params, 1e-2);
  }

  /** The decay {@code lambd} of parameters and rate; 1e-4 unless set. */
  public ASGD lambd(double lambd) {
    return with("lambd", lambd);
  }

  /** The power {@code alpha} by which the rate decays, {@code eta = lr / (1 + lambd * lr * step)^alpha}; 0.75 unless set. */
  public ASGD alpha(double alpha) {
    return with("alpha", alpha);
  }

  /** The step at which averaging begins; a million unless set. */
  public ASGD t0(double t0) {
    return with("t0", t0);
  }

  @Override
  protected void update(Update u) {
    double step = u.count();
    double lambd = u.get("lambd");
    Tensor eta = u.scalar("eta", u.lr());
    Tensor mu = u.scalar("mu", 1);
    u.apply(RULE, eta.item(), 1 - lambd * eta.item(), mu.item());
    eta.fill_(u.lr() / Math.pow(1 + lambd * u.lr() * step, u.get("alpha")));
    mu.fill_(1 / Math.max(1, step - u.get("t0")));
  }
}
