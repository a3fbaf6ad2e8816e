package dev.nabla.optim;

import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stochastic gradient descent, with PyTorch's momentum, dampening, Nesterov form and weight decay. */
public final class SGD extends Optimizer {
  /** Plain gradient descent with learning rate {@code lr}. */
  public SGD(List<Tensor> params, double lr) {
    super(params, settings(lr));
  }

  private static Map<String, Double> settings(double lr) {
    if (!(lr >= 0)) {
      throw new NablaException("Invalid learning rate: " + lr);
    }
    Map<String, Double> s = new LinkedHashMap<>();
    s.put("lr", lr);
    s.put("momentum", 0.0);
    s.put("dampening", 0.0);
    s.put("weight_decay", 0.0);
    s.put("nesterov", 0.0);
    s.put("maximize", 0.0);
    return s;
  }

  /** Keeps a running sum of gradients, {@code v = momentum * v + (1 - dampening) * g}, and steps by it. */
  public SGD momentum(double momentum) {
    if (!(momentum >= 0)) {
      throw new NablaException("Invalid momentum value: " + momentum);
    }
    setting("momentum", momentum);
    return this;
  }

  /** Dampens the gradient's part in the momentum. */
  public SGD dampening(double dampening) {
    setting("dampening", dampening);
    return this;
  }

  /** Adds {@code weightDecay * p} to the gradient. */
  public SGD weightDecay(double weightDecay) {
    if (!(weightDecay >= 0)) {
      throw new NablaException("Invalid weight_decay value: " + weightDecay);
    }
    setting("weight_decay", weightDecay);
    return this;
  }

  /** Nesterov's momentum; set the momentum first. */
  public SGD nesterov() {
    ParamGroup g = paramGroups().get(0);
    if (g.get("momentum") <= 0 || g.get("dampening") != 0) {
      throw new NablaException("Nesterov momentum requires a momentum and zero dampening");
    }
    setting("nesterov", 1);
    return this;
  }

  /** Climbs instead of descending. */
  public SGD maximize() {
    setting("maximize", 1);
    return this;
  }

  @Override
  protected void update(ParamGroup group, Tensor p, Tensor grad, Map<String, Tensor> state) {
    double momentum = group.get("momentum");
    double decay = group.get("weight_decay");
    Tensor d = group.get("maximize") != 0 ? grad.neg() : grad;
    d = decay == 0 ? d : d.add(p, decay);
    if (momentum != 0) {
      Tensor v = state.get("momentum_buffer");
      if (v == null) {
        v = d.cloneTensor();
        state.put("momentum_buffer", v);
      } else {
        v.mul_(momentum).add_(d, 1 - group.get("dampening"));
      }
      d = group.get("nesterov") != 0 ? d.add(v, momentum) : v;
    }
    p.add_(d, -group.lr());
  }
}
