package dev.nabla.nn;

import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.Iterator;
import java.util.List;

/** Modules in a list, named 0, 1, …; the module that holds the list says what becomes of them. */
public final class ModuleList extends Module implements Iterable<Module> {
  private final List<Module> parts;

  /** These modules. */
  public ModuleList(Module... parts) {
    this(List.of(parts));
  }

  /** These modules. */
  public ModuleList(List<? extends Module> parts) {
    this.parts = List.copyOf(parts);
    for (int i = 0; i < this.parts.size(); i++) {
      register(Integer.toString(i), this.parts.get(i));
    }
  }

  /** Module number {@code i}. */
  public Module get(int i) {
    return parts.get(i);
  }

  /** The number of modules. */
  public int size() {
    return parts.size();
  }

  @Override
  public Iterator<Module> iterator() {
    return parts.iterator();
  }

  /** Always an error: a list is no function. */
  @Override
  public Tensor forward(Tensor x) {
    throw new NablaException("ModuleList has no forward function; call its modules, or use Sequential");
  }
}
