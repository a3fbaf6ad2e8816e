package dev.nabla.nn;

import dev.nabla.F;

/** Images [N, C, H, W] enlarged by copying the nearest pixel. */
public final class UpsamplingNearest2d extends Stateless {
  /** By this factor. */
  public UpsamplingNearest2d(double scaleFactor) {
    super("scale_factor=" + PythonText.number(scaleFactor) + ", mode='nearest'",
        x -> F.upsampleNearest(x, scaleFactor));
  }

  /** To this height and width, or one number for both. */
  public UpsamplingNearest2d(int[] size) {
    super("size=" + PythonText.sizes(size) + ", mode='nearest'", x -> F.upsampleNearest(x, size));
  }
}
