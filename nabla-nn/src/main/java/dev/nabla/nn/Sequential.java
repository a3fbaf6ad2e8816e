package dev.nabla.nn;

import dev.nabla.Tensor;
import java.util.List;
import java.util.Map;

/** Modules one after the other, named 0, 1, … unless names are given. */
public final class Sequential extends Module {
  /** Applies {@code parts} in this order. */
  public Sequential(Module... parts) {
    for (int i = 0; i < parts.length; i++) {
      register(Integer.toString(i), parts[i]);
    }
  }

  /** Applies {@code parts} in their order in the map, under their names in it. */
  public Sequential(Map<String, Module> parts) {
    parts.forEach(this::register);
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor y = x;
    for (Module part : children().values()) {
      y = part.call(y);
    }
    return y;
  }

  /** Part number {@code i}. */
  public Module get(int i) {
    return List.copyOf(children().values()).get(i);
  }
}
