package dev.nabla.optim;

import dev.nabla.ElementwiseOp;
import dev.nabla.Nabla;
import dev.nabla.Sweep;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adam (Kingma and Ba 2015), with PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8. */
public class Adam extends Optimizer {
  // The rest 1 - beta is a parameter, computed in double: in float32 it would lose digits.
  private static final Forms PLAIN = new Forms("adam", "m g", "v g", "(sign * g)");
  private static final Forms DECAYED = new Forms("adam_decayed", "m g p", "v g p", "(sign * g + decay * p)");
  private static final ElementwiseOp LARGEST = ElementwiseOp.define("adam_largest", "s v", "", "max(s, v)");
  private static final ElementwiseOp UPDATE = ElementwiseOp.define("adam_update", "p m v", "keep step scale eps",
      "keep * p - step * (m / (sqrt(v) * scale + eps))");

  /** The formulas for one way to write the gradient {@code d} with sign and weight decay worked in. */
  private static final class Forms {
    final ElementwiseOp mean;
    final ElementwiseOp square;

    Forms(String name, String meanInputs, String squareInputs, String d) {
      mean = ElementwiseOp.define(name + "_mean", meanInputs, "beta rest sign decay", "beta * m + rest * " + d);
      square = ElementwiseOp.define(name + "_square", squareInputs, "beta rest sign decay",
          "beta * v + rest * (" + d + " * " + d + ")");
    }
  }

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

  /** Whether the weight decay is added to the gradient, as in Adam; AdamW shrinks the parameter instead. */
  boolean decaysGradient() {
    return true;
  }

  @Override
  protected void update(ParamGroup group, Tensor p, Tensor grad, Map<String, Tensor> state) {
    double beta1 = group.get("beta1");
    double beta2 = group.get("beta2");
    double decay = group.get("weight_decay");
    double sign = group.get("maximize") != 0 ? -1 : 1;
    double step = count(state);
    Tensor mean = state.computeIfAbsent("exp_avg", k -> Nabla.zerosLike(p));
    Tensor square = state.computeIfAbsent("exp_avg_sq", k -> Nabla.zerosLike(p));
    Tensor largest = group.get("amsgrad") == 0
        ? null
        : state.computeIfAbsent("max_exp_avg_sq", k -> Nabla.zerosLike(p));
    boolean inGradient = decay != 0 && decaysGradient();
    Forms forms = inGradient ? DECAYED : PLAIN;
    ElementwiseOp first = forms.mean.with(beta1, 1 - beta1, sign, decay);
    ElementwiseOp second = forms.square.with(beta2, 1 - beta2, sign, decay);
    double keep = inGradient ? 1 : 1 - group.lr() * decay;
    double correction1 = 1 - Math.pow(beta1, step);
    double scale = 1 / Math.sqrt(1 - Math.pow(beta2, step));
    ElementwiseOp update = UPDATE.with(keep, group.lr() / correction1, scale, group.get("eps"));
    Sweep.Write a = inGradient ? first.into(mean, grad, p) : first.into(mean, grad);
    Sweep.Write b = inGradient ? second.into(square, grad, p) : second.into(square, grad);
    if (largest == null) {
      sweep().add(a, b, update.into(p, mean, square));
    } else {
      sweep().add(a, b, LARGEST.into(largest, square), update.into(p, mean, largest));
    }
  }
}
