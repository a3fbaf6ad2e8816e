package dev.nabla.optim;

import dev.nabla.Nabla;
import dev.nabla.Sweep;
import dev.nabla.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of one parameter: the parameter, its gradient, its group's settings and what the optimizer remembers of it. */
public final class Update {
  private final Sweep sweep;
  private final ParamGroup group;
  private final Tensor param;
  private final Tensor grad;
  private final Map<String, @Nullable Object> state;

  Update(Sweep sweep, ParamGroup group, Tensor param, Tensor grad, Map<String, @Nullable Object> state) {
    this.sweep = sweep;
    this.group = group;
    this.param = param;
    this.grad = grad;
    this.state = state;
  }

  /** The parameter. */
  public Tensor param() {
    return param;
  }

  /** The parameter's gradient. */
  public Tensor grad() {
    return grad;
  }

  /** The gradient, turned round where the optimizer climbs. */
  public Tensor direction() {
    return ascends() ? grad.neg() : grad;
  }

  boolean ascends() {
    return group.has("maximize") && group.is("maximize");
  }

  /** The group's learning rate. */
  public double lr() {
    return group.lr();
  }

  /** A setting of the group that is a number. */
  public double get(String setting) {
    return group.get(setting);
  }

  /** Number {@code i} of a setting of the group. */
  public double get(String setting, int i) {
    return group.get(setting, i);
  }

  /** A setting of the group that is true or false. */
  public boolean is(String setting) {
    return group.is(setting);
  }

  /** A setting of the group that is a text; {@code "null"} where it is not set. */
  public String text(String setting) {
    return String.valueOf(group.value(setting));
  }

  /** What the parameter is multiplied by where weight decay is decoupled, {@code 1 - lr * weight_decay}; 1 where it is in the gradient. */
  public double keep() {
    return decouples() ? 1 - lr() * get("weight_decay") : 1;
  }

  private boolean decouples() {
    return group.has("decoupled_weight_decay") && group.is("decoupled_weight_decay");
  }

  /** Whether nothing is remembered under this name yet. */
  public boolean isNew(String name) {
    return !state.containsKey(name);
  }

  /** What is remembered under this name: a tensor like the parameter, zeros at first. */
  public Tensor tensor(String name) {
    return tensor(name, 0);
  }

  /** What is remembered under this name: a tensor like the parameter, filled with {@code start} at first. */
  public Tensor tensor(String name, double start) {
    Tensor t = (Tensor) state.get(name);
    return t != null ? t : remember(name, Nabla.fullLike(param, start));
  }

  /** Remembers a tensor under this name and returns it. */
  public Tensor remember(String name, Tensor value) {
    state.put(name, value);
    return value;
  }

  /** The number remembered under this name, a tensor without axes of {@link Nabla#defaultDType}, {@code start} at first. */
  public Tensor scalar(String name, double start) {
    Object v = state.get(name);
    return v instanceof Tensor t ? t : remember(name, Nabla.tensor(v instanceof Number n ? n.doubleValue() : start));
  }

  /** Counts the parameter's steps, under the name {@code step}; the number of this one. */
  public double count() {
    return scalar("step", 0).add_(1).item();
  }

  /** Carries out {@code rule} with these numbers; what is written can be read when the whole step is done. */
  public void apply(UpdateRule rule, double... numbers) {
    double decay = group.has("weight_decay") && !decouples() ? get("weight_decay") : 0;
    rule.add(sweep, this, decay, numbers);
  }
}
