package dev.nabla.optim;

/** Multiplies the learning rate by {@code (1 - epoch / totalIters)^power}, until it is 0. */
public final class PolynomialLR extends LRScheduler {
  /** The rate is 0 in epoch {@code totalIters}. */
  public PolynomialLR(Optimizer optimizer, int totalIters, double power) {
    super(optimizer);
    put("total_iters", totalIters);
    put("power", power);
    start();
  }

  /** The rate falls linearly to 0 within 5 epochs. */
  public PolynomialLR(Optimizer optimizer) {
    this(optimizer, 5, 1);
  }

  @Override
  protected double rate(int i) {
    double total = number("total_iters");
    if (epoch() == 0 || epoch() > total) {
      return current(i);
    }
    double shrink = (1 - epoch() / total) / (1 - (epoch() - 1) / total);
    return current(i) * Math.pow(shrink, number("power"));
  }
}
