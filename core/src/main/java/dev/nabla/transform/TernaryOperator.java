package dev.nabla.transform;

import dev.nabla.Tensor;

/** A function of three tensors. */
@FunctionalInterface
public interface TernaryOperator {
  /** The value for these inputs. */
  Tensor apply(Tensor a, Tensor b, Tensor c);
}
