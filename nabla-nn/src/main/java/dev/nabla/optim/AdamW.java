package dev.nabla.optim;

import dev.nabla.Tensor;
import java.util.List;

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019); weight decay 0.01 unless set. */
public final class AdamW extends Adam {
  /** AdamW with learning rate {@code lr}. */
  public AdamW(List<Tensor> params, double lr) {
    super(params, lr, 0.01);
  }

  /** AdamW with learning rate 0.001. */
  public AdamW(List<Tensor> params) {
    this(params, 1e-3);
  }

  @Override
  Tensor decayed(ParamGroup group, Tensor p, Tensor grad) {
    p.mul_(1 - group.lr() * group.get("weight_decay"));
    return grad;
  }
}
