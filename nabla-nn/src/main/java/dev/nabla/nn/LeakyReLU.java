package dev.nabla.nn;

import dev.nabla.F;

/** {@code x} where positive, else a fraction of it. */
public final class LeakyReLU extends Stateless {
  /** With slope 0.01. */
  public LeakyReLU() {
    this(0.01);
  }

  /** With this slope of the negative part. */
  public LeakyReLU(double negativeSlope) {
    super("negative_slope=" + PythonText.number(negativeSlope), x -> F.leakyRelu(x, negativeSlope));
  }
}
