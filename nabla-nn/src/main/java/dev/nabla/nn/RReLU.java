package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** {@code x} where positive, else a fraction of it, drawn at random in training and the mean of the bounds otherwise (Xu and others 2015). */
public final class RReLU extends Layer {
  private final double lower;
  private final double upper;

  /** Between 1/8 and 1/3. */
  public RReLU() {
    this(1.0 / 8, 1.0 / 3);
  }

  /** Between these fractions. */
  public RReLU(double lower, double upper) {
    this.lower = lower;
    this.upper = upper;
  }

  @Override
  protected Tensor compute(Tensor x) {
    return F.rrelu(x, lower, upper, isTraining());
  }

  @Override
  protected String describe() {
    return "lower=" + PythonText.number(lower) + ", upper=" + PythonText.number(upper);
  }
}
