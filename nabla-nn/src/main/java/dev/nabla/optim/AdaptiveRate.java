package dev.nabla.optim;

import dev.nabla.Tensor;
import java.util.List;

/** An optimizer that divides each element's step by the size of its gradients so far; {@code S} is its own class. */
public abstract class AdaptiveRate<S extends AdaptiveRate<S>> extends FirstOrder<S> {
  /** An optimizer of one group with the defaults of {@code settings}. */
  protected AdaptiveRate(List<Tensor> params, Settings settings) {
    super(params, settings);
  }

  /** What is added to the denominator. */
  public final S eps(double eps) {
    return with("eps", eps);
  }
}
