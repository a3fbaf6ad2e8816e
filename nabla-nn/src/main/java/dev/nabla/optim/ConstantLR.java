package dev.nabla.optim;

/** Multiplies the learning rate by {@code factor} until epoch {@code totalIters}. */
public final class ConstantLR extends LRScheduler {
  /** The rate is {@code factor} of what it was, until epoch {@code totalIters}. */
  public ConstantLR(Optimizer optimizer, double factor, int totalIters) {
    super(optimizer);
    check(factor >= 0 && factor <= 1, "the factor must lie between 0 and 1", factor);
    put("factor", factor);
    put("total_iters", totalIters);
    start();
  }

  /** The rate is a third of what it was, until epoch 5. */
  public ConstantLR(Optimizer optimizer) {
    this(optimizer, 1.0 / 3, 5);
  }

  @Override
  protected double rate(int i) {
    if (epoch() == 0) {
      return current(i) * number("factor");
    }
    return epoch() == number("total_iters") ? current(i) * (1 / number("factor")) : current(i);
  }
}
