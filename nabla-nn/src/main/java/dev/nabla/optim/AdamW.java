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
  public AdamW betas(double beta1, double beta2) {
    super.betas(beta1, beta2);
    return this;
  }

  @Override
  public AdamW eps(double eps) {
    super.eps(eps);
    return this;
  }

  @Override
  public AdamW weightDecay(double weightDecay) {
    super.weightDecay(weightDecay);
    return this;
  }

  @Override
  public AdamW amsgrad() {
    super.amsgrad();
    return this;
  }

  @Override
  public AdamW maximize() {
    super.maximize();
    return this;
  }

  @Override
  boolean decaysGradient() {
    return false;
  }
}
