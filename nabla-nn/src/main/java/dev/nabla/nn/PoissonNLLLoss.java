package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;

/**
 * The negative log-likelihood of counts: {@code exp(input) - target * input}.
 *
 * @param logInput whether the input is the logarithm of the rate, not the rate
 * @param full whether Stirling's term is added
 * @param eps added to rates before their logarithm
 * @param reduction what becomes of the losses of the single elements
 */
public record PoissonNLLLoss(boolean logInput, boolean full, double eps, Reduction reduction) implements Loss {
  /** The mean. */
  public PoissonNLLLoss() {
    this(true, false, 1e-8, Reduction.MEAN);
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.poissonNllLoss(input, target, logInput, full, eps, reduction);
  }
}
