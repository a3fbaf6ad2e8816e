package dev.nabla.nn;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The originals of one parameter, named {@code original} or {@code original0}, …, and the parametrizations that compute it, one after the other. */
final class ParametrizationList extends Module {
  private final List<Tensor> originals = new ArrayList<>();
  private final List<Parametrization> list = new ArrayList<>();

  ParametrizationList(Tensor parameter, Parametrization first) {
    List<Tensor> values = Nabla.noGrad(() -> first.rightInverse(parameter));
    for (int i = 0; i < values.size(); i++) {
      Tensor v = values.get(i) == parameter ? parameter : Nabla.parameter(values.get(i).detach().cloneTensor());
      originals.add(parameter(values.size() == 1 ? "original" : "original" + i, v));
    }
    append(first);
    check(parameter);
  }

  private void check(Tensor parameter) {
    Tensor y = Nabla.noGrad(() -> value());
    if (!y.type().equals(parameter.type())) {
      throw new ShapeException("register: the parametrization gives " + y.type() + " for a parameter of "
          + parameter.type() + "; type and shape have to stay");
    }
  }

  private void append(Parametrization next) {
    list.add(register(Integer.toString(list.size()), next));
  }

  /** Adds a parametrization of what the others compute. */
  void then(Parametrization next) {
    append(next);
    check(Nabla.noGrad(() -> list.get(0).value(originals)));
  }

  /** The parameter's value. */
  Tensor value() {
    Tensor y = list.get(0).value(originals);
    for (Parametrization p : list.subList(1, list.size())) {
      y = p.call(y);
    }
    return y;
  }

  @Override
  public Tensor forward(Tensor x) {
    return value();
  }

  /** Files from before there were parametrizations keep the originals beside the parameter: {@code weight_g}, {@code weight_v}, {@code weight_orig}. */
  @Override
  void adapt(String prefix, Map<String, Tensor> state) {
    int dot = prefix.lastIndexOf('.', prefix.length() - 2);
    String name = prefix.substring(dot + 1, prefix.length() - 1);
    String old = prefix.substring(0, prefix.length() - ("parametrizations." + name + ".").length()) + name;
    Map<String, String> names = list.get(0) instanceof SpectralNorm
        ? Map.of("_orig", "original", "_u", "0._u", "_v", "0._v")
        : Map.of("_g", "original0", "_v", "original1");
    names.forEach((then, now) -> {
      Tensor t = state.remove(old + then);
      if (t != null) {
        state.put(prefix + now, t);
      }
    });
  }
}
