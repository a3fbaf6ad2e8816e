package dev.nabla.optim;

import dev.nabla.ElementwiseOp;
import dev.nabla.Nabla;
import dev.nabla.Sweep;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stochastic gradient descent, with PyTorch's momentum, dampening, Nesterov form and weight decay. */
public final class SGD extends Optimizer {
  private static final ElementwiseOp STEP = ElementwiseOp.define("sgd_step", "p v", "lr", "p - lr * v");
  private static final Forms PLAIN = new Forms("sgd", "(sign * g)");
  private static final Forms DECAYED = new Forms("sgd_decayed", "(sign * g + decay * p)");

  /** The formulas for one way to write the gradient {@code d} with sign and weight decay worked in; v is the momentum. */
  private static final class Forms {
    final ElementwiseOp start;
    final ElementwiseOp velocity;
    final ElementwiseOp nesterov;
    final ElementwiseOp descent;

    Forms(String name, String d) {
      start = define(name + "_start", "v g p", d);
      velocity = define(name + "_velocity", "v g p", "momentum * v + rest * " + d);
      nesterov = define(name + "_nesterov", "p g v", "p - lr * (" + d + " + momentum * v)");
      descent = define(name + "_descent", "p g", "p - lr * " + d);
    }

    private static ElementwiseOp define(String name, String inputs, String formula) {
      return ElementwiseOp.define(name, inputs, "lr momentum rest sign decay", formula);
    }
  }

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
    double sign = group.get("maximize") != 0 ? -1 : 1;
    double rest = 1 - group.get("dampening");
    double[] numbers = {group.lr(), momentum, rest, sign, decay};
    Forms forms = decay == 0 ? PLAIN : DECAYED;
    if (momentum == 0) {
      sweep().add(forms.descent.with(numbers).into(p, grad));
      return;
    }
    Tensor v = state.get("momentum_buffer");
    ElementwiseOp velocity = v == null ? forms.start : forms.velocity;
    if (v == null) {
      v = Nabla.emptyLike(p);
      state.put("momentum_buffer", v);
    }
    Sweep.Write first = velocity.with(numbers).into(v, grad, p);
    sweep().add(first, group.get("nesterov") != 0
        ? forms.nesterov.with(numbers).into(p, grad, v)
        : STEP.with(group.lr()).into(p, v));
  }
}
