package dev.nabla.nn;

import dev.nabla.type.NablaException;

/** What all kinds of dropout share: the probability. */
public abstract sealed class DropoutLayer extends Layer
    permits Dropout, Dropout1d, Dropout2d, Dropout3d, AlphaDropout, FeatureAlphaDropout {
  /** The probability with which something is dropped. */
  final double p;

  DropoutLayer(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new NablaException("dropout probability has to be between 0 and 1, but got " + p);
    }
    this.p = p;
  }

  @Override
  protected String describe() {
    return "p=" + PythonText.number(p) + ", inplace=False";
  }
}
