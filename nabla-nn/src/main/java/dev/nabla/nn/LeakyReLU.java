package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** {@code x} where positive, else a fraction of it. */
public final class LeakyReLU extends Module {
  private final double negativeSlope;

  /** With slope 0.01. */
  public LeakyReLU() {
    this(0.01);
  }

  /** With this slope. */
  public LeakyReLU(double negativeSlope) {
    this.negativeSlope = negativeSlope;
  }

  @Override
  public Tensor forward(Tensor x) {
    return F.leakyRelu(x, negativeSlope);
  }

  @Override
  protected String describe() {
    return "negative_slope=" + negativeSlope;
  }
}
