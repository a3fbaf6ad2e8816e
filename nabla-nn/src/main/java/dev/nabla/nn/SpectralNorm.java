package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;

/**
 * A weight divided by its largest singular value, which a power iteration follows in training (Miyato and others 2018). The weight counts as a matrix
 * whose rows lie along one axis.
 */
public final class SpectralNorm extends Parametrization {
  private final int steps;
  private final double eps;
  private final int dim;
  private final Tensor left;
  private final Tensor right;

  /** For this weight: {@code steps} of the iteration in each training pass; {@code eps} is the least norm divided by. */
  public SpectralNorm(Tensor weight, int steps, double eps, int dim) {
    this.steps = steps;
    this.eps = eps;
    this.dim = dim;
    if (steps < 1) {
      throw new NablaException("SpectralNorm: expected at least one step of the iteration; got " + steps);
    }
    Tensor w = weight.detach();
    if (w.dim() == 1) {
      left = w;
      right = w;
      return;
    }
    w = matrix(w);
    left = buffer("_u", start(w, w.size(0)));
    right = buffer("_v", start(w, w.size(1)));
    iterate(w, 15);
  }

  private Tensor start(Tensor w, int n) {
    return F.normalize(Nabla.empty(w.dtype(), n).normal_(0, 1), 2, 0, eps);
  }

  private Tensor matrix(Tensor weight) {
    return weight.movedim(dim, 0).flatten(1, -1);
  }

  private void iterate(Tensor w, int n) {
    Nabla.noGrad(() -> {
      for (int i = 0; i < n; i++) {
        left.copy_(F.normalize(w.mv(right), 2, 0, eps));
        right.copy_(F.normalize(w.t().mv(left), 2, 0, eps));
      }
    });
  }

  @Override
  public Tensor forward(Tensor original) {
    if (original.dim() == 1) {
      return F.normalize(original, 2, 0, eps);
    }
    Tensor w = matrix(original);
    if (isTraining()) {
      iterate(w.detach(), steps);
    }
    Tensor sigma = left.cloneTensor().dot(w.mv(right.cloneTensor()));
    return original.div(sigma);
  }
}
