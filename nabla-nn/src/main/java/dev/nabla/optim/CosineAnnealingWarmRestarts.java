package dev.nabla.optim;

/** Lets the learning rate fall to {@code etaMin} along half a cosine, again and again (Loshchilov and Hutter 2017, SGDR). */
public final class CosineAnnealingWarmRestarts extends LRScheduler {
  private static final String LENGTH = "T_i";
  private static final String AT = "T_cur";

  /** Falls within {@code t0} epochs at first, then each time within {@code tMult} times as many as before. */
  public CosineAnnealingWarmRestarts(Optimizer optimizer, int t0, int tMult, double etaMin) {
    super(optimizer);
    check(t0 > 0, "the number of epochs until the first restart must be above 0", t0);
    check(tMult >= 1, "the factor of the number of epochs must be at least 1", tMult);
    put("T_0", t0);
    put(LENGTH, t0);
    put("T_mult", tMult);
    put("eta_min", etaMin);
    put(AT, 0);
    start();
  }

  /** Falls to 0 within {@code t0} epochs each time. */
  public CosineAnnealingWarmRestarts(Optimizer optimizer, int t0) {
    this(optimizer, t0, 1, 0);
  }

  @Override
  public void step() {
    double at = number(AT) + 1;
    double length = number(LENGTH);
    boolean restarts = at >= length;
    put(AT, restarts ? at % length : at);
    put(LENGTH, restarts ? length * number("T_mult") : length);
    super.step();
  }

  @Override
  void restart() {
    put(AT, 0);
    put(LENGTH, attribute("T_0"));
    super.restart();
  }

  @Override
  protected double rate(int i) {
    double least = number("eta_min");
    return least + (base(i) - least) * (1 + Math.cos(Math.PI * number(AT) / number(LENGTH))) / 2;
  }
}
