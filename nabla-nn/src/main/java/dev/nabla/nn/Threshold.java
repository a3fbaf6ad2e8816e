package dev.nabla.nn;

import dev.nabla.F;

/** {@code x} where it is above the threshold, else {@code value}. */
public final class Threshold extends Stateless {
  /** With this threshold and value. */
  public Threshold(double threshold, double value) {
    super("threshold=" + PythonText.number(threshold) + ", value=" + PythonText.number(value),
        x -> F.threshold(x, threshold, value));
  }
}
