package dev.nabla.nn;

import dev.nabla.F;

/** {@code log(1 / (1 + exp(-x)))}. */
public final class LogSigmoid extends Stateless {
  /** The layer. */
  public LogSigmoid() {
    super(F::logsigmoid);
  }
}
