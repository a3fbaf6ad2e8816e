package dev.nabla;

import dev.nabla.type.DType;
import dev.nabla.type.ShapeException;
import org.jspecify.annotations.Nullable;

/** Attention as a composition. */
final class Attention {
  private Attention() {}

  static Tensor scaledDotProduct(
      Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, double dropoutP, boolean isCausal, @Nullable Double scale) {
    if (isCausal && mask != null) {
      throw new ShapeException("scaledDotProductAttention: Explicit attn_mask should not be set when is_causal=True");
    }
    if (q.dim() < 2 || k.dim() < 2 || v.dim() < 2) {
      throw new ShapeException("scaledDotProductAttention: query, key and value need at least 2 axes; got " + q.type()
          + ", " + k.type() + " and "
          + v.type());
    }
    double factor = scale == null ? 1 / Math.sqrt(q.size(-1)) : scale;
    Tensor scores = q.mul(factor).matmul(k.mT());
    if (isCausal) {
      scores = scores.maskedFill(behind(q.size(-2), k.size(-2)), Double.NEGATIVE_INFINITY);
    }
    Tensor weights = mask == null ? scores.softmax(-1) : masked(scores, mask);
    return (dropoutP > 0 ? F.dropout(weights, dropoutP, true) : weights).matmul(v);
  }

  /** The softmax of masked scores; zeros in rows where nothing takes part. */
  private static Tensor masked(Tensor scores, Tensor mask) {
    Tensor x = mask.dtype() == DType.BOOL
        ? scores.maskedFill(mask.logicalNot(), Double.NEGATIVE_INFINITY)
        : scores.add(mask);
    Tensor empty = x.detach().eq(Double.NEGATIVE_INFINITY).all(-1, true);
    return x.maskedFill(empty, 0.0).softmax(-1).maskedFill(empty, 0.0);
  }

  /** Whether the column lies behind the row. */
  private static Tensor behind(int rows, int columns) {
    return Nabla.arange(columns).gt(Nabla.arange(rows).unsqueeze(1));
  }
}
