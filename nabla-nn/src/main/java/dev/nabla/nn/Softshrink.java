package dev.nabla.nn;

import dev.nabla.F;

/** {@code x} moved by {@code lambda} towards 0, and 0 where it would pass it. */
public final class Softshrink extends Stateless {
  /** With lambda 0.5. */
  public Softshrink() {
    this(0.5);
  }

  /** With this lambda. */
  public Softshrink(double lambd) {
    super(PythonText.number(lambd), x -> F.softshrink(x, lambd));
  }
}
