package dev.nabla.data;

import dev.nabla.Tensor;
import dev.nabla.type.ShapeException;

/**
 * Examples with their labels.
 *
 * @param inputs the examples along axis 0, such as images [N, C, H, W]
 * @param labels the labels, one for each example: [N], int64 for classes
 */
public record Dataset(Tensor inputs, Tensor labels) {
  /** Checks that there are as many labels as examples. */
  public Dataset {
    if (inputs.dim() == 0 || labels.dim() == 0 || inputs.size(0) != labels.size(0)) {
      throw new ShapeException(
          "Dataset: as many labels as examples are needed; got " + inputs.shape() + " and " + labels.shape());
    }
  }

  /** The number of examples. */
  public int size() {
    return inputs.size(0);
  }

  /** The examples {@code from} to {@code to - 1}, without a copy. */
  public Dataset slice(int from, int to) {
    return new Dataset(inputs.narrow(0, from, to - from), labels.narrow(0, from, to - from));
  }
}
