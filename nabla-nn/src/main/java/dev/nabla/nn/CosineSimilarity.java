package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/**
 * The cosine of the angle between vectors.
 *
 * @param dim the axis along which the vectors lie
 * @param eps the least norm that is divided by
 */
public record CosineSimilarity(int dim, double eps) {
  /** Along axis 1, eps 1e-8. */
  public CosineSimilarity() {
    this(1, 1e-8);
  }

  /** The cosines. */
  public Tensor forward(Tensor x1, Tensor x2) {
    return F.cosineSimilarity(x1, x2, dim, eps);
  }
}
