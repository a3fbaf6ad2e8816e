package dev.nabla.optim;

import dev.nabla.Nabla;
import dev.nabla.Sweep;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Changes parameters by their gradients. Parameters stand in groups, each with its own settings; parameters without a gradient are left alone.
 */
public abstract class Optimizer {
  private final List<ParamGroup> groups = new ArrayList<>();
  private final Map<String, Double> defaults;
  private Sweep sweep = new Sweep();

  /** An optimizer of one group with these settings, by PyTorch's names ({@code lr}, {@code weight_decay}, …). */
  protected Optimizer(List<Tensor> params, Map<String, Double> settings) {
    defaults = new LinkedHashMap<>(settings);
    addParamGroup(params, Map.of());
  }

  /** Parameters with common settings, and what the optimizer remembers of each. */
  public static final class ParamGroup {
    private final List<Tensor> params;
    private final Map<String, Double> settings;
    private final List<Map<String, Tensor>> states = new ArrayList<>();

    ParamGroup(List<Tensor> params, Map<String, Double> settings) {
      this.params = List.copyOf(params);
      this.settings = settings;
      for (int i = 0; i < params.size(); i++) {
        states.add(new LinkedHashMap<>());
      }
    }

    /** The parameters. */
    public List<Tensor> params() {
      return params;
    }

    /** A setting by PyTorch's name, such as {@code lr}. */
    public double get(String setting) {
      Double v = settings.get(setting);
      if (v == null) {
        throw new NablaException("this optimizer has no setting \"" + setting + "\"; it has " + settings.keySet());
      }
      return v;
    }

    /** Changes a setting that exists. */
    public void set(String setting, double value) {
      get(setting);
      settings.put(setting, value);
    }

    /** The learning rate. */
    public double lr() {
      return get("lr");
    }

    /** What is remembered of parameter {@code i}, by name; empty before its first step. */
    public Map<String, Tensor> state(int i) {
      return states.get(i);
    }
  }

  /** Adds parameters with settings of their own; those not named are the optimizer's. */
  public final void addParamGroup(List<Tensor> params, Map<String, Double> settings) {
    if (params.isEmpty()) {
      throw new NablaException("optimizer got an empty parameter list");
    }
    for (Tensor p : params) {
      if (!p.isLeaf()) {
        throw new NablaException("can't optimize a non-leaf Tensor");
      }
      if (groups.stream().anyMatch(g -> g.params.contains(p))) {
        throw new NablaException("some parameters appear in more than one parameter group");
      }
    }
    Map<String, Double> all = new LinkedHashMap<>(defaults);
    settings.forEach((k, v) -> {
      if (!all.containsKey(k)) {
        throw new NablaException("this optimizer has no setting \"" + k + "\"; it has " + all.keySet());
      }
      all.put(k, v);
    });
    groups.add(new ParamGroup(params, all));
  }

  /** The groups. */
  public final List<ParamGroup> paramGroups() {
    return List.copyOf(groups);
  }

  /** Sets {@code setting} in all groups, for fluent set-up. */
  protected final void setting(String setting, double value) {
    defaults.put(setting, value);
    groups.forEach(g -> g.settings.put(setting, value));
  }

  /** Changes the learning rate of all groups. */
  public final void setLr(double lr) {
    groups.forEach(g -> g.set("lr", lr));
  }

  /** Drops all gradients. */
  public final void zeroGrad() {
    zeroGrad(true);
  }

  /** Drops all gradients, or sets those that are there to zero. */
  public final void zeroGrad(boolean setToNone) {
    for (ParamGroup g : groups) {
      for (Tensor p : g.params) {
        Tensor grad = p.grad();
        if (grad != null) {
          p.grad(setToNone ? null : grad.detach().zero_());
        }
      }
    }
  }

  /** Changes every parameter that has a gradient. */
  public final void step() {
    Nabla.noGrad(() -> {
      sweep = new Sweep();
      for (ParamGroup g : groups) {
        for (int i = 0; i < g.params.size(); i++) {
          Tensor grad = g.params.get(i).grad();
          if (grad != null) {
            update(g, g.params.get(i), grad.detach(), g.states.get(i));
          }
        }
      }
      sweep.run();
    });
  }

  /** Calls {@code closure}, which computes the loss and its gradients, then {@link #step()}; returns the loss. */
  public Tensor step(Supplier<Tensor> closure) {
    Tensor loss;
    try (var _ = Nabla.enableGrad()) {
      loss = closure.get();
    }
    step();
    return loss;
  }

  /** What the step does to all parameters in one pass over memory: for {@link #update} to add to. */
  protected final Sweep sweep() {
    return sweep;
  }

  /** One step of one parameter, done at once or added to {@link #sweep}; recording is off. */
  protected abstract void update(ParamGroup group, Tensor p, Tensor grad, Map<String, Tensor> state);

  /** Counts the steps of a parameter in its state and returns the new count. */
  protected static double count(Map<String, Tensor> state) {
    Tensor step = state.computeIfAbsent("step", k -> Nabla.zeros(Nabla.FLOAT32));
    step.add_(1.0);
    return step.item();
  }

  /** Settings and states as tensors: {@code param_groups.0.lr}, {@code state.0.exp_avg}, …, parameters numbered through all groups. */
  public final Map<String, Tensor> stateDict() {
    Map<String, Tensor> out = new LinkedHashMap<>();
    int n = 0;
    for (int g = 0; g < groups.size(); g++) {
      ParamGroup group = groups.get(g);
      for (var e : group.settings.entrySet()) {
        out.put("param_groups." + g + "." + e.getKey(), Nabla.tensor(e.getValue(), Nabla.FLOAT64));
      }
      for (Map<String, Tensor> state : group.states) {
        for (var e : state.entrySet()) {
          out.put("state." + n + "." + e.getKey(), e.getValue());
        }
        n++;
      }
    }
    return out;
  }

  /** Takes over what {@link #stateDict} of an optimizer of the same parameters gave; the tensors are copied. */
  public final void loadStateDict(Map<String, Tensor> state) {
    Map<String, int[]> places = new LinkedHashMap<>();
    int n = 0;
    for (int g = 0; g < groups.size(); g++) {
      for (int i = 0; i < groups.get(g).params.size(); i++) {
        places.put("state." + n++, new int[] {g, i});
      }
    }
    state.keySet().forEach(key -> checkKey(key, places));
    groups.forEach(g -> g.states.forEach(Map::clear));
    state.forEach((key, t) -> {
      int dot = key.lastIndexOf('.');
      String name = key.substring(dot + 1);
      if (key.startsWith("param_groups.")) {
        groups.get(groupOf(key)).settings.put(name, t.item());
      } else {
        int[] at = places.get(key.substring(0, dot));
        if (at != null) {
          groups.get(at[0]).states.get(at[1]).put(name, t.detach().cloneTensor());
        }
      }
    });
  }

  private static int groupOf(String key) {
    return Integer.parseInt(key.split("\\.", -1)[1]);
  }

  private void checkKey(String key, Map<String, int[]> places) {
    int dot = key.lastIndexOf('.');
    boolean known = key.startsWith("param_groups.")
        ? groupOf(key) < groups.size() && defaults.containsKey(key.substring(dot + 1))
        : dot > 0 && places.containsKey(key.substring(0, dot));
    if (!known) {
      throw new NablaException(
          "loaded state dict has an entry \"" + key + "\" that this optimizer has no place for; it has " + groups.size()
              + " group(s) and " + places.size() + " parameter(s)");
    }
  }
}
