package dev.nabla.nn;

import dev.nabla.F;

/** {@code x / (k + alpha * mean(x²))^beta}, the mean over {@code size} neighbouring channels (Krizhevsky and others 2012). */
public final class LocalResponseNorm extends Stateless {
  /** With alpha 1e-4, beta 0.75 and k 1. */
  public LocalResponseNorm(int size) {
    this(size, 1e-4, 0.75, 1);
  }

  /** With these settings. */
  public LocalResponseNorm(int size, double alpha, double beta, double k) {
    super(size + ", alpha=" + PythonText.number(alpha) + ", beta=" + PythonText.number(beta) + ", k="
        + PythonText.number(k), x -> F.localResponseNorm(x, size, alpha, beta, k));
  }
}
