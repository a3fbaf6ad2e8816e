package dev.nabla.transform;

import dev.nabla.Tensor;
import java.util.List;

/** The value of a function and its gradients, one for each input asked for. */
public record GradResult(Tensor value, List<Tensor> grads) {
  /** The gradient of the only input asked for. */
  public Tensor grad() {
    return grads.get(0);
  }
}
