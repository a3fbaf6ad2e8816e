package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.Shape;

/** {@code x} where positive, else a learned fraction of it (He and others 2015). */
public final class PReLU extends Layer {
  private final Tensor weight;

  /** One fraction for all, 0.25 at the start. */
  public PReLU() {
    this(1, 0.25);
  }

  /** A fraction for all ({@code count} 1) or for each of {@code count} channels, {@code start} at the start. */
  public PReLU(int count, double start) {
    weight = parameter("weight", Nabla.full(Nabla.defaultDType(), Shape.of(count), start));
  }

  /** The fractions, [count]. */
  public Tensor weight() {
    return value(weight);
  }

  @Override
  protected Tensor compute(Tensor x) {
    return F.prelu(x, weight());
  }

  @Override
  protected String describe() {
    return "num_parameters=" + weight.numel();
  }
}
