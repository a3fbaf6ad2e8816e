package dev.nabla.optim;

/** Multiplies the learning rate by a factor that changes linearly from {@code start} to {@code end}, which it reaches in epoch {@code totalIters}. */
public final class LinearLR extends LRScheduler {
  /** The factor goes from {@code start} to {@code end} within {@code totalIters} epochs. */
  public LinearLR(Optimizer optimizer, double start, double end, int totalIters) {
    super(optimizer);
    check(start > 0 && start <= 1, "the first factor must be above 0 and at most 1", start);
    check(end >= 0 && end <= 1, "the last factor must lie between 0 and 1", end);
    put("start_factor", start);
    put("end_factor", end);
    put("total_iters", totalIters);
    start();
  }

  /** The factor goes from a third to 1 within 5 epochs. */
  public LinearLR(Optimizer optimizer) {
    this(optimizer, 1.0 / 3, 1, 5);
  }

  @Override
  protected double rate(int i) {
    double start = number("start_factor");
    if (epoch() == 0) {
      return current(i) * start;
    }
    if (epoch() > number("total_iters")) {
      return current(i);
    }
    double change = number("end_factor") - start;
    return current(i) * (1 + change / (number("total_iters") * start + (epoch() - 1) * change));
  }
}
