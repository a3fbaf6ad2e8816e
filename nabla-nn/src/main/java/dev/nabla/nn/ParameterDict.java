package dev.nabla.nn;

import dev.nabla.Tensor;
import java.util.Map;
import java.util.Set;

/** Parameters by name. */
public final class ParameterDict extends Container {
  /** No parameters yet. */
  public ParameterDict() {
    this(Map.of());
  }

  /** These tensors as parameters, in the order of the map. */
  public ParameterDict(Map<String, Tensor> values) {
    values.forEach(this::put);
  }

  /** Adds a parameter under a name of its own. Returns this map. */
  public ParameterDict put(String name, Tensor values) {
    parameter(name, values);
    return this;
  }

  /** The parameter of this name. */
  public Tensor get(String name) {
    return getParameter(name);
  }

  /** The names. */
  public Set<String> keys() {
    return namedParameters().keySet();
  }
}
