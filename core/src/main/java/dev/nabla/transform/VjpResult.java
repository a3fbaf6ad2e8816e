package dev.nabla.transform;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.ShapeException;
import java.util.List;

/** The value of a function, and the map from cotangents of the value to cotangents of the inputs. */
public final class VjpResult {
  private final Tensor value;
  private final Tensor tracked;
  private final Tensor[] inputs;
  private final Grad level;

  VjpResult(Tensor value, Tensor tracked, Tensor[] inputs, Grad level) {
    this.value = value;
    this.tracked = tracked;
    this.inputs = inputs;
    this.level = level;
  }

  /** The value of the function. */
  public Tensor value() {
    return value;
  }

  /** The cotangents of the inputs for the cotangent {@code g} of the value; may be called any number of times. */
  public List<Tensor> pullback(Tensor g) {
    if (!g.shape().equals(value.shape())) {
      throw new ShapeException(
          "vjp: the cotangent must have the shape of the value; got " + g.shape() + " for " + value.shape());
    }
    return List.of(level.pull(tracked, g, inputs, true));
  }

  /** {@link #pullback(Tensor)} of one, for a one-element value. */
  public List<Tensor> pullback() {
    if (value.numel() != 1) {
      throw new ShapeException(
          "The vector v can only be None if the user-provided function returns a single Tensor with a single element.");
    }
    return pullback(Nabla.onesLike(value));
  }
}
