package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The mean over the classes of the cross entropy of {@code sigmoid(input)}; input and target [N, C].
 *
 * @param weight a weight for each class, [C]; null for ones
 * @param reduction what becomes of the losses of the single examples
 */
public record MultiLabelSoftMarginLoss(@Nullable Tensor weight, Reduction reduction) implements Loss {
  /** The mean. */
  public MultiLabelSoftMarginLoss() {
    this(null, Reduction.MEAN);
  }

  @Override
  public Tensor forward(Tensor input, Tensor target) {
    return F.multilabelSoftMarginLoss(input, target, weight, reduction);
  }
}
