package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** {@code x} where positive, else {@code alpha * (exp(x) - 1)}. */
public final class ELU extends Module {
  private final double alpha;

  /** With scale of the negative part 1.0. */
  public ELU() {
    this(1.0);
  }

  /** With this scale of the negative part. */
  public ELU(double alpha) {
    this.alpha = alpha;
  }

  @Override
  public Tensor forward(Tensor x) {
    return F.elu(x, alpha);
  }

  @Override
  protected String describe() {
    return "alpha=" + alpha;
  }
}
