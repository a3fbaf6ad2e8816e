package dev.nabla.optim;

import dev.nabla.Linalg;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.List;
import java.util.Objects;

/** Keeps gradients small before a step, as {@code torch.nn.utils} does. */
public final class GradientClipping {
  private GradientClipping() {}

  /** Scales gradients so that the 2-norm of all of them together is at most {@code maxNorm}; see the other method. */
  public static Tensor clipGradNorm_(List<Tensor> params, double maxNorm) {
    return clipGradNorm_(params, maxNorm, 2, false);
  }

  /**
   * Scales the gradients of {@code params} by one factor, {@code maxNorm / (norm + 1e-6)}, where that is below 1.
   *
   * @param normType which norm all gradients together are measured by: p of the p-norm, infinity for the largest size
   * @param errorIfNonfinite whether a norm that is not finite is an error; otherwise gradients become what the arithmetic gives
   * @return the norm before
   */
  public static Tensor clipGradNorm_(List<Tensor> params, double maxNorm, double normType, boolean errorIfNonfinite) {
    return Nabla.noGrad(() -> {
      List<Tensor> grads = grads(params);
      Tensor norm = getTotalNorm(grads, normType, errorIfNonfinite);
      double factor = Math.min(1, maxNorm / (norm.item() + 1e-6));
      grads.forEach(g -> g.mul_(factor));
      return norm;
    });
  }

  /** The norm of all {@code tensors} together, as if they were one vector; 0 where there are none. */
  public static Tensor getTotalNorm(List<Tensor> tensors, double normType, boolean errorIfNonfinite) {
    if (tensors.isEmpty()) {
      return Nabla.tensor(0.0);
    }
    List<Tensor> norms = tensors.stream().map(t -> Linalg.vectorNorm(t, normType)).toList();
    Tensor total = Linalg.vectorNorm(Nabla.stack(norms), normType);
    if (errorIfNonfinite && !Double.isFinite(total.item())) {
      throw new NablaException("clipGradNorm_: the total norm of order " + normType
          + " is non-finite, so gradients can't be clipped; got " + total.item()
          + "; to clip them all the same set errorIfNonfinite to false");
    }
    return total;
  }

  /** Cuts every element of the gradients off at {@code -clipValue} and {@code clipValue}. */
  public static void clipGradValue_(List<Tensor> params, double clipValue) {
    Nabla.noGrad(() -> grads(params).forEach(g -> g.clamp_(-clipValue, clipValue)));
  }

  private static List<Tensor> grads(List<Tensor> params) {
    return params.stream().map(Tensor::grad).filter(Objects::nonNull).map(Tensor::detach).toList();
  }
}
