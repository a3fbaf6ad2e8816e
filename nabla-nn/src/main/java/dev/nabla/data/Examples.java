package dev.nabla.data;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.kernel.Generator;
import dev.nabla.type.ShapeException;

/**
 * Examples that lie in two tensors.
 *
 * @param inputs the examples along axis 0, such as images [N, C, H, W]
 * @param targets what belongs to them: [N] or more axes; int64 for classes
 */
public record Examples(Tensor inputs, Tensor targets) implements Dataset<Example> {
  /** Checks that there are as many targets as inputs. */
  public Examples {
    if (inputs.dim() == 0 || targets.dim() == 0 || inputs.size(0) != targets.size(0)) {
      throw new ShapeException(
          "Examples: as many targets as inputs are needed; got " + inputs.shape() + " and " + targets.shape());
    }
  }

  @Override
  public int size() {
    return inputs.size(0);
  }

  @Override
  public Example get(int index) {
    return new Example(inputs.select(0, index), targets.select(0, index));
  }

  @Override
  public Example batch(int[] indices, Generator random) {
    Tensor rows = Nabla.fromArray(indices, indices.length);
    return new Example(inputs.indexSelect(0, rows), targets.indexSelect(0, rows));
  }

  /** The examples {@code from} to {@code to - 1}, without a copy. */
  public Examples slice(int from, int to) {
    return new Examples(inputs.narrow(0, from, to - from), targets.narrow(0, from, to - from));
  }
}
