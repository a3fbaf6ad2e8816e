package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.kernel.Generator;
import dev.nabla.type.ShapeException;
import java.util.Arrays;
import java.util.List;

/** Tensors with the examples along axis 0: example i is a list of their rows i. {@link Examples} is the one for inputs and targets. */
public final class TensorDataset implements Dataset<List<Tensor>> {
  private final List<Tensor> tensors;

  /**
   * A data set over {@code tensors}, without a copy.
   *
   * @throws ShapeException unless all have the same size along axis 0
   */
  public TensorDataset(Tensor... tensors) {
    if (tensors.length == 0 || Arrays.stream(tensors).anyMatch(t -> t.dim() == 0 || t.size(0) != tensors[0].size(0))) {
      throw new ShapeException("TensorDataset: tensors of the same size along axis 0 are needed; got "
          + Arrays.stream(tensors).map(Tensor::shape).toList());
    }
    this.tensors = List.of(tensors);
  }

  /** The tensors, with the examples along axis 0. */
  public List<Tensor> tensors() {
    return tensors;
  }

  @Override
  public int size() {
    return tensors.getFirst().size(0);
  }

  @Override
  public List<Tensor> get(int index) {
    return tensors.stream().map(t -> t.select(0, index)).toList();
  }

  @Override
  public List<Tensor> batch(int[] indices, Generator random) {
    return tensors.stream().map(t -> t.indexSelect(0, Nabla.fromArray(indices, indices.length))).toList();
  }
}
