package dev.nabla.nn;

import dev.nabla.Tensor;
import java.util.List;

/** A way to compute a parameter from other tensors, which are learned in its place; see {@link Parametrizations}. */
public abstract class Parametrization extends Module {
  /** A parametrization without parts. */
  protected Parametrization() {}

  /** The parameter's value for one original; where there are several, see {@link #value}. */
  @Override
  public abstract Tensor forward(Tensor original);

  /** The parameter's value for these originals. */
  protected Tensor value(List<Tensor> originals) {
    return forward(originals.get(0));
  }

  /** Originals for which the parameter has this value; by default the value itself. */
  protected List<Tensor> rightInverse(Tensor value) {
    return List.of(value);
  }
}
