package dev.nabla.nn;

import dev.nabla.Nabla;
import dev.nabla.RemovableHandle;
import dev.nabla.Tensor;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.BiFunction;
import java.util.function.Consumer;
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
 *     return out.forward(hidden.forward(x).tanh());
 *   }
 * }
 * }</pre>
 *
 * <p>Import it by name ({@code import dev.nabla.nn.Module}): {@code java.lang} has a class of that name too.
 */
public abstract class Module {
  private final Map<String, @Nullable Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> buffers = new LinkedHashMap<>();
  private final Map<String, Module> modules = new LinkedHashMap<>();
  private final List<Consumer<Tensor>> preHooks = new ArrayList<>();
  private final List<BiFunction<Tensor, Tensor, @Nullable Tensor>> forwardHooks = new ArrayList<>();
  private boolean training = true;

  /** A module without parts. */
  protected Module() {}

  /** The module's function. Call it as {@link #call} where forward hooks are to run. */
  public abstract Tensor forward(Tensor x);

  /** {@link #forward} with the forward hooks around it. */
  public final Tensor call(Tensor x) {
    preHooks.forEach(h -> h.accept(x));
    Tensor y = forward(x);
    for (var h : List.copyOf(forwardHooks)) {
      Tensor replaced = h.apply(x, y);
      y = replaced != null ? replaced : y;
    }
    return y;
  }

  // --- registration ---

  /** Names a part and returns it. */
  protected final <M extends Module> M register(String name, M module) {
    checkName(name);
    modules.put(name, module);
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
    checkName(name);
    buffers.put(name, values);
    return values;
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

  /** All parameters by their full names, such as {@code 0.weight}, own ones first. */
  public final Map<String, Tensor> namedParameters() {
    Map<String, Tensor> out = new LinkedHashMap<>();
    visit("", (prefix, m) -> m.parameters.forEach((name, p) -> {
      if (p != null && !out.containsValue(p)) {
        out.put(prefix + name, p);
      }
    }));
    return out;
  }

  /** All parameters. */
  public final List<Tensor> parameters() {
    return List.copyOf(namedParameters().values());
  }

  /** All buffers by their full names. */
  public final Map<String, Tensor> namedBuffers() {
    Map<String, Tensor> out = new LinkedHashMap<>();
    visit("", (prefix, m) -> m.buffers.forEach((name, b) -> out.put(prefix + name, b)));
    return out;
  }

  /** This module and all its parts by their full names; its own is empty. */
  public final Map<String, Module> namedModules() {
    Map<String, Module> out = new LinkedHashMap<>();
    visit("", (prefix, m) -> out.put(prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1), m));
    return out;
  }

  /** The direct parts by name. */
  public final Map<String, Module> children() {
    return java.util.Collections.unmodifiableMap(modules);
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

  /** Evaluation mode for this module and its parts. Returns this module. */
  public final Module eval() {
    return train(false);
  }

  /** Says for all parameters whether their gradients are wanted. Returns this module. */
  public final Module requiresGrad_(boolean wanted) {
    parameters().forEach(p -> p.requiresGrad_(wanted));
    return this;
  }

  /** Drops the gradients of all parameters. */
  public final void zeroGrad() {
    parameters().forEach(p -> p.grad(null));
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

  /** Parameters and buffers by name, in the order of registration; they share storage with the module. */
  public final Map<String, Tensor> stateDict() {
    Map<String, Tensor> out = new LinkedHashMap<>();
    visit("", (prefix, m) -> {
      m.parameters.forEach((name, p) -> {
        if (p != null) {
          out.put(prefix + name, p.detach());
        }
      });
      m.buffers.forEach((name, b) -> out.put(prefix + name, b.detach()));
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
   * Copies the tensors of {@code state} into the parameters and buffers of the same names. Everything is checked before anything is changed.
   *
   * @param strict whether missing and unexpected names are errors
   */
  public final IncompatibleKeys loadStateDict(Map<String, Tensor> state, boolean strict) {
    Map<String, Tensor> own = stateDict();
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
      Tensor given = state.get(name);
      if (given != null && !given.shape().equals(t.shape())) {
        errors.append("\n\tsize mismatch for ").append(name).append(": copying a param with shape torch.Size(")
            .append(given.shape())
            .append(") from checkpoint, the shape in current model is torch.Size(").append(t.shape()).append(").");
      }
    });
    if (!errors.isEmpty()) {
      throw new NablaException("Error(s) in loading state_dict for " + getClass().getSimpleName() + ":" + errors);
    }
    Nabla.noGrad(() -> own.forEach((name, t) -> {
      Tensor given = state.get(name);
      if (given != null) {
        t.copy_(given);
      }
    }));
    return new IncompatibleKeys(missing, unexpected);
  }

  private static String quoted(List<String> names) {
    StringJoiner j = new StringJoiner("\", \"", "\"", "\"");
    names.forEach(j::add);
    return j.toString();
  }

  // --- hooks ---

  /** Calls {@code hook} with the input before every {@link #call}. */
  public final RemovableHandle registerForwardPreHook(Consumer<Tensor> hook) {
    preHooks.add(hook);
    return () -> preHooks.remove(hook);
  }

  /** Calls {@code hook} with input and output after every {@link #call}; a result that is not null replaces the output. */
  public final RemovableHandle registerForwardHook(BiFunction<Tensor, Tensor, @Nullable Tensor> hook) {
    forwardHooks.add(hook);
    return () -> forwardHooks.remove(hook);
  }

  // --- printing ---

  /** What stands between the parentheses when this module is printed. */
  protected String describe() {
    return "";
  }

  /** PyTorch's text: the class, its settings, its parts indented. */
  @Override
  public String toString() {
    if (modules.isEmpty()) {
      return getClass().getSimpleName() + "(" + describe() + ")";
    }
    StringBuilder s = new StringBuilder(getClass().getSimpleName()).append("(\n");
    modules.forEach((name, m) -> s.append("  (").append(name).append("): ").append(m.toString().replace("\n", "\n  "))
        .append('\n'));
    return s.append(')').toString();
  }
}
