package dev.nabla.nn;

import dev.nabla.type.NablaException;
import java.util.Map;
import java.util.Set;

/** Modules by name; the module that holds the map says what becomes of them. */
public final class ModuleDict extends Container {
  /** No modules yet. */
  public ModuleDict() {
    this(Map.of());
  }

  /** These modules, in the order of the map. */
  public ModuleDict(Map<String, ? extends Module> parts) {
    parts.forEach(this::put);
  }

  /** Adds a module under a name of its own. Returns this map. */
  public ModuleDict put(String name, Module part) {
    register(name, part);
    return this;
  }

  /** The module of this name. */
  public Module get(String name) {
    Module m = children().get(name);
    if (m == null) {
      throw new NablaException("ModuleDict: no module \"" + name + "\"; there are " + keys());
    }
    return m;
  }

  /** The names. */
  public Set<String> keys() {
    return children().keySet();
  }
}
