package dev.nabla.optim;

import dev.nabla.ElementwiseOp;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adam (Kingma and Ba 2015), with PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8. */
public class Adam extends Optimizer {
  // One pass over memory each: a step is bound by it. The rest 1 - beta is a parameter, computed in double: in float32 it
  // would lose digits.
  private static final ElementwiseOp MEAN = ElementwiseOp.define("adam_mean", "m g", "beta rest",
      "beta * m + rest * g");
  private static final ElementwiseOp SQUARE = ElementwiseOp.define("adam_square", "v g", "beta rest",
      "beta * v + rest * (g * g)");
  private static final ElementwiseOp UPDATE = ElementwiseOp.define("adam_update", "p m v", "step correction eps",
      "p - step * (m / (sqrt(v) / correction + eps))");

  /** Adam with learning rate {@code lr}. */
  public Adam(List<Tensor> params, double lr) {
    this(params, lr, 0);
  }

  /** Adam with learning rate 0.001. */
  public Adam(List<Tensor> params) {
    this(params, 1e-3);
  }

  Adam(List<Tensor> params, double lr, double decay) {
    super(params, settings(lr, decay));
  }

  private static Map<String, Double> settings(double lr, double decay) {
    if (!(lr >= 0)) {
      throw new NablaException("Invalid learning rate: " + lr);
    }
    Map<String, Double> s = new LinkedHashMap<>();
    s.put("lr", lr);
    s.put("beta1", 0.9);
    s.put("beta2", 0.999);
    s.put("eps", 1e-8);
    s.put("weight_decay", decay);
    s.put("amsgrad", 0.0);
    s.put("maximize", 0.0);
    return s;
  }

  /** The decay rates of the running means of gradient and squared gradient. */
  public Adam betas(double beta1, double beta2) {
    for (double b : new double[] {beta1, beta2}) {
      if (!(b >= 0 && b < 1)) {
        throw new NablaException("Invalid beta parameter: " + b + "; it must lie in [0, 1)");
      }
    }
    setting("beta1", beta1);
    setting("beta2", beta2);
    return this;
  }

  /** What is added to the denominator. */
  public Adam eps(double eps) {
    setting("eps", eps);
    return this;
  }

  /** Weight decay: in Adam added to the gradient, in AdamW taken off the parameter. */
  public Adam weightDecay(double weightDecay) {
    if (!(weightDecay >= 0)) {
      throw new NablaException("Invalid weight_decay value: " + weightDecay);
    }
    setting("weight_decay", weightDecay);
    return this;
  }

  /** The AMSGrad variant: divides by the largest mean of squares so far. */
  public Adam amsgrad() {
    setting("amsgrad", 1);
    return this;
  }

  /** Climbs instead of descending. */
  public Adam maximize() {
    setting("maximize", 1);
    return this;
  }

  /** The gradient with the weight decay worked in; AdamW shrinks the parameter instead. */
  Tensor decayed(ParamGroup group, Tensor p, Tensor grad) {
    double decay = group.get("weight_decay");
    return decay == 0 ? grad : grad.add(p, decay);
  }

  @Override
  protected void update(ParamGroup group, Tensor p, Tensor grad, Map<String, Tensor> state) {
    double beta1 = group.get("beta1");
    double beta2 = group.get("beta2");
    double step = count(state);
    Tensor d = decayed(group, p, group.get("maximize") != 0 ? grad.neg() : grad);
    Tensor mean = state.computeIfAbsent("exp_avg", k -> Nabla.zerosLike(p));
    Tensor square = state.computeIfAbsent("exp_avg_sq", k -> Nabla.zerosLike(p));
    MEAN.with(beta1, 1 - beta1).applyInPlace(mean, d);
    SQUARE.with(beta2, 1 - beta2).applyInPlace(square, d);
    Tensor second = square;
    if (group.get("amsgrad") != 0) {
      second = state.computeIfAbsent("max_exp_avg_sq", k -> Nabla.zerosLike(p));
      second.copy_(second.maximum(square));
    }
    double correction1 = 1 - Math.pow(beta1, step);
    double correction2 = Math.sqrt(1 - Math.pow(beta2, step));
    UPDATE.with(group.lr() / correction1, correction2, group.get("eps")).applyInPlace(p, mean, second);
  }
}
