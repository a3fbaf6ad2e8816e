package dev.nabla.nn;

import dev.nabla.F;

/** Channels become pixels: […, C·r², H, W] to […, C, H·r, W·r] (Shi and others 2016). */
public final class PixelShuffle extends Stateless {
  /** By this factor r. */
  public PixelShuffle(int upscaleFactor) {
    super("upscale_factor=" + upscaleFactor, x -> F.pixelShuffle(x, upscaleFactor));
  }
}
