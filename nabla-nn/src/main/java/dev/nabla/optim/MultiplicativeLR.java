package dev.nabla.optim;

import java.util.function.IntToDoubleFunction;

/** Multiplies the learning rate by a function of the epoch, every epoch but the first. The function is not in the state dict. */
public final class MultiplicativeLR extends LRScheduler {
  private final IntToDoubleFunction[] lambdas;

  /** One function for all parameter groups, or one for each. */
  public MultiplicativeLR(Optimizer optimizer, IntToDoubleFunction... lambdas) {
    super(optimizer);
    this.lambdas = functions(lambdas);
    start();
  }

  @Override
  void restart() {
    start();
  }

  @Override
  protected double rate(int i) {
    return epoch() == 0 ? current(i) : current(i) * lambdas[i].applyAsDouble(epoch());
  }
}
