package dev.nabla.nn;

import dev.nabla.Tensor;

/** What training makes small: a scalar of an output and its target. */
@FunctionalInterface
public interface Loss {
  /** The loss of {@code input} against {@code target}. */
  Tensor forward(Tensor input, Tensor target);
}
