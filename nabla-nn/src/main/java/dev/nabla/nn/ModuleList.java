package dev.nabla.nn;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Modules in a list, named 0, 1, …; the module that holds the list says what becomes of them. */
public final class ModuleList extends Container implements Iterable<Module> {
  private final List<Module> list = new ArrayList<>();

  /** These modules. */
  public ModuleList(Module... parts) {
    this(List.of(parts));
  }

  /** These modules. */
  public ModuleList(List<? extends Module> parts) {
    parts.forEach(this::append);
  }

  /** Adds a module at the end. Returns this list. */
  public ModuleList append(Module part) {
    list.add(register(Integer.toString(list.size()), part));
    return this;
  }

  /** Module number {@code i}. */
  public Module get(int i) {
    return list.get(i);
  }

  /** The number of modules. */
  public int size() {
    return list.size();
  }

  @Override
  public Iterator<Module> iterator() {
    return list.iterator();
  }

  /** Equal neighbours are one line: {@code (0-5): 6 x Linear(…)}. */
  @Override
  Map<String, String> parts() {
    Map<String, String> out = new LinkedHashMap<>();
    for (int i = 0, next; i < list.size(); i = next) {
      String text = list.get(i).toString();
      next = i + 1;
      while (next < list.size() && list.get(next).toString().equals(text)) {
        next++;
      }
      out.put(next == i + 1 ? "" + i : i + "-" + (next - 1), next == i + 1 ? text : (next - i) + " x " + text);
    }
    return out;
  }
}
