package dev.nabla.nn;

import dev.nabla.Nabla;
import dev.nabla.RemovableHandle;
import dev.nabla.Tensor;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A part of a neural network: parameters, buffers and parts of its own, each under a name, and a function of tensors that uses them.
 *
 * <pre>{@code
 * class Net extends Module {
 *   final Linear hidden = register("hidden", new Linear(2, 8));
 *   final Linear out = register("out", new Linear(8, 1));
 *
 *   public Tensor forward(Tensor x) {
 *     return out.call(hidden.call(x).tanh());
 *   }
 * }
 * }</pre>
 *
 * <p>{@link #call} is what {@code layer(x)} is in PyTorch: {@link #forward} with the hooks around it, and errors that name the part in
 * which they happened ({@code encoder.layers.2}). The layers of this package do both in {@link #forward} already.
 *
 * <p>Import it by name ({@code import dev.nabla.nn.Module}): {@code java.lang} has a class of that name too.
 */
public abstract class Module {
  static final String PARAMETRIZATIONS = "parametrizations";

  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> buffers = new LinkedHashMap<>();
  private final Map<String, Module> modules = new LinkedHashMap<>();
  private final Set<String> notSaved = new HashSet<>();
  private final Map<Tensor, ParametrizationList> computed = new IdentityHashMap<>(0);
  private @Nullable ModuleHooks hooks;
  private @Nullable Module parent;
  private String name = "";
  private boolean training = true;

  /** A module without parts. */
  protected Module() {}

  /** The module's function, to be written here and called as {@link #call}. */
  public abstract Tensor forward(Tensor x);

  /** {@link #forward} with the hooks around it; errors name this module's place in the model. */
  public Tensor call(Tensor x) {
    return around(x, this::forward);
  }

  /** {@code body} as this module's function: with the hooks around it, and with errors that name this module's place. */
  final Tensor around(Tensor x, UnaryOperator<Tensor> body) {
    try {
      return hooks == null ? body.apply(x) : hooks.around(this, x, body);
    } catch (NablaException e) {
      throw e.at(path());
    }
  }

  /** The names from the outermost module to this one, in Java spelling: {@code encoder.layers.2.selfAttn}. */
  final String path() {
    if (parent == null) {
      return "";
    }
    StringBuilder s = new StringBuilder(parent.path());
    boolean up = false;
    for (char c : (s.isEmpty() ? name : "." + name).toCharArray()) {
      if (c != '_') {
        s.append(up ? Character.toUpperCase(c) : c);
      }
      up = c == '_';
    }
    return s.toString();
  }

  // --- registration ---

  /** Names a part and returns it. */
  protected final <M extends Module> M register(String name, M module) {
    checkName(name);
    modules.put(name, module);
    ((Module) module).parent = this;
    ((Module) module).name = name;
    return module;
  }

  /** Makes {@code values} a parameter under {@code name} and returns it. */
  protected final Tensor parameter(String name, Tensor values) {
    checkName(name);
    Tensor p = values.isParameter() ? values : Nabla.parameter(values);
    parameters.put(name, p);
    return p;
  }

  /** Names a tensor that is saved with the parameters but not learned, and returns it. */
  protected final Tensor buffer(String name, Tensor values) {
    return buffer(name, values, true);
  }

  /** Names a tensor that is not learned, and returns it; only {@code persistent} ones are part of {@link #stateDict}. */
  protected final Tensor buffer(String name, Tensor values, boolean persistent) {
    checkName(name);
    buffers.put(name, values);
    if (!persistent) {
      notSaved.add(name);
    }
    return values;
  }

  /** The value of a parameter of this module: itself, or what its parametrizations compute. */
  protected final Tensor value(Tensor parameter) {
    ParametrizationList list = computed.isEmpty() ? null : computed.get(parameter);
    return list == null ? parameter : list.value();
  }

  /** Computes the parameter {@code name} by {@code list}, a part from now on, instead of reading {@code parameter}. */
  final void computeInstead(String name, Tensor parameter, ParametrizationList list) {
    Module all = modules.get(PARAMETRIZATIONS);
    ((ModuleDict) (all != null ? all : register(PARAMETRIZATIONS, new ModuleDict()))).put(name, list);
    parameters.remove(name);
    computed.put(parameter, list);
  }

  /** Undoes {@link #computeInstead}; the parameter gets this value. */
  final void computeAgain(String name, Tensor value) {
    Module all = Objects.requireNonNull(modules.get(PARAMETRIZATIONS));
    Module list = all.modules.remove(name);
    if (all.modules.isEmpty()) {
      modules.remove(PARAMETRIZATIONS);
    }
    computed.entrySet().removeIf(e -> {
      if (e.getValue() != list) {
        return false;
      }
      e.getKey().setData(value.detach());
      parameters.put(name, e.getKey());
      return true;
    });
  }

  private void checkName(String name) {
    if (name.isEmpty() || name.contains(".")) {
      throw new NablaException("a part's name can't be empty or contain a dot; got \"" + name + "\"");
    }
    if (parameters.containsKey(name) || buffers.containsKey(name) || modules.containsKey(name)) {
      throw new NablaException("the name \"" + name + "\" is taken in " + getClass().getSimpleName());
    }
  }

  // --- what there is ---

  /** All parameters by their full names, such as {@code 0.weight}, own ones first; one that stands in several places once. */
  public final Map<String, Tensor> namedParameters() {
    return named(m -> m.parameters);
  }

  /** All parameters. */
  public final List<Tensor> parameters() {
    return List.copyOf(namedParameters().values());
  }

  /** All buffers by their full names. */
  public final Map<String, Tensor> namedBuffers() {
    return named(m -> m.buffers);
  }

  /** All buffers. */
  public final List<Tensor> buffers() {
    return List.copyOf(namedBuffers().values());
  }

  private Map<String, Tensor> named(Function<Module, Map<String, Tensor>> what) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    visit("", (prefix, m) -> what.apply(m).forEach((key, t) -> {
      if (seen.add(t)) {
        out.put(prefix + key, t);
      }
    }));
    return out;
  }

  /** This module and all its parts by their full names; its own is empty. One that stands in several places comes once. */
  public final Map<String, Module> namedModules() {
    Map<String, Module> out = new LinkedHashMap<>();
    Set<Module> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    visit("", (prefix, m) -> {
      if (seen.add(m)) {
        out.put(prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1), m);
      }
    });
    return out;
  }

  /** This module and all its parts. */
  public final List<Module> modules() {
    return List.copyOf(namedModules().values());
  }

  /** The direct parts by name. */
  public final Map<String, Module> children() {
    return Collections.unmodifiableMap(modules);
  }

  /** The part with this full name, such as {@code encoder.layers.0}; this module for an empty one. */
  public final Module getSubmodule(String target) {
    Module m = this;
    for (String part : target.isEmpty() ? new String[0] : target.split("\\.", -1)) {
      Module next = m.modules.get(part);
      if (next == null) {
        throw new NablaException("getSubmodule: " + m.getClass().getSimpleName() + " has no part \"" + part
            + "\"; it has " + m.modules.keySet());
      }
      m = next;
    }
    return m;
  }

  /** The parameter with this full name, such as {@code encoder.layers.0.weight}. */
  public final Tensor getParameter(String target) {
    Tensor p = namedParameters().get(target);
    if (p == null) {
      throw new NablaException(
          "getParameter: no parameter \"" + target + "\"; there are " + namedParameters().keySet());
    }
    return p;
  }

  @FunctionalInterface
  private interface Visitor {
    void visit(String prefix, Module m);
  }

  private void visit(String prefix, Visitor visitor) {
    visitor.visit(prefix, this);
    modules.forEach((name, m) -> m.visit(prefix + name + ".", visitor));
  }

  // --- modes ---

  /** Whether layers such as dropout and batch norm behave as in training. */
  public final boolean isTraining() {
    return training;
  }

  /** Training mode for this module and its parts. Returns this module. */
  public final Module train() {
    return train(true);
  }

  /** Training or evaluation mode for this module and its parts. Returns this module. */
  public final Module train(boolean mode) {
    visit("", (prefix, m) -> m.training = mode);
    return this;
  }

  /** The mode of this module alone. */
  final void setTraining(boolean mode) {
    training = mode;
  }

  /** Evaluation mode for this module and its parts. Returns this module. */
  public final Module eval() {
    return train(false);
  }

  /** Calls {@code function} for all parts, each before what it is part of, and this module last. Returns this module. */
  public final Module apply(Consumer<Module> function) {
    modules.values().forEach(m -> m.apply(function));
    function.accept(this);
    return this;
  }

  /** Says for all parameters whether their gradients are wanted. Returns this module. */
  public final Module requiresGrad_(boolean wanted) {
    parameters().forEach(p -> p.requiresGrad_(wanted));
    return this;
  }

  /** Drops the gradients of all parameters. */
  public final void zeroGrad() {
    zeroGrad(true);
  }

  /** Drops the gradients of all parameters, or sets those that are there to zero. */
  public final void zeroGrad(boolean setToNone) {
    for (Tensor p : parameters()) {
      Tensor grad = p.grad();
      if (grad != null) {
        p.grad(setToNone ? null : grad.detach().zero_());
      }
    }
  }

  /** Converts floating-point parameters and buffers to {@code dtype}, in place. Returns this module. */
  public final Module to(DType dtype) {
    List<Tensor> all = new ArrayList<>(parameters());
    all.addAll(namedBuffers().values());
    for (Tensor t : all) {
      if (t.dtype().isFloating()) {
        t.setData(t.detach().to(dtype));
      }
    }
    return this;
  }

  // --- state ---

  /** Parameters and persistent buffers by name, in the order of registration; they share storage with the module. */
  public final Map<String, Tensor> stateDict() {
    Map<String, Tensor> out = new LinkedHashMap<>();
    visit("", (prefix, m) -> {
      m.parameters.forEach((key, p) -> out.put(prefix + key, p.detach()));
      m.buffers.forEach((key, b) -> {
        if (!m.notSaved.contains(key)) {
          out.put(prefix + key, b.detach());
        }
      });
    });
    return out;
  }

  /** What {@link #loadStateDict(Map, boolean)} did not find on one side or the other. */
  public record IncompatibleKeys(List<String> missingKeys, List<String> unexpectedKeys) {}

  /** Copies {@code state} into this module; every name must be there and nothing else. */
  public final IncompatibleKeys loadStateDict(Map<String, Tensor> state) {
    return loadStateDict(state, true);
  }

  /**
   * Copies the tensors of {@code given} into the parameters and buffers of the same names. Everything is checked before anything is changed.
   *
   * @param strict whether missing and unexpected names are errors
   */
  public final IncompatibleKeys loadStateDict(Map<String, Tensor> given, boolean strict) {
    Map<String, Tensor> own = stateDict();
    Map<String, Tensor> state = new LinkedHashMap<>(given);
    visit("", (prefix, m) -> m.adapt(prefix, state));
    List<String> missing = own.keySet().stream().filter(k -> !state.containsKey(k)).toList();
    List<String> unexpected = state.keySet().stream().filter(k -> !own.containsKey(k)).toList();
    StringBuilder errors = new StringBuilder();
    if (strict && !missing.isEmpty()) {
      errors.append("\n\tMissing key(s) in state_dict: ").append(quoted(missing)).append(". ");
    }
    if (strict && !unexpected.isEmpty()) {
      errors.append("\n\tUnexpected key(s) in state_dict: ").append(quoted(unexpected)).append(". ");
    }
    own.forEach((name, t) -> {
      Tensor source = state.get(name);
      if (source != null && !source.shape().equals(t.shape())) {
        errors.append("\n\tsize mismatch for ").append(name).append(": copying a param with shape torch.Size(")
            .append(source.shape())
            .append(") from checkpoint, the shape in current model is torch.Size(").append(t.shape()).append(").");
      }
    });
    if (!errors.isEmpty()) {
      throw new NablaException("Error(s) in loading state_dict for " + getClass().getSimpleName() + ":" + errors);
    }
    Nabla.noGrad(() -> own.forEach((name, t) -> {
      Tensor source = state.get(name);
      if (source != null) {
        t.copy_(source);
      }
    }));
    return new IncompatibleKeys(missing, unexpected);
  }

  /** Renames or adds what an older file calls otherwise or lacks; {@code prefix} stands before this module's names. */
  void adapt(String prefix, Map<String, Tensor> state) {}

  private static String quoted(List<String> names) {
    StringJoiner j = new StringJoiner("\", \"", "\"", "\"");
    names.forEach(j::add);
    return j.toString();
  }

  // --- hooks ---

  /** Sees a module's input before it is used; a result that is not null replaces it. */
  @FunctionalInterface
  public interface ForwardPreHook {
    /** Called with the module and its (first) input. */
    @Nullable
    Tensor apply(Module module, Tensor input);
  }

  /** Sees a module's input and output; a result that is not null replaces the output. */
  @FunctionalInterface
  public interface ForwardHook {
    /** Called with the module, its (first) input and its (first) output. */
    @Nullable
    Tensor apply(Module module, Tensor input, Tensor output);
  }

  /** Sees the gradient of a module's output before it is used; a result that is not null replaces it. */
  @FunctionalInterface
  public interface BackwardPreHook {
    /** Called with the module and the gradient of its (first) output. */
    @Nullable
    Tensor apply(Module module, Tensor gradOutput);
  }

  /** Sees the gradients of a module's input and output; a result that is not null replaces that of the input. */
  @FunctionalInterface
  public interface BackwardHook {
    /** Called with the module, the gradient of its (first) input, null if that wants none, and that of its (first) output. */
    @Nullable
    Tensor apply(Module module, @Nullable Tensor gradInput, Tensor gradOutput);
  }

  /** Calls {@code hook} before every {@link #call}. */
  public final RemovableHandle registerForwardPreHook(ForwardPreHook hook) {
    return ModuleHooks.add(hooks().before, hook);
  }

  /** Calls {@code hook} after every {@link #call}. */
  public final RemovableHandle registerForwardHook(ForwardHook hook) {
    return ModuleHooks.add(hooks().after, hook);
  }

  /** Calls {@code hook} whenever the gradient of a {@link #call}'s output is known. */
  public final RemovableHandle registerFullBackwardPreHook(BackwardPreHook hook) {
    return ModuleHooks.add(hooks().backwardBefore, hook);
  }

  /** Calls {@code hook} whenever the gradient of a {@link #call}'s input is known, or that of its output if the input wants none. */
  public final RemovableHandle registerFullBackwardHook(BackwardHook hook) {
    return ModuleHooks.add(hooks().backward, hook);
  }

  private ModuleHooks hooks() {
    ModuleHooks h = hooks;
    if (h == null) {
      h = new ModuleHooks();
      hooks = h;
    }
    return h;
  }

  // --- printing ---

  /** The floating-point operations of this module's own matrix products and convolutions, without those of its parts. */
  long flops(Tensor x, Tensor y) {
    return 0;
  }

  /** What stands between the parentheses when this module is printed. */
  protected String describe() {
    return "";
  }

  /** PyTorch's text: the class, its settings, its parts indented. */
  @Override
  public String toString() {
    String settings = describe();
    if (modules.isEmpty()) {
      return getClass().getSimpleName() + "(" + settings + ")";
    }
    StringBuilder s = new StringBuilder(getClass().getSimpleName()).append("(\n");
    if (!settings.isEmpty()) {
      s.append("  ").append(settings).append('\n');
    }
    parts().forEach((key, text) -> s.append("  (").append(key).append("): ").append(text.replace("\n", "\n  "))
        .append('\n'));
    return s.append(')').toString();
  }

  /** The parts by what stands in front of them, as they are printed. */
  Map<String, String> parts() {
    Map<String, String> out = new LinkedHashMap<>();
    modules.forEach((key, m) -> out.put(key, m.toString()));
    return out;
  }
}
