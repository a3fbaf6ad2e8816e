package dev.nabla.nn;

import dev.nabla.F;

/** {@code x * relu6(x + 3) / 6}. */
public final class Hardswish extends Stateless {
  /** The layer. */
  public Hardswish() {
    super(F::hardswish);
  }
}
