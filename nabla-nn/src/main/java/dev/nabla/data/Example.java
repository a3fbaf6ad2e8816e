package dev.nabla.data;

import dev.nabla.Tensor;

/**
 * What goes into a model, and what should come out: one example, or a batch of them stacked along a new axis 0.
 *
 * @param input such as an image [C, H, W]; in a batch [N, C, H, W]
 * @param target such as the number of a class, 0-d int64; in a batch [N]
 */
public record Example(Tensor input, Tensor target) {
  /** A transform of examples that changes the input and leaves the target. */
  public static Transform<Example, Example> onInput(Transform<Tensor, Tensor> transform) {
    return (x, random) -> new Example(transform.apply(x.input, random), x.target);
  }

  /** A transform of examples that changes the target and leaves the input. */
  public static Transform<Example, Example> onTarget(Transform<Tensor, Tensor> transform) {
    return (x, random) -> new Example(x.input, transform.apply(x.target, random));
  }

  /** The number of examples in this batch. */
  public int size() {
    return input.size(0);
  }
}
