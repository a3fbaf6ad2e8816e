package dev.nabla.nn;

import dev.nabla.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Modules one after the other, named 0, 1, … unless names are given. */
public final class Sequential extends Layer implements Iterable<Module> {
  private final List<Module> list = new ArrayList<>();

  /** Applies {@code parts} in this order. */
  public Sequential(Module... parts) {
    List.of(parts).forEach(this::append);
  }

  /** Applies {@code parts} in their order in the map, under their names in it. */
  public Sequential(Map<String, ? extends Module> parts) {
    parts.forEach((name, part) -> list.add(register(name, part)));
  }

  /** Adds a module at the end, named by its number. Returns this module. */
  public Sequential append(Module part) {
    list.add(register(Integer.toString(list.size()), part));
    return this;
  }

  @Override
  protected Tensor compute(Tensor x) {
    Tensor y = x;
    for (Module part : list) {
      y = part.call(y);
    }
    return y;
  }

  /** Part number {@code i}. */
  public Module get(int i) {
    return list.get(i);
  }

  /** The number of parts. */
  public int size() {
    return list.size();
  }

  @Override
  public Iterator<Module> iterator() {
    return list.iterator();
  }
}
