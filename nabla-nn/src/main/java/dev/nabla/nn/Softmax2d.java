package dev.nabla.nn;

/** The softmax over the channels of each pixel. Shapes: [N, C, H, W] or [C, H, W]. */
public final class Softmax2d extends Stateless {
  /** The layer. */
  public Softmax2d() {
    super(x -> x.softmax(-3));
  }
}
