package dev.nabla.optim;

import dev.nabla.Nabla;
import dev.nabla.RemovableHandle;
import dev.nabla.Sweep;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes parameters by their gradients. Parameters stand in groups, each with its own settings; parameters without a gradient are left alone.
 *
 * <p>Fluent settings hold for all groups that are there and are the defaults of those that follow:
 *
 * <pre>{@code
 * var optimizer = new SGD(body.parameters(), 0.01).momentum(0.9);
 * optimizer.addParamGroup(head.parameters(), Map.of("lr", 0.1));
 * }</pre>
 */
public abstract class Optimizer {
  private final Settings settings;
  private final Map<String, @Nullable Object> defaults;
  private final List<ParamGroup> groups = new ArrayList<>();
  private final Map<Tensor, Map<String, @Nullable Object>> states = new IdentityHashMap<>();
  private final List<Consumer<Optimizer>> preHooks = new ArrayList<>();
  private final List<Consumer<Optimizer>> postHooks = new ArrayList<>();

  /** An optimizer of one group with the defaults of {@code settings}. */
  protected Optimizer(List<Tensor> params, Settings settings) {
    this.settings = settings;
    this.defaults = settings.defaults(name());
    addParamGroup(params, Map.of());
  }

  private String name() {
    return getClass().getSimpleName();
  }

  // --- groups ---

  /** Adds parameters with settings of their own, by PyTorch's names; those not named are the optimizer's. */
  public void addParamGroup(List<Tensor> params, Map<String, ?> own) {
    if (params.isEmpty()) {
      throw new NablaException(name() + ": got an empty parameter list; give it what is to be learned");
    }
    Set<Tensor> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    groups.forEach(g -> taken.addAll(g.params()));
    for (Tensor p : params) {
      if (!p.isLeaf()) {
        throw new NablaException(name() + ": can't optimize a non-leaf Tensor, of shape " + p.shape()
            + "; give it the leaf that the tensor was computed from");
      }
      if (!taken.add(p)) {
        throw new NablaException(name() + ": a parameter of shape " + p.shape()
            + " appears more than once among the parameter groups; name it once");
      }
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>(defaults);
    own.forEach((k, v) -> values.put(k, settings.coerce(name(), k, v)));
    groups.add(new ParamGroup(name(), settings, params, values));
  }

  /** The groups. */
  public final List<ParamGroup> paramGroups() {
    return Collections.unmodifiableList(groups);
  }

  /** Sets {@code setting}, by PyTorch's name, in all groups and for those to come. */
  public final void set(String setting, @Nullable Object value) {
    defaults.put(setting, settings.coerce(name(), setting, value));
    groups.forEach(g -> g.set(setting, value));
  }

  /** Changes the learning rate of all groups. */
  public final void setLr(double lr) {
    set("lr", lr);
  }

  /** What is remembered of a parameter, by PyTorch's names; empty before its first step. */
  public final Map<String, @Nullable Object> state(Tensor param) {
    return states.computeIfAbsent(param, k -> new LinkedHashMap<>());
  }

  // --- steps ---

  /** Drops all gradients. */
  public final void zeroGrad() {
    zeroGrad(true);
  }

  /** Drops all gradients, or sets those that are there to zero. */
  public final void zeroGrad(boolean setToNone) {
    for (ParamGroup g : groups) {
      for (Tensor p : g.params()) {
        Tensor grad = p.grad();
        if (grad != null) {
          p.grad(setToNone ? null : grad.detach().zero_());
        }
      }
    }
  }

  /** Changes every parameter that has a gradient. */
  public void step() {
    aroundHooks(() -> {
      Sweep sweep = new Sweep();
      for (ParamGroup g : groups) {
        for (Tensor p : g.params()) {
          Tensor grad = p.grad();
          if (grad != null) {
            update(new Update(sweep, g, p, grad.detach(), state(p)));
          }
        }
      }
      sweep.run();
    });
  }

  /** Does {@code step} without recording, between the hooks. */
  final void aroundHooks(Runnable step) {
    preHooks.forEach(h -> h.accept(this));
    Nabla.noGrad(step);
    postHooks.forEach(h -> h.accept(this));
  }

  /** Calls {@code closure}, which computes the loss and its gradients, then {@link #step()}; returns the loss. */
  public Tensor step(Supplier<Tensor> closure) {
    Tensor loss = evaluate(closure);
    step();
    return loss;
  }

  /** The closure's value, computed while recording. */
  static Tensor evaluate(Supplier<Tensor> closure) {
    try (var _ = Nabla.enableGrad()) {
      return closure.get();
    }
  }

  /** One step of one parameter; recording is off. What {@link Update#apply} is told is done for all parameters together. */
  protected abstract void update(Update u);

  /** Calls {@code hook} before every step. */
  public final RemovableHandle registerStepPreHook(Consumer<Optimizer> hook) {
    preHooks.add(hook);
    return () -> preHooks.remove(hook);
  }

  /** Calls {@code hook} after every step. */
  public final RemovableHandle registerStepPostHook(Consumer<Optimizer> hook) {
    postHooks.add(hook);
    return () -> postHooks.remove(hook);
  }

  // --- state ---

  /**
   * All settings and all that is remembered, in PyTorch's layout: {@code state} maps the number of a parameter, counted through all groups, to
   * what is remembered of it; {@code param_groups} lists each group's settings and, under {@code params}, the numbers of its parameters. The
   * tensors are the optimizer's own.
   */
  public final Map<String, Object> stateDict() {
    return OptimizerState.write(groups, states);
  }

  /**
   * Takes over what {@link #stateDict} gave, or what PyTorch saved, for an optimizer of parameters of the same shapes in the same order. Tensors
   * are copied; those like the parameter take its type. Everything is checked before anything is changed.
   */
  public final void loadStateDict(Map<String, ?> state) {
    OptimizerState loaded = OptimizerState.read(name(), settings, groups, this::fits, state);
    states.clear();
    states.putAll(loaded.states());
    for (int i = 0; i < groups.size(); i++) {
      loaded.settings().get(i).forEach(groups.get(i)::note);
    }
  }

  /** Whether {@code value} can be what is remembered of {@code param} under {@code name}: a number, or a tensor of its shape. */
  protected boolean fits(Tensor param, String name, Tensor value) {
    return value.dim() == 0 || value.shape().equals(param.shape());
  }
}
