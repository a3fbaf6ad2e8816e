package dev.nabla.optim;

/** Multiplies the learning rate by {@code gamma} every epoch. */
public final class ExponentialLR extends LRScheduler {
  /** The rate falls to {@code gamma} of itself every epoch. */
  public ExponentialLR(Optimizer optimizer, double gamma) {
    super(optimizer);
    put("gamma", gamma);
    start();
  }

  @Override
  protected double rate(int i) {
    return epoch() == 0 ? current(i) : current(i) * number("gamma");
  }
}
