package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Softmax and negative log-likelihood in one: input [N, C, …] of logits, target [N, …] of class numbers (int64) or class probabilities [N, C, …].
 *
 * @param weight a weight for each class, [C]; null for ones
 * @param ignoreIndex the class number that costs nothing
 * @param reduction what becomes of the losses of the single examples; the mean is weighted
 * @param labelSmoothing the part of each target that is spread evenly over all classes
 */
public record CrossEntropyLoss(@Nullable Tensor weight, int ignoreIndex, Reduction reduction, double labelSmoothing)
    implements
      Loss {
  /** The mean. */
  public CrossEntropyLoss() {
    this(null, -100, Reduction.MEAN, 0);
  }

  /** This loss with a weight for each class. */
  public CrossEntropyLoss withWeight(Tensor value) {
    return new CrossEntropyLoss(value, ignoreIndex, reduction, labelSmoothing);
  }

  /** This loss with another class number that costs nothing. */
  public CrossEntropyLoss withIgnoreIndex(int value) {
    return new CrossEntropyLoss(weight, value, reduction, labelSmoothing);
  }

  /** This loss with another reduction. */
  public CrossEntropyLoss withReduction(Reduction value) {
    return new CrossEntropyLoss(weight, ignoreIndex, value, labelSmoothing);
  }

  /** This loss with part of each target spread evenly over all classes. */
  public CrossEntropyLoss withLabelSmoothing(double value) {
    return new CrossEntropyLoss(weight, ignoreIndex, reduction, value);
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.crossEntropy(input, target, weight, ignoreIndex, reduction, labelSmoothing);
  }
}
