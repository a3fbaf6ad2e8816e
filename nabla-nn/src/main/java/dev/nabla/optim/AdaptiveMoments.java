package dev.nabla.optim;

import dev.nabla.Tensor;
import java.util.List;

/** An optimizer that keeps running means of gradients and of their squares or sizes; {@code S} is its own class. */
public abstract class AdaptiveMoments<S extends AdaptiveMoments<S>> extends AdaptiveRate<S> {
  /** An optimizer of one group with the defaults of {@code settings}. */
  protected AdaptiveMoments(List<Tensor> params, Settings settings) {
    super(params, settings);
  }

  /** The decay rates of the two running means. */
  public final S betas(double beta1, double beta2) {
    return with("betas", List.of(beta1, beta2));
  }
}
