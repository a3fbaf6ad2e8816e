package dev.nabla.nn;

import dev.nabla.F;

/** Pixels become channels: […, C, H·r, W·r] to […, C·r², H, W]. */
public final class PixelUnshuffle extends Stateless {
  /** By this factor r. */
  public PixelUnshuffle(int downscaleFactor) {
    super("downscale_factor=" + downscaleFactor, x -> F.pixelUnshuffle(x, downscaleFactor));
  }
}
