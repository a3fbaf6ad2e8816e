package dev.nabla.nn;

import dev.nabla.F;

/** {@code x} where {@code |x| > lambda}, else 0. */
public final class Hardshrink extends Stateless {
  /** With lambda 0.5. */
  public Hardshrink() {
    this(0.5);
  }

  /** With this lambda. */
  public Hardshrink(double lambd) {
    super(PythonText.number(lambd), x -> F.hardshrink(x, lambd));
  }
}
