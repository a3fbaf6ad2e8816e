package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import dev.nabla.ValuesIndices;

/** The largest element of each of as many windows as make the given output size. Input [N, C, D, H, W] or without N. */
public final class AdaptiveMaxPool3d extends Layer {
  private final int[] size;

  /** To this size, one number for all axes, -1 for that of the input. */
  public AdaptiveMaxPool3d(int... size) {
    this.size = size.clone();
  }

  @Override
  protected Tensor compute(Tensor x) {
    return F.adaptiveMaxPool3d(x, size);
  }

  /** The largest elements, and where in its image each was. */
  public ValuesIndices forwardWithIndices(Tensor x) {
    return F.adaptiveMaxPool3dWithIndices(x, size);
  }

  @Override
  protected String describe() {
    return "output_size=" + PythonText.sizes(size);
  }
}
