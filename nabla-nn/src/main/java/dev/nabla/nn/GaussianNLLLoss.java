package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;

/**
 * The negative log-likelihood of normal numbers: {@code (log var + (input - target)² / var) / 2}.
 *
 * @param full whether the constant {@code log(2π) / 2} is added
 * @param eps the least variance
 * @param reduction what becomes of the losses of the single elements
 */
public record GaussianNLLLoss(boolean full, double eps, Reduction reduction) {
  /** The mean. */
  public GaussianNLLLoss() {
    this(false, 1e-6, Reduction.MEAN);
  }

  /** The loss of means {@code input} and variances {@code var}. */
  public Tensor forward(Tensor input, Tensor target, Tensor var) {
    return F.gaussianNllLoss(input, target, var, full, eps, reduction);
  }
}
