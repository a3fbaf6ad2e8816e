package dev.nabla.nn;

import dev.nabla.Tensor;
import java.util.function.UnaryOperator;

/** A layer that is nothing but a function: no parameters, the same in training and evaluation. */
public abstract class Stateless extends Layer {
  private final String settings;
  private final UnaryOperator<Tensor> function;

  /** This function, without settings to print. */
  protected Stateless(UnaryOperator<Tensor> function) {
    this("", function);
  }

  /** This function; {@code settings} is printed between the parentheses. */
  protected Stateless(String settings, UnaryOperator<Tensor> function) {
    this.settings = settings;
    this.function = function;
  }

  @Override
  protected final Tensor compute(Tensor x) {
    return function.apply(x);
  }

  @Override
  protected final String describe() {
    return settings;
  }
}
