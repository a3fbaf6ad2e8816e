package dev.nabla.nn;

import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.List;
import java.util.stream.IntStream;

/** {@code g * v / |v|}: length and direction learned separately (Salimans and Kingma 2016). Originals: g, then v. */
public final class WeightNorm extends Parametrization {
  private final int dim;

  /** One length for each index along axis {@code dim}; one for all if it is -1. */
  public WeightNorm(int dim) {
    this.dim = dim;
  }

  /** Always an error: there are two originals. */
  @Override
  public Tensor forward(Tensor original) {
    throw new NablaException("WeightNorm: is computed from two tensors; see Parametrizations.weightNorm");
  }

  @Override
  protected Tensor value(List<Tensor> originals) {
    Tensor v = originals.get(1);
    return v.mul(originals.get(0).div(norm(v)));
  }

  @Override
  protected List<Tensor> rightInverse(Tensor value) {
    return List.of(norm(value), value.cloneTensor());
  }

  private Tensor norm(Tensor v) {
    int[] axes = IntStream.range(0, v.dim()).filter(i -> i != dim).toArray();
    return dim == -1 ? v.norm() : v.norm(2.0, axes, true);
  }
}
