package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Reduction;
import dev.nabla.Tensor;

/**
 * How unlikely it is that log-probabilities [T, N, C] spell the targets when repetitions and blanks are dropped (Graves and others 2006). The mean is over losses divided by target lengths.
 *
 * @param blank the class that stands for no label
 * @param reduction what becomes of the losses of the single examples
 * @param zeroInfinity whether infinite losses, of targets that don't fit, count as 0
 */
public record CTCLoss(int blank, Reduction reduction, boolean zeroInfinity) {
  /** The mean. */
  public CTCLoss() {
    this(0, Reduction.MEAN, false);
  }

  /** The loss of targets [N, S], or one after the other, of these lengths. */
  public Tensor forward(Tensor logProbs, Tensor targets, int[] inputLengths, int[] targetLengths) {
    return F.ctcLoss(logProbs, targets, inputLengths, targetLengths, blank, reduction, zeroInfinity);
  }
}
