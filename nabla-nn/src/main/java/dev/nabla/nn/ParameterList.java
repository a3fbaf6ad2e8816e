package dev.nabla.nn;

import dev.nabla.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Parameters in a list, named 0, 1, …. */
public final class ParameterList extends Container implements Iterable<Tensor> {
  private final List<Tensor> list = new ArrayList<>();

  /** These tensors as parameters. */
  public ParameterList(Tensor... values) {
    List.of(values).forEach(this::append);
  }

  /** Adds a parameter at the end. Returns this list. */
  public ParameterList append(Tensor values) {
    list.add(parameter(Integer.toString(list.size()), values));
    return this;
  }

  /** Parameter number {@code i}. */
  public Tensor get(int i) {
    return list.get(i);
  }

  /** The number of parameters. */
  public int size() {
    return list.size();
  }

  @Override
  public Iterator<Tensor> iterator() {
    return list.iterator();
  }
}
