package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;

/** Means over as many windows as make the given output size. Shapes: [N, C, H, W] to [N, C, size…]. */
public final class AdaptiveAvgPool2d extends Module {
  private final int[] size;

  /** To this height and width; one number means both. */
  public AdaptiveAvgPool2d(int... size) {
    this.size = size.clone();
  }

  @Override
  public Tensor forward(Tensor x) {
    return F.adaptiveAvgPool2d(x, size);
  }

  @Override
  protected String describe() {
    return "output_size=" + (size.length == 1 ? "" + size[0] : "(" + size[0] + ", " + size[1] + ")");
  }
}
