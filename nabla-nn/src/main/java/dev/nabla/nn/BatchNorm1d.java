package dev.nabla.nn;

import dev.nabla.Tensor;
import dev.nabla.type.ShapeException;

/** Batch normalisation of [N, C] or [N, C, L] over all axes but the channels, with a learned scale and shift (Ioffe and Szegedy 2015). */
public final class BatchNorm1d extends BatchNorm {
  /** With eps 1e-5 and momentum 0.1. */
  public BatchNorm1d(int features) {
    this(features, 1e-5, 0.1);
  }

  /** With these settings; running statistics move by {@code momentum} of the difference. */
  public BatchNorm1d(int features, double eps, double momentum) {
    super(features, eps, momentum);
  }

  @Override
  void check(Tensor x) {
    if (x.dim() != 2 && x.dim() != 3) {
      throw new ShapeException("BatchNorm1d: expected [N, C] or [N, C, L]; got " + x.type());
    }
  }
}
