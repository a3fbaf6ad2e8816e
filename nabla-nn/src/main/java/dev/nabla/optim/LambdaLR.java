package dev.nabla.optim;

import java.util.function.IntToDoubleFunction;

/** Multiplies the first learning rate by a function of the epoch. The function is not in the state dict. */
public final class LambdaLR extends LRScheduler {
  private final IntToDoubleFunction[] lambdas;

  /** One function for all parameter groups, or one for each. */
  public LambdaLR(Optimizer optimizer, IntToDoubleFunction... lambdas) {
    super(optimizer);
    this.lambdas = functions(lambdas);
    start();
  }

  @Override
  protected double rate(int i) {
    return base(i) * lambdas[i].applyAsDouble(epoch());
  }
}
