package dev.nabla.optim;

/** Multiplies the learning rate by {@code gamma} every {@code stepSize} epochs. */
public final class StepLR extends LRScheduler {
  /** The rate falls to {@code gamma} of itself every {@code stepSize} epochs. */
  public StepLR(Optimizer optimizer, int stepSize, double gamma) {
    super(optimizer);
    check(stepSize > 0, "the step size must be above 0", stepSize);
    put("step_size", stepSize);
    put("gamma", gamma);
    start();
  }

  /** The rate falls to a tenth every {@code stepSize} epochs. */
  public StepLR(Optimizer optimizer, int stepSize) {
    this(optimizer, stepSize, 0.1);
  }

  @Override
  protected double rate(int i) {
    boolean falls = epoch() > 0 && epoch() % number("step_size") == 0;
    return falls ? current(i) * number("gamma") : current(i);
  }
}
