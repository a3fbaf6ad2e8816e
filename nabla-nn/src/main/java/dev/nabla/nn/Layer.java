package dev.nabla.nn;

import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.function.UnaryOperator;

/** A ready-made module: its errors name its place in the model, and its hooks run, whether it is called by {@link #forward} or by {@link #call}. */
public abstract class Layer extends Module {
  /** A layer without parts. */
  protected Layer() {}

  /** The layer's function. */
  protected abstract Tensor compute(Tensor x);

  /** {@link #compute} with the hooks around it. */
  @Override
  public final Tensor forward(Tensor x) {
    return around(x, this::compute);
  }

  /** The same as {@link #forward}. */
  @Override
  public final Tensor call(Tensor x) {
    return forward(x);
  }

  /** {@code body} as a stage of this layer, which errors name behind the layer. */
  final Tensor stage(String name, Tensor x, UnaryOperator<Tensor> body) {
    try {
      return body.apply(x);
    } catch (NablaException e) {
      throw e.at(path().isEmpty() ? name : path() + "." + name);
    }
  }
}
