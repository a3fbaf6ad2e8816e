package dev.nabla.optim;

import dev.nabla.Tensor;
import java.util.List;

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019); weight decay 0.01 unless set. */
public final class AdamW extends AdaptiveMoments<AdamW> {
  /** AdamW with learning rate {@code lr}. */
  public AdamW(List<Tensor> params, double lr) {
    super(params, Adam.settings(lr, 0.01, true));
  }

  /** AdamW with learning rate 0.001. */
  public AdamW(List<Tensor> params) {
    this(params, 1e-3);
  }

  /** The AMSGrad variant: divides by the largest mean of squares so far. */
  public AdamW amsgrad() {
    return with("amsgrad", true);
  }

  @Override
  protected void update(Update u) {
    Adam.apply(u);
  }
}
