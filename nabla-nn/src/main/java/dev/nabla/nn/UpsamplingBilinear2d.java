package dev.nabla.nn;

import dev.nabla.F;

/** Images [N, C, H, W] enlarged linearly, corners on corners. */
public final class UpsamplingBilinear2d extends Stateless {
  /** By this factor. */
  public UpsamplingBilinear2d(double scaleFactor) {
    super("scale_factor=" + PythonText.number(scaleFactor) + ", mode='bilinear'",
        x -> F.upsampleBilinear(x, scaleFactor));
  }

  /** To this height and width, or one number for both. */
  public UpsamplingBilinear2d(int[] size) {
    super("size=" + PythonText.sizes(size) + ", mode='bilinear'", x -> F.upsampleBilinear(x, size));
  }
}
