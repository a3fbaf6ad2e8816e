package dev.nabla.transform;

import dev.nabla.Tensor;

/** A function of any number of tensors. */
@FunctionalInterface
public interface TensorFunction {
  /** The value for these inputs. */
  Tensor apply(Tensor... in);
}
